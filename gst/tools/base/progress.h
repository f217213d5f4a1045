/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * progress.h - the bar on the terminal, if there is one.
 *
 * A process has one standard error, hence no object: until
 * master_progress_enable() is called on a terminal, everything here is quiet.
 */
#ifndef MASTER_PROGRESS_H
#define MASTER_PROGRESS_H

#include <glib.h>

/** Shows progress from now on where standard error is a terminal. The time that
 * is left is counted from here. */
void master_progress_enable (void);

/** Draws the bar. A `fraction` outside [0, 1] means that nobody knows how far
 * it is. `whole` says that it is a fraction of all that there is to do, and so
 * tells how much time is left. */
void master_progress_show (const gchar *name, gdouble fraction, gboolean whole);

/** Takes the bar away, so that a line can be printed. */
void master_progress_clear (void);

/** Writes the time that is left as "1:05 left"; empty where it cannot be known
 * yet. `elapsed` [s] is the time that `fraction` took. To be freed. */
gchar *master_progress_tell_left (gdouble elapsed, gdouble fraction);

#endif /* MASTER_PROGRESS_H */
