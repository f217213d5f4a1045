/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * interrupt.h - the end of the process before its time.
 *
 * A process has one set of signals, hence no object. The first SIGINT, SIGTERM
 * or SIGHUP is noted, and the job ends in good order. A second one ends the
 * process at once, and so does a deadline that passes while something does not
 * come to its end; both remove the temporary files that are known here.
 */
#ifndef MASTER_INTERRUPT_H
#define MASTER_INTERRUPT_H

#include <glib.h>

/** Notes signals from now on. */
void master_interrupt_catch (void);

/** Returns whether a signal has come. */
gboolean master_interrupt_noted (void);

/** A descriptor that can be read when a signal has come; -1: none can. */
int master_interrupt_descriptor (void);

/** Ends the process in so many seconds with the line `text`, unless it is told
 * otherwise before. */
void master_interrupt_set_deadline (guint seconds, const gchar *text);
void master_interrupt_clear_deadline (void);

/** Files that are removed when the process ends so. */
void master_interrupt_add_file (const gchar *path);
void master_interrupt_remove_file (const gchar *path);

#endif /* MASTER_INTERRUPT_H */
