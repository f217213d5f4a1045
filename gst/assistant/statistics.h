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

/** From n songs, the order of which does not matter. */
MstProfile *mst_statistics_profile (const gdouble *const rows[], guint n,
    const gchar *name, const gchar *source, GError **error);

#endif /* MST_STATISTICS_H */
