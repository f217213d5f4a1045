/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * excerpt.h - a rehearsal: a few seconds of the input through masterchain, measured
 * before and after.
 *
 *   source ! tee
 *     tee. ! queue ! masteranalyzer ! fakesink
 *     tee. ! queue ! masterchain ! masteranalyzer ! fakesink
 */
#ifndef MASTER_EXCERPT_H
#define MASTER_EXCERPT_H

#include "chain.h"
#include "run.h"

/** As long as masteranalyzer's excerpts [s]. */
#define MASTER_EXCERPT_SECONDS 15

typedef struct {
  const gchar *input;
  gint resample; /* to this rate; 0: as it is */
  gdouble start; /* [s] */
  const MasterSettings *settings;
} MasterExcerpt;

/** `limiting` is the deepest reduction of the limiter [dB]. */
gboolean master_excerpt_render (MasterRunner *runner, const MasterExcerpt *self,
    const gchar *label, GstStructure **before, GstStructure **after,
    gdouble *limiting, GError **error);

#endif /* MASTER_EXCERPT_H */
