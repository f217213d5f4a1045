/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * runs.h - the runs of an album, each mastered into a file of its own.
 *
 * The sound of a run is decided once, with the first master that is made of it;
 * all others get the same settings, and differ in loudness, ceiling and words.
 */
#ifndef MASTER_RUNS_H
#define MASTER_RUNS_H

#include "album/sequence.h"
#include "inputs.h"

/** The form that the runs take. */
typedef struct {
  const gchar *kind; /* for names in the folder */
  const MasterTarget *target;
  gint rate; /* of all runs; 0: that of most of a run's songs */
  gint bits; /* 32: float */
} MasterRunGoal;

typedef struct {
  guint first, n;     /* songs */
  gint rate;          /* of the master */
  gint channels;      /* of the master */
  guint64 layout;     /* their mask; 0 up to two */
  gchar *path;        /* of the master */
  MstSequence *own;   /* the songs of the album at that rate */
  GstStructure *plan; /* of the assistant, where it was asked with this one */
  gdouble goal;       /* the loudness that was asked for [LUFS] */
  gdouble limiting;   /* the deepest [dB] */
  MasterMeasurement output;
} MasterRun;

/** How many frames each song has at `rate`. */
guint64 *master_runs_frames (const MasterAlbumMaterial *self, gint rate);

/** Makes the inputs of all runs, and masters them. Where one would be damaged
 * by its loudness, all of them become quieter by as much, so that they keep
 * their distances. NULL with an error where one cannot be made. */
GPtrArray *master_runs_make (MasterRunner *runner, MasterAlbumMaterial *self,
    const MasterRunGoal *goal, GError **error);

#endif /* MASTER_RUNS_H */
