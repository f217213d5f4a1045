/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * takes.h - renders of one song that need not be done again.
 *
 * A take is what one render made, kept under a key that says with which
 * settings. All masters of a song share its takes. Figures stay until the end;
 * of the recordings only the last few do, for they are large.
 */
#ifndef MASTER_TAKES_H
#define MASTER_TAKES_H

#include "solve.h"
#include "tools/media/encoding.h"
#include "tools/pass/recording.h"

typedef struct {
  gchar *key;
  MasterTrial trial;
  MasterMeasurement measured;
  GstStructure *analysis; /* or NULL */
  MasterRecording *sound; /* or NULL: too long, or given up for others */
  MasterPassage *passage; /* of what came out; or NULL: nobody needs it */
} MasterTake;

typedef struct _MasterTakes MasterTakes;

MasterTakes *master_takes_new (void);
void master_takes_free (MasterTakes *self);

/** Finds the take of a key, which counts as used from now on. Returns NULL
 * where there is none. */
MasterTake *master_takes_find (MasterTakes *self, const gchar *key);

/** Adds a take, to be filled in. It owns the key and the sound from then on.
 * */
MasterTake *
master_takes_add (MasterTakes *self, gchar *key, MasterRecording *sound);

/** Makes a key for the output of the stages before the limiter. */
gchar *master_takes_mix_key (const GstStructure *settings, gint resample);

/** Makes a key for the output of the whole chain. */
gchar *master_takes_key (const GstStructure *settings, gdouble drive,
    gdouble ceiling, const MasterEncoding *encoding);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterTakes, master_takes_free)

#endif /* MASTER_TAKES_H */
