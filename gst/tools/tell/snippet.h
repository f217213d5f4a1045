/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * snippet.h - an excerpt of the input and the same of the output, equally loud,
 * as small files to be listened to; and of the version before, where there is
 * one.
 */
#ifndef MASTER_SNIPPET_H
#define MASTER_SNIPPET_H

#include <json-glib/json-glib.h>

#include "tools/pass/runner.h"

enum {
  MASTER_SIDE_BEFORE,
  MASTER_SIDE_AFTER,
  MASTER_SIDE_LAST, /* the version before; there may be none */
  MASTER_N_SIDES
};

typedef struct {
  const gchar *name;             /* "Loudest", "Typical" or "Quietest" */
  gdouble start;                 /* [s] */
  gdouble level;                 /* of all sides [LUFS] */
  GBytes *sound[MASTER_N_SIDES]; /* Ogg Opus, owned */
} MasterSnippet;

/** Returns TRUE where all elements that this takes are installed. */
gboolean master_snippet_is_possible (void);

/** The files that snippets are cut from. They are decoded from the start, for
 * not all decoders give the same sound behind a seek. */
typedef struct {
  const gchar *path[MASTER_N_SIDES]; /* NULL: there is no such side */
  const gchar *name[MASTER_N_SIDES]; /* as messages name them */
  MasterRecording *whole[MASTER_N_SIDES];
} MasterSnippetFiles;

/** Decodes those files that nobody has decoded yet. */
gboolean master_snippet_files_read (MasterSnippetFiles *self,
    MasterRunner *runner, GError **error);
void master_snippet_files_clear (MasterSnippetFiles *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MasterSnippetFiles,
    master_snippet_files_clear)

/** Makes a snippet that starts at `self->start`. Louder sides are turned down,
 * and all as far as keeps their peaks under full scale. Without sound, there is
 * nothing to hear: a side is silent. */
gboolean master_snippet_make (MasterSnippet *self, MasterRunner *runner,
    const MasterSnippetFiles *files, GError **error);

/** Returns a whole file, as it is, as Ogg Opus. */
GBytes *master_snippet_encode (MasterRunner *runner, const gchar *path,
    const gchar *name, GError **error);

/** Returns TRUE where there is something to hear. */
gboolean master_snippet_is_heard (const MasterSnippet *self);

/** Returns {name, start, length [s], before, after: base64 of Ogg Opus}, and
 * `last`, where there is a version before. */
JsonObject *
master_snippet_to_json (const MasterSnippet *self, const gchar *name);

void master_snippet_clear (MasterSnippet *self);

#endif /* MASTER_SNIPPET_H */
