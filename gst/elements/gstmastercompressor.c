/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastercompressor
 * @title: mastercompressor
 * @short_description: mastering compressor
 *
 * Reduces the gain of what is louder than a threshold, with a soft knee and a
 * true attack and release. The detector works in the log domain on the peaks of
 * all channels together, or of each alone, as #GstMasterCompressor:link says.
 * With the default #GstMasterCompressor:ratio of 1 it passes every bit on.
 *
 * The element takes and gives 32-bit float samples and adds no latency.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! mastercompressor threshold=-18 ratio=1.5 attack=30 release=250 makeup=1 ! audioconvert ! autoaudiosink
 * ]| Glue a mix together.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! mastercompressor threshold=-35 ratio=3 attack=10 release=400 makeup=8 mix=0.7 ! audioconvert ! autoaudiosink
 * ]| Listen at night.
 */
#include "elements/gstmastercompressor.h"

#include "dsp/compressor.h"

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
