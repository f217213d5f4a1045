/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * render.h - one render: the whole input through masterchain into a file,
 * with the very samples that are written measured on the way.
 *
 *   source ! masterchain ! queue ! limiter ! [masterdither !] PCM ! tee
 *     tee. ! queue ! audioconvert ! encoder ! muxer ! filesink
 *     tee. ! queue ! audioconvert ! F32 ! mastermeter ! fakesink
 *
 * or, where an analysis is wanted, masteranalyzer in place of mastermeter. The
 * limiter is a masterchain of its own, so that what goes into it can be
 * recorded: a render that changes nothing before it begins there.
 */
#ifndef MASTER_RENDER_H
#define MASTER_RENDER_H

#include "solve.h"
#include "tools/media/encoding.h"
#include "tools/pass/chain.h"

typedef struct {
  const gchar *input; /* as messages name them */
  const gchar *output;
  const gchar *path;   /* where the output grows; NULL: it is not written */
  const gchar *record; /* in what is written; NULL: none */
  const MasterEncoding *encoding;
  const MasterSettings *settings; /* of the chain */
  MasterRecording
      *recording;       /* of the input; NULL or empty: the file is read */
  MasterRecording *mix; /* what the limiter gets, to begin there; NULL: begins
                           at the input */
  MasterRecording *keep_mix; /* records what the limiter gets; or NULL */
  MasterRecording *keep;     /* records what is written; or NULL */
  MasterPassage *passage;    /* hears what is written; or NULL */
  gboolean analyzes;         /* an analysis is wanted */
  gdouble seconds;           /* of the song */
  const GstTagList *given;   /* tags by hand; or NULL */
  GstTagList **collected;    /* all tags of the file; or NULL */
} MasterRender;

/** Renders with the drive and ceiling of `trial`, and fills in the rest of it,
 * `out` and, where it is wanted, `analysis`. */
gboolean master_render (MasterRunner *runner, const MasterRender *self,
    MasterWork work, MasterTrial *trial, MasterMeasurement *out,
    GstStructure **analysis, GError **error);

/** Writes a recording that a render has kept, as the render would have. */
gboolean master_render_write (MasterRunner *runner, const MasterRender *self,
    MasterRecording *sound, MasterWork work, GError **error);

/** Writes the sound of the file at `input`, as it is, with dither where its
 * words are cut. */
gboolean master_render_copy (MasterRunner *runner, const MasterRender *self,
    MasterWork work, GError **error);

#endif /* MASTER_RENDER_H */
