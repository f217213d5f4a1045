/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * inputs.h - what the runs of an album are mastered from: a song's own file, or
 * one that is joined, resampled and brought nearer to the album. An input is
 * made once for each rate and serves all masters.
 */
#ifndef MASTER_INPUTS_H
#define MASTER_INPUTS_H

#include "album/cohesion.h"
#include "inspect.h"

/** The songs of an album, and what has been decided about them. */
typedef struct {
  const MasterOptions *options;
  const MstProject *project;
  const MasterSongFacts *facts;
  guint64 *skip;   /* of each song: frames at its own rate that are left out, */
  guint64 *length; /* and those that stay */
  gint *rates;     /* of each song */
  gdouble *offsets;       /* of each song to the loudest [LU] */
  MstCohesionMove *moves; /* of each run, at its first song; or NULL */
  const gchar *work;      /* a folder for what is not kept */
  GPtrArray *inputs;      /* MasterRunInput, as far as they are made */
  gchar **sounds; /* of each run, at its first song: a file with the settings
                     that were found for it; NULL: not yet */
} MasterAlbumMaterial;

typedef struct {
  guint first, n; /* songs */
  gint rate;
  gchar *path;
  gdouble above;  /* its loudness over that of its loudest song, mixes [LU] */
  gboolean known; /* it is measured: */
  MasterMeasurement measured;
  GstStructure *analysis; /* or NULL: nobody wants it */
} MasterRunInput;

/** How many songs the run has that begins with song `first`. */
guint master_inputs_run (const MstProject *project, guint first);

/** The channels of a run: those of its widest song, two at least; and their
 * mask, 0 up to two. */
gint master_inputs_channels (const MasterAlbumMaterial *self, guint first,
    guint n, guint64 *layout);

/** The loudest song of a run, as it is in the mixes with what the project adds.
 */
guint
master_inputs_loudest (const MasterAlbumMaterial *self, guint first, guint n);

/** The rate of most of n songs, the higher one of two [Hz]. */
gint master_inputs_rate (const MasterAlbumMaterial *self, guint first, guint n);

/** The input of a run at `rate`; the material's. NULL with an error. */
const MasterRunInput *master_inputs_get (MasterRunner *runner,
    MasterAlbumMaterial *self, guint first, gint rate, GError **error);

void master_inputs_free (GPtrArray *inputs);

#endif /* MASTER_INPUTS_H */
