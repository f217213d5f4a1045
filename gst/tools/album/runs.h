/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * runs.h - the runs of an album, each mastered into a file of its own.
 */
#ifndef MASTER_RUNS_H
#define MASTER_RUNS_H

#include "album/sequence.h"
#include "inspect.h"
#include "tools/order/options.h"

/** The input of all masters of an album. */
typedef struct {
  const MasterOptions *options;
  const MstProject *project;
  const MasterSongFacts *facts;
  guint64 *skip;   /* of each song: frames at its own rate that are left out, */
  guint64 *length; /* and those that stay */
  gint *rates;     /* of each song */
  gdouble *offsets;  /* of each song to the loudest [LU] */
  const gchar *work; /* a folder for what is not kept */
} MasterAlbumMaterial;

/** The form that the runs take. */
typedef struct {
  const gchar *kind; /* for names in the folder */
  const MasterTarget *target;
  gint rate; /* of all runs; 0: that of most of a run's songs */
  gint bits;
} MasterRunGoal;

typedef struct {
  guint first, n;   /* songs */
  gint rate;        /* of the master */
  gchar *path;      /* of the master */
  MstSequence *own; /* the songs of the album at that rate */
} MasterRun;

/** How many frames each song has at `rate`. */
guint64 *master_runs_frames (const MasterAlbumMaterial *self, gint rate);

/** Joins the runs, finds how loud each is to be, and masters them. NULL with an
 * error where one cannot be made. */
GPtrArray *master_runs_make (MasterRunner *runner,
    const MasterAlbumMaterial *self, const MasterRunGoal *goal, GError **error);

#endif /* MASTER_RUNS_H */
