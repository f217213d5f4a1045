/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-masterdeclick
 * @title: masterdeclick
 * @short_description: takes out clicks and crackle
 *
 * Finds the clicks of a record by a model of the music and replaces the samples
 * that they spoil, and no others: where there is nothing to repair, the bits of
 * the input leave. With #GstMasterDeclick:listen set to removed, exactly what
 * is taken away is heard: there should be no music in it.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=side-a.wav ! wavparse ! audioconvert \
 *     ! masterdeclick amount=1 ! audioconvert ! autoaudiosink
 * ]|
 * |[
 * gst-launch-1.0 filesrc location=side-a.wav ! wavparse ! audioconvert \
 *     ! masterdeclick amount=1 listen=removed ! audioconvert ! autoaudiosink
 * ]| The clicks alone.
 */
#include "gstmasterdeclick.h"

#include "dsp/declick/declick.h"

struct _GstMasterDeclick {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterDeclick, gst_master_declick, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (masterdeclick, "masterdeclick", GST_RANK_NONE,
    GST_TYPE_MASTER_DECLICK)

static void
gst_master_declick_class_init (GstMasterDeclickClass *klass)
{
  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
      &mst_stage_declick);
}

static void
gst_master_declick_init (GstMasterDeclick *self)
{
}
