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
 * limiter is a masterchain of its own, so that what goes into it can be kept on
 * a recording: the next round begins there.
 */
#ifndef MASTER_RENDER_H
#define MASTER_RENDER_H

#include "tools/pass/chain.h"
#include "tools/media/encoding.h"
#include "solve.h"

typedef struct {
  const gchar *input;
  const gchar *output; /* as messages name it */
  const gchar *path;   /* where it goes to; NULL: it is measured only */
  const MasterEncoding *encoding;
  const MasterSettings *settings; /* of the chain */
  MasterRecording *recording;     /* of the input; NULL or empty: read it */
  MasterRecording **mix;  /* of what the limiter gets: played where it is there,
                       else  recorded; NULL: neither */
  MasterRecording **take; /* of what would be written, where it is measured
                        only; or NULL */
  GstStructure *
      *analysis; /* what was written is read by masteranalyzer; or NULL */
} MasterRender;

/** Renders with the drive and ceiling of `trial`, and fills in the rest of it
 * and `out`. */
gboolean master_render (MasterRunner *runner, const MasterRender *self,
    const gchar *label, MasterTrial *trial, MasterMeasurement *out,
    GError **error);

/** Writes what was taken, as the render would have. */
gboolean master_render_write (MasterRunner *runner, const MasterRender *self,
    MasterRecording *take, const gchar *label, GError **error);

#endif /* MASTER_RENDER_H */
