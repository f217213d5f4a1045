/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * statistics.h - profiles from rows of features; what learn.h promises of them.
 */
#ifndef MST_STATISTICS_H
#define MST_STATISTICS_H

#include "profile.h"

/** Sorts n numbers, the least first. */
void mst_statistics_sort (gdouble *values, guint n);

/** The quantile below which a share of n sorted numbers, one at least, lies:
 * between the two nearest, in proportion. */
gdouble mst_statistics_quantile (const gdouble *sorted, guint n, gdouble share);

/** From n songs, the order of which does not matter. */
MstProfile *mst_statistics_profile (const gdouble *const rows[], guint n,
    const gchar *name, const gchar *source, GError **error);

/** A profile from one or a few songs that are to be met: their mean is the
 * centre, and the spread is narrow - half a unit for levels, one for what else
 * there is - or theirs, where they differ by more. Features that none of them
 * has are as wide as can be, so that nothing follows from them. */
MstProfile *
mst_profile_of_references (const gdouble (*features)[MST_N_FEATURES], guint n,
    const gchar *name, GError **error);

#endif /* MST_STATISTICS_H */
