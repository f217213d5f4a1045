/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * encoding.h - how a given sound is written to a given format: by which
 * encoder, at which rate, and with which samples it is fed.
 */
#ifndef MASTER_ENCODING_H
#define MASTER_ENCODING_H

#include "format.h"
#include "tools/pass/measure.h"

/** The words that are asked for. */
typedef struct {
  gint bits;            /* 16, 24, 32; 0: the best of the format */
  gint rate;            /* [Hz]; 0: the input's */
  const gchar *shaping; /* of masterdither; NULL: its default */
} MasterWords;

typedef struct {
  const MasterFormat *format;
  const MasterCodec *codec;
  gint rate;     /* in the file */
  gint resample; /* the same where the input has another rate; else 0 */
  gint channels;
  gint bits;            /* word length after dithering; 0: float32, no dither */
  const gchar *samples; /* GStreamer's name of the sample format */
  const gchar *shaping; /* of the dither; NULL: the default */
  guint64 layout;       /* the channels, as a mask */
  gboolean relabel;     /* side channels are written as rear ones */
} MasterEncoding;

/** TRUE for the format that files of such an ending have, as "wav". */
gboolean master_encoding_is (const MasterEncoding *self, const gchar *ending);

/** Turns the bits of side channels into those of rear ones; other bits stay.
 * */
guint64 master_encoding_relabel (guint64 mask);

/** Chooses. `bits` is as in MasterOptions. Returns FALSE where `output` cannot
 * hold the sound. */
gboolean
master_encoding_choose (MasterEncoding *self, const MasterMeasurement *input,
    const gchar *output, const MasterWords *words, GError **error);

/** Does the same for a codec that is chosen already; messages call it `name`.
 */
gboolean master_encoding_choose_codec (MasterEncoding *self,
    const MasterMeasurement *input, const MasterFormat *format,
    const MasterCodec *codec, const gchar *name, const MasterWords *words,
    GError **error);

#endif /* MASTER_ENCODING_H */
