/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterlimiter
 * @title: masterlimiter
 * @short_description: look-ahead true-peak limiter
 *
 * Raises the level by #GstMasterLimiter:drive and holds the peaks under
 * #GstMasterLimiter:ceiling, those between the samples included. It looks
 * ahead, so that the gain has come down by the time a peak arrives. The latency
 * of that is reported to the pipeline, and every sample leaves with the
 * timestamp that it came with.
 *
 * The element takes and gives floats of 32 or 64 bits.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterlimiter drive=6 ceiling=-1 ! audioconvert ! autoaudiosink
 * ]| 6 dB louder, no peak above -1 dBTP.
 * |[
 * gst-launch-1.0 audiotestsrc num-buffers=100 wave=pink-noise is-live=true ! \
 *   audioconvert ! masterlimiter drive=12 lookahead=1.5 release=60 ! \
 *   audioconvert ! autoaudiosink
 * ]| Live, with a short look-ahead.
 */
#include "gstmasterlimiter.h"

#include "dsp/limiter/limiter.h"

struct _GstMasterLimiter {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterLimiter, gst_master_limiter, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (masterlimiter, "masterlimiter", GST_RANK_NONE,
    GST_TYPE_MASTER_LIMITER)

static void
gst_master_limiter_class_init (GstMasterLimiterClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &mst_stage_limiter);
}

static void
gst_master_limiter_init (GstMasterLimiter *self)
{
}
