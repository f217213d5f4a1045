/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastermeter
 * @title: mastermeter
 * @short_description: loudness and true-peak meter
 *
 * Measures what passes, and passes it on untouched: loudness after ITU-R
 * BS.1770-5 and EBU R128 (momentary, short-term, integrated, range), true peak,
 * sample peak and stereo correlation. The values are properties that may be read
 * at any time; with #GstMasterMeter:post-messages they are also posted as
 * element messages named `mastermeter`, every #GstMasterMeter:interval and at the
 * end of the stream, with:
 *
 * * #GstClockTime `timestamp`, `stream-time`, `running-time`, `duration`,
 *   `endtime`: the stretch since the last message, as `level` has them;
 * * a #gdouble for each of the read-only properties, in dB, LUFS or LU:
 *   `momentary-loudness`, `shortterm-loudness`, `global-loudness`,
 *   `relative-threshold`, `loudness-range`, `true-peak`, `sample-peak` ...
 *   Where there is nothing yet, or silence, a level is minus infinity.
 *
 * With #GstMasterMeter:tags, ReplayGain 2.0 tags (track gain = -18 LUFS - the
 * integrated loudness, and track peak) go downstream before EOS.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 -m filesrc location=song.wav ! wavparse ! audioconvert ! mastermeter post-messages=true ! fakesink
 * ]| Print the measurements ten times a second of music.
 * |[
 * gst-launch-1.0 -t filesrc location=song.wav ! wavparse ! audioconvert ! mastermeter tags=true ! fakesink
 * ]| Print the ReplayGain of a song.
 */
#include "elements/gstmastermeter.h"

#include <gst/tag/tag.h>

#include "dsp/common/decibel.h"
#include "dsp/meter.h"

#define DEFAULT_INTERVAL (100 * GST_MSECOND)
#define REPLAYGAIN_REFERENCE -18.0 /* LUFS: ReplayGain 2.0 */

enum {
  PROP_POST_MESSAGES, /* from gst_master_filter_first_property() on */
  PROP_INTERVAL,
  PROP_TAGS,
};

struct _GstMasterMeter {
  GstMasterFilter parent;

  /* By OBJECT_LOCK. */
  gboolean post_messages;
  guint64 interval; /* ns */
  gboolean tags;

  guint64 last_frame; /* where the last message ended; streaming thread */
};

G_DEFINE_TYPE (GstMasterMeter, gst_master_meter, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (mastermeter, "mastermeter", GST_RANK_NONE,
    GST_TYPE_MASTER_METER)

static guint first_property;

static void
gst_master_meter_set_property (GObject *object, guint id, const GValue *value,
    GParamSpec *pspec)
{
  GstMasterMeter *self = GST_MASTER_METER (object);

  if (id < first_property) {
    gst_master_filter_set_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (self);
  switch (id - first_property) {
    case PROP_POST_MESSAGES:
      self->post_messages = g_value_get_boolean (value);
      break;
    case PROP_INTERVAL:
      self->interval = g_value_get_uint64 (value);
      break;
    case PROP_TAGS:
      self->tags = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

static void
gst_master_meter_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  GstMasterMeter *self = GST_MASTER_METER (object);

  if (id < first_property) {
    gst_master_filter_get_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (self);
  switch (id - first_property) {
    case PROP_POST_MESSAGES:
      g_value_set_boolean (value, self->post_messages);
      break;
    case PROP_INTERVAL:
      g_value_set_uint64 (value, self->interval);
      break;
    case PROP_TAGS:
      g_value_set_boolean (value, self->tags);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (self);
}

/* Message k is due when k intervals have passed: the frames from `frame` to the
 * first that is not before the next k. */
static guint64
gst_master_meter_frames_until (GstMasterFilter *filter, guint64 frame)
{
  GstMasterMeter *self = GST_MASTER_METER (filter);
  guint64 rate = GST_AUDIO_FILTER_RATE (filter);
  guint64 interval, passed, due;

  GST_OBJECT_LOCK (self);
  interval = self->post_messages ? self->interval : 0;
  GST_OBJECT_UNLOCK (self);
  if (interval == 0)
    return G_MAXUINT64;
  passed = gst_util_uint64_scale (frame, GST_SECOND, interval * rate);
  do
    due = gst_util_uint64_scale_ceil (++passed * rate, interval, GST_SECOND);
  while (due <= frame);
  return due - frame;
}

static GstClockTime
to_stream_time (const GstSegment *segment, GstClockTime time)
{
  return segment->format == GST_FORMAT_TIME
      ? gst_segment_to_stream_time (segment, GST_FORMAT_TIME, time)
      : GST_CLOCK_TIME_NONE;
}

static GstClockTime
to_running_time (const GstSegment *segment, GstClockTime time)
{
  return segment->format == GST_FORMAT_TIME
      ? gst_segment_to_running_time (segment, GST_FORMAT_TIME, time)
      : GST_CLOCK_TIME_NONE;
}

/* The fields of a `level` message: the time from the last one to this. */
static GstStructure *
new_message (GstMasterMeter *self, guint64 frame, GstClockTime end)
{
  GstSegment *segment = &GST_BASE_TRANSFORM (self)->segment;
  GstClockTime start = end, duration;

  if (frame < self->last_frame) /* a new count has begun */
    self->last_frame = 0;
  duration = gst_util_uint64_scale_round (frame - self->last_frame, GST_SECOND,
      GST_AUDIO_FILTER_RATE (self));
  self->last_frame = frame;
  if (GST_CLOCK_TIME_IS_VALID (end))
    start = end - MIN (duration, end);
  return gst_structure_new ("mastermeter", "timestamp", GST_TYPE_CLOCK_TIME,
      start, "stream-time", GST_TYPE_CLOCK_TIME,
      to_stream_time (segment, start), "running-time", GST_TYPE_CLOCK_TIME,
      to_running_time (segment, start), "duration", GST_TYPE_CLOCK_TIME,
      duration, "endtime", GST_TYPE_CLOCK_TIME, to_stream_time (segment, end),
      NULL);
}

static void
gst_master_meter_reached (GstMasterFilter *filter, guint64 frame,
    GstClockTime pts)
{
  GstMasterMeter *self = GST_MASTER_METER (filter);
  const MstStage *stage = GST_MASTER_FILTER_GET_CLASS (filter)->stage;
  GstStructure *fields = new_message (self, frame, pts);
  gdouble values[MST_METER_N_READOUTS];

  gst_master_filter_get_readouts (filter, values);
  for (gint i = 0; i < stage->n_readouts; i++)
    gst_structure_set (fields, stage->readouts[i].name, G_TYPE_DOUBLE,
        values[i], NULL);
  gst_element_post_message (GST_ELEMENT (filter),
      gst_message_new_element (GST_OBJECT (filter), fields));
}

static void
gst_master_meter_finished (GstMasterFilter *filter, guint64 frame,
    GstClockTime pts)
{
  GstMasterMeter *self = GST_MASTER_METER (filter);
  gdouble values[MST_METER_N_READOUTS];
  gdouble loudness;
  GstTagList *tags;
  gboolean wanted, post;

  GST_OBJECT_LOCK (self);
  wanted = self->tags;
  post = self->post_messages;
  GST_OBJECT_UNLOCK (self);
  if (post)
    gst_master_meter_reached (filter, frame, pts);
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
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING;

  object_class->set_property = gst_master_meter_set_property;
  object_class->get_property = gst_master_meter_get_property;
  g_object_class_install_property (object_class,
      first_property + PROP_POST_MESSAGES,
      g_param_spec_boolean ("post-messages", "Post Messages",
          "Whether to post the measurements as element messages", FALSE,
          flags));
  g_object_class_install_property (object_class, first_property + PROP_INTERVAL,
      g_param_spec_uint64 ("interval", "Interval",
          "Stream time between two messages [ns]", GST_MSECOND,
          3600 * GST_SECOND, DEFAULT_INTERVAL, flags));
  g_object_class_install_property (object_class, first_property + PROP_TAGS,
      g_param_spec_boolean ("tags", "Tags",
          "Whether to send ReplayGain tags downstream before EOS", FALSE,
          flags));
}

static void
gst_master_meter_class_init (GstMasterMeterClass *klass)
{
  GstMasterFilterClass *filter_class = GST_MASTER_FILTER_CLASS (klass);

  gst_master_filter_class_set_stage (filter_class, &mst_stage_meter);
  filter_class->frames_until = gst_master_meter_frames_until;
  filter_class->reached = gst_master_meter_reached;
  filter_class->finished = gst_master_meter_finished;
  first_property = gst_master_filter_first_property (filter_class);
  install_properties (G_OBJECT_CLASS (klass));

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
  self->interval = DEFAULT_INTERVAL;
}
