/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * source.h - a file's first audio stream as interleaved float32.
 *
 * The bin reads whatever the installed decoders read, decodes nothing but
 * audio, and drops tags that the mastering makes untrue (gain, bit rate,
 * codec).
 */
#ifndef MASTER_SOURCE_H
#define MASTER_SOURCE_H

#include "recording.h"

typedef struct {
  GstElement *bin; /* one pad, "src"; owned by the caller's pipeline */
  GstElement *convert;
  gint audio_streams; /* seen so far; set from streaming threads, as these: */
  gint exposed;       /* all streams of the file's beginning are known */
  gint chained;       /* another set of streams followed, and was left out */
  gsize position;     /* of the last buffer [ms]; atomic */
} MasterSource;

/** `rate` resamples to it; 0 keeps the file's. Free it after the pipeline. */
MasterSource *master_source_new (const gchar *path, gint rate, GError **error);
/** The same from a recording, without `chained`; one stream. */
MasterSource *master_source_new_from_recording (MasterRecording *recording,
    gint rate, GError **error);
void master_source_free (MasterSource *self);

/** How far the stream is, 0 to 1, or below 0 where nobody knows. */
gdouble master_source_progress (MasterSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterSource, master_source_free)

#endif /* MASTER_SOURCE_H */
