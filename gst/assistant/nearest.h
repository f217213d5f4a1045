/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * nearest.h - the name that somebody may have meant.
 */
#ifndef MST_NEAREST_H
#define MST_NEAREST_H

#include <glib.h>

/** Returns how many letters have to be added, left out or changed to make one
 * name of the other, whatever their case. */
guint mst_nearest_distance (const gchar *a, const gchar *b);

/** Returns the one of `names` (strings) that is so near to `name` that a slip
 * of the fingers explains it; NULL where none is. */
const gchar *mst_nearest (const gchar *name, const GPtrArray *names);

#endif /* MST_NEAREST_H */
