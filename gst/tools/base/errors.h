/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * errors.h - what goes wrong, and how it is told.
 *
 * Every failure of gst-master-1.0 ends as one line on stderr that names the
 * file, and as an exit status that a scheduler can act on: 1 where the job
 * failed, 2 where the command line was wrong, 3 where the output exists, 4
 * where the input cannot be used, 5 where the goal is out of reach, 75
 * (EX_TEMPFAIL of sysexits.h) where the same may well work another time.
 */
#ifndef MASTER_ERRORS_H
#define MASTER_ERRORS_H

#include <glib.h>

#define MASTER_TOOL "gst-master-1.0"
#define MASTER_ERROR (master_error_quark ())

/** The exit status where the same may work another time: EX_TEMPFAIL of
 * sysexits.h, which others have taken over. */
#define MASTER_STATUS_TEMPORARY 75

typedef enum {
  MASTER_ERROR_FAILED,
  MASTER_ERROR_USAGE,
  MASTER_ERROR_EXISTS,     /* the output is there already */
  MASTER_ERROR_INPUT,      /* the input will be no better another time */
  MASTER_ERROR_NO_DECODER, /* the file may be sound, but its decoder is missing
                            */
  MASTER_ERROR_GOAL,       /* loudness or ceiling are out of reach */
  MASTER_ERROR_TEMPORARY,  /* a full disk, too little memory */
  MASTER_ERROR_INTERRUPTED,
} MasterError;

GQuark master_error_quark (void);

/** Sets the error "FILE: text". Returns FALSE always, so that callers can
 * return it. */
gboolean master_fail (GError **error, const gchar *file, const gchar *format,
    ...) G_GNUC_PRINTF (3, 4);

/** The same, of another kind than MASTER_ERROR_FAILED. */
gboolean master_fail_as (GError **error, MasterError kind, const gchar *file,
    const gchar *format, ...) G_GNUC_PRINTF (4, 5);

/** Sets the error "FILE: what: why", `number` being that of errno: a temporary
 * one where it tells of too little space, memory or the like, else one of
 * `kind`. Returns FALSE always. */
gboolean master_fail_number (GError **error, MasterError kind,
    const gchar *file, const gchar *what, gint number);

/** Sets an error of the command line. Returns FALSE always. */
gboolean
master_usage (GError **error, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

/** A copy in which no byte can move the cursor, colour a terminal or end a
 * line: names of files and messages of others may hold any. */
gchar *master_printable (const gchar *text);

/** The exit status that `error` leads to. */
gint master_error_status (const GError *error);

/** The exit status of several jobs whose own ones are `a` and `b`: 0 where both
 * are done; 75 where either is; else the graver of 1, 5, 4 and 3, in this
 * order; 2 before all. */
gint master_error_graver (gint a, gint b);

/** The kind of error that leads to a status; that of 0 does not matter. */
MasterError master_error_of_status (gint status);

/** Prints `error` as one line, and returns its exit status. */
gint master_tell_error (const GError *error);

/** Prints one line about something that was done for a file. */
void
master_note (const gchar *file, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

/** Prints one line about something that the job survives. */
void
master_warn (const gchar *file, const gchar *format, ...) G_GNUC_PRINTF (2, 3);

#endif /* MASTER_ERRORS_H */
