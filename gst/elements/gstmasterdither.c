/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterdither
 * @title: masterdither
 * @short_description: word length reduction with dither
 *
 * Converts floats, as 32 bits, to integers of the format that its source caps
 * ask for: S16, S24, S24_32 or S32. #GstMasterDither:bits asks for shorter
 * words in that format: 20 bits in S24, for example. Dither of that word length
 * keeps the error free of distortion and of noise that moves with the music;
 * #GstMasterDither:shaping moves it to where the ear is least sensitive, by
 * curves that are made for the sample rate.
 *
 * Samples that have no more bits than the output keeps pass unchanged, digital
 * silence included (see #GstMasterDither:auto-blank). The noise is a pure
 * function of #GstMasterDither:seed, so the same input gives the same output.
 *
 * It belongs at the very end of a chain: nothing may change the level after it.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterlimiter drive=3 ! masterdither ! audio/x-raw,format=S16LE ! \
 *   wavenc ! filesink location=cd.wav
 * ]| A limited 16-bit file.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterlimiter drive=3 ! masterdither shaping=f-weighted ! \
 *   audio/x-raw,format=S16LE ! flacenc ! filesink location=cd.flac
 * ]| The same with noise that is 17 dB less audible at 44.1 kHz.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterdither bits=20 ! audio/x-raw,format=S24LE ! wavenc ! filesink \
 *   location=twenty.wav
 * ]| 20 bits in a 24-bit file.
 */
#include "gstmasterdither.h"

#include "dsp/dither/dither.h"

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
