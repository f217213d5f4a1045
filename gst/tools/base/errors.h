/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * errors.h - what goes wrong, and how it is told.
 *
 * Every failure of gst-master-1.0 ends as one line on stderr that names the
 * file, and as an exit status: 1 where the job failed, 2 where the command
 * line was wrong.
 */
#ifndef MASTER_ERRORS_H
#define MASTER_ERRORS_H

#include <glib.h>

#define MASTER_TOOL "gst-master-1.0"
#define MASTER_ERROR (master_error_quark ())

typedef enum {
  MASTER_ERROR_FAILED,
  MASTER_ERROR_USAGE,
  MASTER_ERROR_NO_DECODER, /* the file may be sound, but its decoder is missing
                            */
  MASTER_ERROR_INTERRUPTED,
} MasterError;

GQuark master_error_quark (void);

/** Sets the error "FILE: text". Returns FALSE always, so that callers can
 * return it. */
gboolean master_fail (GError **error, const gchar *file, const gchar *format,
    ...) G_GNUC_PRINTF (3, 4);

/** Sets an error of the command line. Returns FALSE always. */
gboolean
master_usage (GError **error, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

/** A copy in which no byte can move the cursor, colour a terminal or end a
 * line: names of files and messages of others may hold any. */
gchar *master_printable (const gchar *text);

/** Prints `error` as one line, and returns its exit status. */
int master_tell_error (const GError *error);

/** Prints one line about something that the job survives. */
void
master_warn (const gchar *file, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

#endif /* MASTER_ERRORS_H */
