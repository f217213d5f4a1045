/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterdehum
 * @title: masterdehum
 * @short_description: takes out hum and a constant offset
 *
 * Follows the hum of the mains and its harmonics and subtracts them: bass notes
 * of the same pitch stay. Where there is no hum, the bits of the input leave.
 * With #GstMasterDehum:listen set to removed, exactly what is taken away is
 * heard: there should be no music in it.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=tape.wav ! wavparse ! audioconvert \
 *     ! masterdehum amount=1 ! audioconvert ! autoaudiosink
 * ]|
 * |[
 * gst-launch-1.0 filesrc location=tape.wav ! wavparse ! audioconvert \
 *     ! masterdehum amount=1 base=60 look-ahead=1 ! audioconvert \
 *     ! autoaudiosink
 * ]| For live use: the latency is one second.
 */
#include "gstmasterdehum.h"

#include "dsp/dehum/dehum.h"

struct _GstMasterDehum {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterDehum, gst_master_dehum, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (masterdehum, "masterdehum", GST_RANK_NONE,
    GST_TYPE_MASTER_DEHUM)

static void
gst_master_dehum_class_init (GstMasterDehumClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &mst_stage_dehum);
}

static void
gst_master_dehum_init (GstMasterDehum *self)
{
}
