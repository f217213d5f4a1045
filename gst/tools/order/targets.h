/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * targets.h - the table of targets: what a platform or a medium wants.
 *
 * targets.json is the table, compiled in, so that it is never missing; a user
 * may bring one of the same form. An object with
 *
 *   version, date  strings
 *   targets        an array of objects, each with
 *     name         a-z, 0-9, - and _: it becomes a part of file names
 *     loudness     [LUFS], -70 to 0
 *     ceiling      [dBTP], at most 0
 *     for, note    strings; may be left out
 *     plays        of a service that plays all songs at its loudness: "down",
 * it only turns down; "both", it turns up too, as far as the peaks stay under
 * the ceiling; may be left out
 *     rate, bits   of the file [Hz], 16 or 24; may be left out
 *     shaping      of the dither: a name that masterdither knows; may be left
 * out
 *     settings     an array of strings as --set has them; may be left out. A
 * value in LU, as "-10 LU", counts from the song's loudness
 *     max-limiting peak reduction that it bears [dB], 0 to 100; the loudness
 * yields to it; may be left out
 *     record       the record that it is cut on, as an album calls it: what a
 * cutter would ask is told; may be left out
 *
 * Other members are nobody's business and are skipped.
 */
#ifndef MASTER_TARGETS_H
#define MASTER_TARGETS_H

#include <glib.h>

#define MASTER_NO_RECORD -1

typedef enum {
  MASTER_PLAYS_AS_IT_IS,
  MASTER_PLAYS_DOWN,
  MASTER_PLAYS_BOTH,
} MasterPlays;

typedef struct {
  gchar *name;
  gdouble loudness; /* [LUFS] */
  gdouble ceiling;  /* [dBTP] */
  gchar *purpose;   /* what it is for, or NULL */
  gchar *note;      /* or NULL */
  MasterPlays plays;
  gint rate;            /* of the file [Hz]; 0: the input's */
  gint bits;            /* of its words; 0: the best of the format */
  gchar *shaping;       /* of the dither, as masterdither calls it; or NULL */
  gchar **settings;     /* CHILD::PROPERTY=VALUE, or NULL */
  gdouble max_limiting; /* [dB]; NAN: it says nothing of it */
  gint record;          /* MstRecord; MASTER_NO_RECORD: it is not cut */
} MasterTarget;

typedef struct {
  gchar *version;
  gchar *date;
  GPtrArray *targets; /* MasterTarget, in the table's order */
} MasterTargets;

/** Reads the table in `file`, or the one compiled in where that is NULL.
 * Returns NULL, with a usage error, where it is not such a table. */
MasterTargets *master_targets_load (const gchar *file, GError **error);
void master_targets_free (MasterTargets *self);

/** Finds a target by its name, whatever its case. Returns NULL, with a usage
 * error that lists all names, where there is no such target. */
const MasterTarget *master_targets_find (const MasterTargets *self,
    const gchar *name, GError **error);

/** Returns by how much [dB] the target's player turns a song of that loudness
 * [LUFS] and true peak [dBTP]. */
gdouble master_target_gain (const MasterTarget *self, gdouble loudness,
    gdouble true_peak);

/** Prints the table for people to the standard output. */
gboolean master_targets_print (const MasterTargets *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterTargets, master_targets_free)

#endif /* MASTER_TARGETS_H */
