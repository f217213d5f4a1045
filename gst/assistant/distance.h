/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * distance.h - how far a song is from a profile.
 *
 * The distance asks how far outside the inner spread a song is: 0 for a feature
 * within the quartiles, else the units of spread (mst_profile_unit()) beyond,
 * at most 4; the weighted mean over the features that are known. It is what a
 * master is to shrink.
 */
#ifndef MST_DISTANCE_H
#define MST_DISTANCE_H

#include "profile.h"

/** The distance of all; 0 is inside everywhere. NAN where no feature is known.
 */
gdouble mst_distance (const MstProfile *profile,
    const gdouble features[MST_N_FEATURES]);

#endif /* MST_DISTANCE_H */
