/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * snippet.h - an excerpt of the input and the same of the output, equally loud,
 * as small files to be listened to.
 */
#ifndef MASTER_SNIPPET_H
#define MASTER_SNIPPET_H

#include "tools/pass/runner.h"

typedef struct {
  const gchar *name; /* "Loudest", "Typical" or "Quietest" */
  gdouble start;     /* [s] */
  gdouble gain[2];   /* that made them equally loud: before, after [dB] */
  GBytes *sound[2];  /* Ogg Opus, owned */
} MasterSnippet;

/** Returns TRUE where all elements that this takes are installed. */
gboolean master_snippet_is_possible (void);

/** The two files that snippets are cut from. They are decoded from the start,
 * for not all decoders give the same sound behind a seek. */
typedef struct {
  const gchar *path[2], *name[2]; /* before, after; as messages name them */
  MasterRecording *whole[2];      /* or NULL: too long */
} MasterSnippetFiles;

/** Makes a snippet that starts at `self->start`. The louder side is turned
 * down, and both as far as keeps their peaks under full scale. */
gboolean master_snippet_make (MasterSnippet *self, MasterRunner *runner,
    const MasterSnippetFiles *files, GError **error);

/** Returns a whole file, as it is, as Ogg Opus. */
GBytes *master_snippet_encode (MasterRunner *runner, const gchar *path,
    const gchar *name, GError **error);

void master_snippet_clear (MasterSnippet *self);

#endif /* MASTER_SNIPPET_H */
