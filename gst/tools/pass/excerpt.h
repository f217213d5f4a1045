/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * excerpt.h - a rehearsal: a few seconds of the input, here and there, through
 * masterchain, measured before and after. All of them at once, for each:
 *
 *   tape ! tee
 *     tee. ! queue ! masteranalyzer ! fakesink
 *     tee. ! queue ! masterchain ! limiter ! queue ! masteranalyzer ! fakesink
 *
 * They are cut from a tape of the whole, or read once from the file.
 */
#ifndef MASTER_EXCERPT_H
#define MASTER_EXCERPT_H

#include "chain.h"
#include "runner.h"

/** As long as masteranalyzer's excerpts [s]. */
#define MASTER_EXCERPT_SECONDS 15
#define MASTER_MAX_EXCERPTS 3

typedef struct {
  gdouble start; /* [s] */
  MasterTape *tape;
  GstStructure *before, *after; /* analyses */
} MasterExcerpt;

/** Zeroed, there are none. */
typedef struct {
  const gchar *input;
  gint resample; /* to this rate; 0: as it is */
  MasterExcerpt part[MASTER_MAX_EXCERPTS];
  guint n;
} MasterExcerpts;

/** A tape of the whole file at `path`, which messages call `name`; blank where
 * that is too long. */
MasterTape *master_excerpt_read_all (MasterRunner *runner, const gchar *path,
    const gchar *name, GError **error);

/** A tape of what is from `start` [s] on, from the tape of the whole unless
 * that is NULL or blank: then by a seek in the file. */
MasterTape *master_excerpt_get (MasterRunner *runner, MasterTape *whole,
    const gchar *path, const gchar *name, gdouble start, GError **error);

/** Takes one more, from the tape of the whole unless it is NULL or blank. */
gboolean master_excerpts_add (MasterExcerpts *self, MasterRunner *runner,
    MasterTape *whole, gdouble start, GError **error);

/** What comes out is measured each time, what goes in but once. */
gboolean master_excerpts_render (MasterExcerpts *self, MasterRunner *runner,
    const MasterSettings *settings, const gchar *label, GError **error);

void master_excerpts_clear (MasterExcerpts *self);

#endif /* MASTER_EXCERPT_H */
