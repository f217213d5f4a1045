/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastermeter
 * @title: mastermeter
 * @short_description: loudness and true-peak meter
 *
 * Measures the audio and passes it on untouched: loudness after ITU-R
 * BS.1770-5 and EBU R128 (momentary, short-term, integrated, range), true peak
 * and sample peak, both over the loudness (PLR, PSR), overs between the samples
 * and when they began, clipped runs, offset, word length, balance and
 * correlation, of the whole and in four bands. The values are properties that
 * may be read at any time; with #GstMasterMeter:post-messages they are also
 * posted as element messages named `mastermeter`, every
 * #GstMasterMeter:interval and at the end of the stream, with:
 *
 * * #GstClockTime `timestamp`, `stream-time`, `running-time`, `duration`,
 *   `endtime`: the stretch since the last message, as `level` has them;
 * * a #gdouble for each of the read-only properties, in dB, LUFS or LU:
 *   `momentary-loudness`, `shortterm-loudness`, `global-loudness`,
 *   `relative-threshold`, `loudness-range`, `true-peak`, `sample-peak`, `plr`,
 *   `psr`, `min-psr`, `inter-sample-overs`, `clipped-runs`, `dc-offset`,
 *   `word-length`, `balance`, `correlation` ... Before any audio, and for
 *   silence, a level is minus infinity;
 * * #GstValueArray `over-times`, in seconds, -1 where there was none, and
 *   `band-correlation`, below 150 Hz, 800 Hz, 5 kHz and above.
 *
 * With #GstMasterMeter:tags, ReplayGain 2.0 tags (track gain = -18 LUFS - the
 * integrated loudness, and track peak) go downstream before EOS.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 -m filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastermeter post-messages=true ! fakesink
 * ]| Print the measurements ten times a second of music.
 * |[
 * gst-launch-1.0 -t filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastermeter tags=true ! fakesink
 * ]| Print the ReplayGain of a song.
 */
#include "gstmastermeter.h"

#include <gst/tag/tag.h>

#include "dsp/common/vector/decibel.h"
#include "dsp/meter/meter.h"

#define REPLAYGAIN_REFERENCE -18.0 /* LUFS: ReplayGain 2.0 */

struct _GstMasterMeter {
  GstMasterReporter parent;

  gboolean tags; /* guarded by OBJECT_LOCK */
};

G_DEFINE_TYPE (GstMasterMeter, gst_master_meter, GST_TYPE_MASTER_REPORTER)
GST_ELEMENT_REGISTER_DEFINE (mastermeter, "mastermeter", GST_RANK_NONE,
    GST_TYPE_MASTER_METER)

static guint prop_tags;

static void
gst_master_meter_set_property (GObject *object, guint id, const GValue *value,
    GParamSpec *pspec)
{
  if (id != prop_tags) {
    gst_master_reporter_set_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (object);
  GST_MASTER_METER (object)->tags = g_value_get_boolean (value);
  GST_OBJECT_UNLOCK (object);
}

static void
gst_master_meter_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  if (id != prop_tags) {
    gst_master_reporter_get_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (object);
  g_value_set_boolean (value, GST_MASTER_METER (object)->tags);
  GST_OBJECT_UNLOCK (object);
}

static void
gst_master_meter_finished (GstMasterFilter *filter, guint64 frame,
    GstClockTime pts)
{
  GstMasterMeter *self = GST_MASTER_METER (filter);
  gdouble values[MST_METER_N_READOUTS];
  gdouble loudness;
  GstTagList *tags;
  gboolean wanted;

  GST_MASTER_FILTER_CLASS (gst_master_meter_parent_class)
      ->finished (filter, frame, pts);
  GST_OBJECT_LOCK (self);
  wanted = self->tags;
  GST_OBJECT_UNLOCK (self);
  gst_master_filter_get_readouts (filter, values);
  loudness = values[MST_METER_GLOBAL];
  if (!wanted || !isfinite (loudness))
    return;
  tags = gst_tag_list_new (GST_TAG_TRACK_GAIN, REPLAYGAIN_REFERENCE - loudness,
      GST_TAG_TRACK_PEAK, mst_from_db (values[MST_METER_SAMPLE_PEAK]), NULL);
  gst_pad_push_event (GST_BASE_TRANSFORM_SRC_PAD (filter),
      gst_event_new_tag (tags));
}

static void
gst_master_meter_class_init (GstMasterMeterClass *klass)
{
  GstMasterReporterClass *reporter_class = GST_MASTER_REPORTER_CLASS (klass);
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  gst_master_reporter_class_set_stage (reporter_class, &mst_stage_meter);
  GST_MASTER_FILTER_CLASS (klass)->finished = gst_master_meter_finished;
  object_class->set_property = gst_master_meter_set_property;
  object_class->get_property = gst_master_meter_get_property;
  prop_tags = gst_master_reporter_first_property (reporter_class);
  g_object_class_install_property (object_class, prop_tags,
      g_param_spec_boolean ("tags", "Tags",
          "Send ReplayGain tags downstream before EOS", FALSE,
          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
              GST_PARAM_MUTABLE_PLAYING));

  /**
   * GstMasterMeter::reset:
   *
   * Starts all measurements afresh.
   */
  g_signal_new_class_handler ("reset", G_TYPE_FROM_CLASS (klass),
      G_SIGNAL_RUN_LAST | G_SIGNAL_ACTION,
      G_CALLBACK (gst_master_filter_restart), NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
gst_master_meter_init (GstMasterMeter *self)
{
}
