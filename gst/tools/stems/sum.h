/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * sum.h - files that are added up, frame by frame.
 *
 * They are added in double precision and rounded once, to float32: the sum of
 * words of 24 bits, a few of them, is exact. A file that ends before the others
 * is silent from there on.
 */
#ifndef MASTER_SUM_H
#define MASTER_SUM_H

#include "tools/pass/runner.h"

typedef struct {
  const gchar *const *paths;
  const gchar *const *names; /* for messages */
  guint n;
  gint rate, channels; /* of all of them */
  guint64 layout;      /* the mask of more than two channels */
  guint64 frames;      /* of the longest */
} MasterSum;

/** Writes the sum to `path`, a WAV file; another file beside it serves until
 * then. */
gboolean master_sum_write (MasterRunner *runner, const MasterSum *self,
    const gchar *path, GError **error);

#endif /* MASTER_SUM_H */
