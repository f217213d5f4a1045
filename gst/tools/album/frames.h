/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * frames.h - the frames of a file, handed out in their order.
 */
#ifndef MASTER_FRAMES_H
#define MASTER_FRAMES_H

#include "tools/pass/runner.h"

/** The part of a file that is wanted. */
typedef struct {
  const gchar *path;
  const gchar *name;    /* for messages */
  MasterWork work;      /* beside the progress bar */
  const gchar *samples; /* GStreamer's name of their format */
  gint rate;            /* 0: the file's */
  gint channels;        /* 0: the file's */
  guint64 layout;       /* their mask, of more than two; 0: the file's */
  gdouble gain;         /* of float32 in the file [dB]; with `dithers` alone */
  gboolean dithers;     /* float32 to whole samples, with dither */
  guint64 skip;         /* frames that are left out first */
  guint64 length;       /* of those behind, how many; 0: all */
} MasterFrames;

/** Takes `n` frames; FALSE where it cannot, which ends the pass. */
typedef gboolean (
    *MasterTakeFrames) (gconstpointer frames, guint64 n, gpointer user_data);

/** Hands out all frames of the part, from a streaming thread. FALSE, with an
 * error, where the file cannot be read or they cannot be taken. */
gboolean master_frames_read (MasterRunner *runner, const MasterFrames *self,
    MasterTakeFrames take, gpointer user_data, GError **error);

#endif /* MASTER_FRAMES_H */
