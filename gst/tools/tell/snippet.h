/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * clip.h - an excerpt of the input and the same of the output, equally loud, as
 * small files to be listened to.
 */
#ifndef MASTER_CLIP_H
#define MASTER_CLIP_H

#include "tools/pass/runner.h"

typedef struct {
  const gchar *name; /* what it is an excerpt of the piece for */
  gdouble start;     /* [s] */
  gdouble gain[2];   /* that made them equally loud: before, after [dB] */
  GBytes *sound[2];  /* Ogg Opus, owned */
} MasterClip;

/** Whether this GStreamer has what it takes. */
gboolean master_clip_is_possible (void);

/** The two files that clips are of. Decoders are read from the start, for not
 * all give the same sound behind a seek. */
typedef struct {
  const gchar *path[2], *name[2]; /* before, after; as messages name them */
  MasterTape *whole[2];           /* or NULL: too long */
} MasterClipFiles;

/** Makes a clip that starts at `self->start`. What is louder is turned down,
 * and both as far as keeps their peaks under full scale. */
gboolean master_clip_make (MasterClip *self, MasterRunner *runner,
    const MasterClipFiles *files, GError **error);

void master_clip_clear (MasterClip *self);

#endif /* MASTER_CLIP_H */
