/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * excerpt.h - a rehearsal: a few seconds of the input, here and there, through
 * masterchain, measured before and after. All of them at once, for each:
 *
 *   recording ! tee
 *     tee. ! queue ! masteranalyzer ! fakesink
 *     tee. ! queue ! masterchain ! limiter ! queue ! masteranalyzer ! fakesink
 *
 * They are cut from a recording of the whole, or read once from the file.
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
  MasterRecording *recording;
  GstStructure *before, *after; /* analyses */
  gdouble limiting;             /* deepest gain reduction of the limiter [dB] */
} MasterExcerpt;

/** Zeroed, there are none. */
typedef struct {
  const gchar *input;
  gint resample; /* to this rate; 0: as it is */
  MasterExcerpt part[MASTER_MAX_EXCERPTS];
  guint n;
} MasterExcerpts;

/** A recording of the whole file at `path`, which messages call `name`; empty
 * where that is too long. */
MasterRecording *master_excerpt_read_all (MasterRunner *runner,
    const gchar *path, const gchar *name, GError **error);

/** A recording of `length` [s] of the file, or what there is of it. */
MasterRecording *master_excerpt_read (MasterRunner *runner, const gchar *path,
    const gchar *name, gdouble start, gdouble length, GError **error);

/** A recording of what is from `start` [s] on, from the recording of the whole
 * unless that is NULL or empty: then by a seek in the file. */
MasterRecording *
master_excerpt_get (MasterRunner *runner, MasterRecording *whole,
    const gchar *path, const gchar *name, gdouble start, GError **error);

/** Takes one more, from the recording of the whole unless it is NULL or empty.
 */
gboolean master_excerpts_add (MasterExcerpts *self, MasterRunner *runner,
    MasterRecording *whole, gdouble start, GError **error);

/** Renders all of them with this drive and ceiling [dB] of the limiter. What
 * comes out is measured each time, what goes in but once. */
gboolean master_excerpts_render (MasterExcerpts *self, MasterRunner *runner,
    const MasterSettings *settings, gdouble drive, gdouble ceiling,
    GError **error);

void master_excerpts_clear (MasterExcerpts *self);

#endif /* MASTER_EXCERPT_H */
