/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastercompressor
 * @title: mastercompressor
 * @short_description: mastering compressor
 *
 * Changes the gain by the level: it lowers what is above a threshold, raises
 * what is below it, or lowers what is below it, as #GstMasterCompressor:action
 * says, with a soft knee, a true attack, release and hold. The detector works
 * in the log domain, on peaks or on mean power, on all channels together or on
 * each alone (#GstMasterCompressor:link), on left and right or on mid and side,
 * through filters of its own, and up to 20 ms ahead of the audio. With the
 * default #GstMasterCompressor:ratio of 1 it passes every bit on.
 *
 * The element takes and gives floats of 32 or 64 bits; its latency is the
 * #GstMasterCompressor:lookahead.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastercompressor threshold=-18 ratio=1.5 attack=30 release=250 \
 *   makeup=1 ! audioconvert ! autoaudiosink
 * ]| Glue a mix together.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastercompressor threshold=-35 ratio=3 attack=10 release=400 makeup=8 \
 *   mix=0.7 ! audioconvert ! autoaudiosink
 * ]| Listen at night.
 * |[
 * gst-launch-1.0 filesrc location=voice.wav ! wavparse ! audioconvert ! \
 *   mastercompressor action=expand-down threshold=-45 ratio=3 range=12 \
 *   attack=2 release=150 hold=80 ! mastercompressor detector=rms \
 *   threshold=-26 ratio=2.5 lookahead=5 auto-release=true auto-makeup=true ! \
 *   audioconvert ! autoaudiosink
 * ]| Quieten the room between the words, then level the voice.
 */
#include "gstmastercompressor.h"

#include "dsp/compressor/compressor.h"

struct _GstMasterCompressor {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterCompressor, gst_master_compressor,
    GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (mastercompressor, "mastercompressor",
    GST_RANK_NONE, GST_TYPE_MASTER_COMPRESSOR)

static void
gst_master_compressor_class_init (GstMasterCompressorClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &mst_stage_compressor);
}

static void
gst_master_compressor_init (GstMasterCompressor *self)
{
}
