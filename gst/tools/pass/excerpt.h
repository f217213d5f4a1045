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

/** The length of masteranalyzer's excerpts [s]. */
#define MASTER_EXCERPT_SECONDS 15
#define MASTER_MAX_EXCERPTS 3

typedef struct {
  gdouble start; /* [s] */
  MasterRecording *recording;
  GstStructure *before, *after; /* analyses */
  gdouble limiting;             /* deepest gain reduction of the limiter [dB] */
} MasterExcerpt;

/** Zeroed, it has no excerpts. */
typedef struct {
  const gchar *input;
  gint resample; /* to this rate; 0: as it is */
  MasterExcerpt part[MASTER_MAX_EXCERPTS];
  guint n;
} MasterExcerpts;

/** Returns a recording of the whole file at `path`, which messages call
 * `name`. It is empty where the file is too long. */
MasterRecording *master_excerpt_read_all (MasterRunner *runner,
    const gchar *path, const gchar *name, GError **error);

/** Returns a recording of `length` [s] of the file, or of what there is. */
MasterRecording *master_excerpt_read (MasterRunner *runner, const gchar *path,
    const gchar *name, gdouble start, gdouble length, GError **error);

/** Returns a recording of one excerpt that begins at `start` [s]. It is cut
 * from the recording of the whole, or read from the file where that is NULL or
 * empty. */
MasterRecording *
master_excerpt_get (MasterRunner *runner, MasterRecording *whole,
    const gchar *path, const gchar *name, gdouble start, GError **error);

/** Adds an excerpt, found in the same way. */
gboolean master_excerpts_add (MasterExcerpts *self, MasterRunner *runner,
    MasterRecording *whole, gdouble start, GError **error);

/** Renders all of them with this drive [dB] and ceiling [dBTP] of the limiter.
 * The output is measured each time, the input but once. */
gboolean master_excerpts_render (MasterExcerpts *self, MasterRunner *runner,
    const MasterSettings *settings, gdouble drive, gdouble ceiling,
    GError **error);

void master_excerpts_clear (MasterExcerpts *self);

#endif /* MASTER_EXCERPT_H */
