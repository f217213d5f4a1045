/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterreverb
 * @title: masterreverb
 * @short_description: mastering reverb
 *
 * Puts the master into a small room: the input stays as it is, and the
 * reverberation of a band of it (#GstMasterReverb:low-cut to
 * #GstMasterReverb:high-cut) is added at the level of #GstMasterReverb:mix.
 * With the default, off, it passes every bit on. The room is a feedback delay
 * network of 16 lines; #GstMasterReverb:time is its T60 up to where
 * #GstMasterReverb:damping sets in.
 *
 * Each pair of channels, and each channel without a partner, has the room to
 * itself; low-frequency effects pass. The element takes and gives floats of 32
 * or 64 bits and has no latency. As many frames leave as come, unless
 * #GstMasterReverb:tail lets the end ring out.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterreverb mix=-24 time=0.4 size=12 ! audioconvert ! autoaudiosink
 * ]| Glue a mix together.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterreverb mix=-18 time=1.2 size=30 predelay=20 tail=true ! \
 *   audioconvert ! autoaudiosink
 * ]| Play it in a small hall, to the last of its sound.
 */
#include "gstmasterreverb.h"

#include "dsp/reverb/reverb.h"

struct _GstMasterReverb {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterReverb, gst_master_reverb, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (masterreverb, "masterreverb", GST_RANK_NONE,
    GST_TYPE_MASTER_REVERB)

static void
gst_master_reverb_class_init (GstMasterReverbClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &mst_stage_reverb);
}

static void
gst_master_reverb_init (GstMasterReverb *self)
{
}
