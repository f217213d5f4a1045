/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * manifest.h - a list of jobs: a file of JSON lines, each
 *
 *   { "input": "a.wav", "output": "out/a.flac", "options": ["--target", "cd"] }
 *
 * with nothing else; `options` may be missing. Names are as they would be
 * typed. Empty lines are passed over.
 */
#ifndef MASTER_MANIFEST_H
#define MASTER_MANIFEST_H

#include <glib.h>

typedef struct {
  guint line; /* from 1 */
  gchar *input, *output;
  gchar **options; /* never NULL */
} MasterManifestJob;

/** Which jobs are meant: those of shard `index`, from 1, of `count`. */
typedef struct {
  guint index, count;
} MasterShard;

/** Reads "I/N". A usage error: it is none. */
gboolean
master_shard_parse (MasterShard *self, const gchar *text, GError **error);

/** The jobs of a shard, every count-th, as MasterManifestJob. All lines are
 * checked, also of other shards: one that is not a job, or an output that two
 * jobs have, is an error that names the line. */
GPtrArray *master_manifest_read (const gchar *path, const MasterShard *shard,
    GError **error);

#endif /* MASTER_MANIFEST_H */
