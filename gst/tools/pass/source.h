/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * source.h - a file's first audio stream as interleaved float32.
 *
 * The bin opens the file and nothing else, decodes nothing but audio, gives as
 * many frames as the song has, and drops tags that the mastering makes untrue
 * (gain, bit rate, codec).
 */
#ifndef MASTER_SOURCE_H
#define MASTER_SOURCE_H

#include "reader.h"
#include "recording.h"
#include "steady.h"
#include "timeline.h"

typedef struct {
  GstElement *bin; /* one pad, "src"; owned by the caller's pipeline */
  GstElement *convert;
  gchar *path;       /* of the file; NULL: none is read */
  MasterStamp stamp; /* of the same, before it was read */
  MasterReader reader;
  MasterTimeline *timeline;
  MasterTimeline *resampled; /* the same behind the resampler, or NULL */
  gsize position;            /* of the last buffer [ms]; atomic */
} MasterSource;

/** `rate` resamples to it; 0 keeps the file's. Free it after the pipeline. */
MasterSource *master_source_new (const gchar *path, gint rate, GError **error);
/** The same from a recording, without `chained`; one stream. */
MasterSource *master_source_new_from_recording (MasterRecording *recording,
    gint rate, GError **error);
void master_source_free (MasterSource *self);

/** Returns whether another set of streams followed the one that was read. */
gboolean master_source_is_chained (MasterSource *self);

/** Warns of what was left out or filled in, at the end of a pass; messages call
 * the file `name`. */
void master_source_tell (MasterSource *self, const gchar *name);

/** How far the stream is, 0 to 1, or below 0 where nobody knows. */
gdouble master_source_progress (MasterSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterSource, master_source_free)

#endif /* MASTER_SOURCE_H */
