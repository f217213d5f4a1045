/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * distance.h - how far a song is from a profile, and which profile is nearest.
 *
 * The distance asks how far outside the inner spread a song is: 0 for a feature
 * within the quartiles, else the units of spread (mst_profile_unit()) beyond,
 * at most 4; the weighted mean over the features that are known. It is what a
 * master is to shrink.
 *
 * The nearest profile is another question, for a wide profile has everything
 * inside: it is the likeliest, each feature taken for normal about the median
 * with the unit of spread as its deviation. Only the bands count, for a mix has
 * not yet the peaks of a master. Features of a song go together, so that
 * twenty-seven of them count as four. `sure` is the probability that is left
 * when all candidates share 1.
 */
#ifndef MST_DISTANCE_H
#define MST_DISTANCE_H

#include "profile.h"

/** Of one feature, with its sign: below is negative. 0 where unknown. */
gdouble mst_distance_of (const MstProfile *profile, int feature, gdouble value);

/** Of all; 0 is inside everywhere. NAN where no feature is known. */
gdouble mst_distance (const MstProfile *profile,
    const gdouble features[MST_N_FEATURES]);

/** The same of level features alone: the tone. */
gdouble mst_distance_tone (const MstProfile *profile,
    const gdouble features[MST_N_FEATURES]);

/** The index of the nearest of n >= 1 profiles. `sure`, 0 .. 1, and the index
 * of the `second`, -1 for none, may be NULL. */
guint mst_distance_nearest (const MstProfile *const profiles[], guint n,
    const gdouble features[MST_N_FEATURES], gdouble *sure, gint *second);

/** The nearest of pop, jazz, classical and loud-modern, and how sure that is;
 * `second`, which may be NULL, is a name of mst_profile_names(). */
MstProfile *mst_distance_auto (const gdouble features[MST_N_FEATURES],
    gdouble *sure, const gchar **second);

#endif /* MST_DISTANCE_H */
