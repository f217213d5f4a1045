/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastereq
 * @title: mastereq
 * @short_description: mastering equaliser
 *
 * Shapes the tonal balance with up to 32 bands in series: bells, shelves,
 * cuts, notches. Each band is a child object, `band0` to `band31`, of which the
 * first #GstMasterEq:bands are in use. A band with no gain costs nothing, and
 * a neutral equaliser passes every bit on. Every property may change while
 * playing and be automated by a #GstController; changes glide (time constant 40 ms).
 *
 * The element takes and gives 32-bit float samples and adds no latency.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! mastereq band0::type=low-cut band0::frequency=28 band1::frequency=250 band1::gain=-2.5 band1::q=1 ! audioconvert ! autoaudiosink
 * ]| Take out rumble and mud.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! mastereq band0::type=high-shelf band0::frequency=9000 band0::gain=1.5 ! masterdither ! audio/x-raw,format=S16LE ! flacenc ! filesink location=airy.flac
 * ]| Add some air and write 16-bit FLAC.
 */
#include "elements/gstmastereq.h"

#include "dsp/eq.h"

struct _GstMasterEq {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterEq, gst_master_eq, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (mastereq, "mastereq", GST_RANK_NONE,
    GST_TYPE_MASTER_EQ)

static void
gst_master_eq_class_init (GstMasterEqClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &mst_stage_eq);
}

static void
gst_master_eq_init (GstMasterEq *self)
{
}
