/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterdither
 * @title: masterdither
 * @short_description: word length reduction with dither
 *
 * Converts 32-bit float samples to integers of the word length that its source
 * caps ask for: S16, S24, S24_32 or S32. Triangular dither of that word length
 * keeps the error free of distortion and of noise that moves with the music.
 * The noise is a pure function of #GstMasterDither:seed, so the same input gives
 * the same output.
 *
 * It belongs at the very end of a chain: nothing may change the level after it.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! masterlimiter drive=3 ! masterdither ! audio/x-raw,format=S16LE ! wavenc ! filesink location=cd.wav
 * ]| A limited 16-bit file.
 */
#include "elements/gstmasterdither.h"

#include "dsp/dither.h"

struct _GstMasterDither {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterDither, gst_master_dither, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (masterdither, "masterdither", GST_RANK_NONE,
    GST_TYPE_MASTER_DITHER)

static void
gst_master_dither_class_init (GstMasterDitherClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &mst_stage_dither);
}

static void
gst_master_dither_init (GstMasterDither *self)
{
}
