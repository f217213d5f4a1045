/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterreporter.h"

#include "gstmasterparams.h"

#define DEFAULT_INTERVAL (100 * GST_MSECOND)

enum {
  PROP_POST_MESSAGES, /* from gst_master_filter_first_property() on */
  PROP_INTERVAL,
  N_PROPS,
};

typedef struct {
  /* By OBJECT_LOCK. */
  gboolean post_messages;
  guint64 interval; /* ns */

  guint64 last_frame; /* where the last message ended; streaming thread */
} GstMasterReporterPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (GstMasterReporter, gst_master_reporter,
    GST_TYPE_MASTER_FILTER)

static GstMasterReporterPrivate *
priv_of (gpointer self)
{
  return gst_master_reporter_get_instance_private (self);
}

/* --- properties */

static guint
first_property (gpointer self)
{
  return gst_master_filter_first_property (GST_MASTER_FILTER_GET_CLASS (self));
}

void
gst_master_reporter_set_property (GObject *object, guint id,
    const GValue *value, GParamSpec *pspec)
{
  GstMasterReporterPrivate *priv = priv_of (object);

  if (id < first_property (object)) {
    gst_master_filter_set_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (object);
  switch (id - first_property (object)) {
    case PROP_POST_MESSAGES:
      priv->post_messages = g_value_get_boolean (value);
      break;
    case PROP_INTERVAL:
      priv->interval = g_value_get_uint64 (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

void
gst_master_reporter_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  GstMasterReporterPrivate *priv = priv_of (object);

  if (id < first_property (object)) {
    gst_master_filter_get_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (object);
  switch (id - first_property (object)) {
    case PROP_POST_MESSAGES:
      g_value_set_boolean (value, priv->post_messages);
      break;
    case PROP_INTERVAL:
      g_value_set_uint64 (value, priv->interval);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      break;
  }
  GST_OBJECT_UNLOCK (object);
}

/* --- messages */

/* Message k is due when k intervals have passed: the frames from `frame` to the
 * first that is not before the next k. */
static guint64
gst_master_reporter_frames_until (GstMasterFilter *filter, guint64 frame)
{
  GstMasterReporterPrivate *priv = priv_of (filter);
  guint64 rate = GST_AUDIO_FILTER_RATE (filter);
  guint64 interval, passed, due;

  GST_OBJECT_LOCK (filter);
  interval = priv->post_messages ? priv->interval : 0;
  GST_OBJECT_UNLOCK (filter);
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

/* Makes the fields of a `level` message: the time from the last one to this. */
static GstStructure *
new_message (GstMasterFilter *filter, guint64 frame, GstClockTime end)
{
  GstMasterReporterPrivate *priv = priv_of (filter);
  GstSegment *segment = &GST_BASE_TRANSFORM (filter)->segment;
  GstClockTime start = end, duration;
  g_autofree gchar *name = g_strconcat ("master",
      GST_MASTER_FILTER_GET_CLASS (filter)->stage->name, NULL);
  GstStructure *fields;

  if (frame < priv->last_frame) /* a new count has begun */
    priv->last_frame = 0;
  duration = gst_util_uint64_scale_round (frame - priv->last_frame, GST_SECOND,
      GST_AUDIO_FILTER_RATE (filter));
  priv->last_frame = frame;
  if (GST_CLOCK_TIME_IS_VALID (end))
    start = end - MIN (duration, end);
  fields = gst_structure_new (name, "timestamp", GST_TYPE_CLOCK_TIME, start,
      "stream-time", GST_TYPE_CLOCK_TIME, to_stream_time (segment, start),
      "running-time", GST_TYPE_CLOCK_TIME, to_running_time (segment, start),
      "duration", GST_TYPE_CLOCK_TIME, duration, "endtime", GST_TYPE_CLOCK_TIME,
      to_stream_time (segment, end), NULL);
  return fields;
}

static void
set_array (GstStructure *fields, const gchar *name, const gdouble *numbers,
    gint count, gint stride)
{
  GValue array = G_VALUE_INIT;

  g_value_init (&array, GST_TYPE_ARRAY);
  gst_master_array_to_value (numbers, count, stride, &array);
  gst_structure_take_value (fields, name, &array);
}

static void
gst_master_reporter_reached (GstMasterFilter *filter, guint64 frame,
    GstClockTime pts)
{
  const MstStage *stage = GST_MASTER_FILTER_GET_CLASS (filter)->stage;
  GstStructure *fields = new_message (filter, frame, pts);
  g_autofree gdouble *values =
      g_new (gdouble, mst_stage_n_readouts (stage) + 1);
  guint bands = gst_child_proxy_get_children_count (GST_CHILD_PROXY (filter));

  gst_master_filter_get_readouts (filter, values);
  for (gint i = 0; i < stage->n_readouts; i++)
    gst_structure_set (fields, stage->readouts[i].name, G_TYPE_DOUBLE,
        values[i], NULL);
  for (gint row = 0; row < stage->n_band_readouts; row++)
    set_array (fields, stage->band_readouts[row].name,
        values + stage->n_readouts + row, bands, stage->n_band_readouts);
  for (gint k = 0; k < stage->n_arrays; k++)
    set_array (fields, stage->arrays[k].row.name,
        values + mst_stage_array_at (stage, k), stage->arrays[k].count, 1);
  gst_element_post_message (GST_ELEMENT (filter),
      gst_message_new_element (GST_OBJECT (filter), fields));
}

static void
gst_master_reporter_finished (GstMasterFilter *filter, guint64 frame,
    GstClockTime pts)
{
  GstMasterReporterPrivate *priv = priv_of (filter);
  gboolean post;

  GST_OBJECT_LOCK (filter);
  post = priv->post_messages;
  GST_OBJECT_UNLOCK (filter);
  if (post)
    gst_master_reporter_reached (filter, frame, pts);
}

/* --- class */

guint
gst_master_reporter_first_property (GstMasterReporterClass *klass)
{
  return gst_master_filter_first_property (GST_MASTER_FILTER_CLASS (klass)) +
      N_PROPS;
}

void
gst_master_reporter_class_set_stage (GstMasterReporterClass *klass,
    const MstStage *stage)
{
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  guint first;

  gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass), stage);
  first = gst_master_filter_first_property (GST_MASTER_FILTER_CLASS (klass));
  object_class->set_property = gst_master_reporter_set_property;
  object_class->get_property = gst_master_reporter_get_property;
  g_object_class_install_property (object_class, first + PROP_POST_MESSAGES,
      g_param_spec_boolean ("post-messages", "Post Messages",
          "Whether to post the measurements as element messages", FALSE,
          flags));
  g_object_class_install_property (object_class, first + PROP_INTERVAL,
      g_param_spec_uint64 ("interval", "Interval",
          "Stream time between two messages [ns]", GST_MSECOND,
          3600 * GST_SECOND, DEFAULT_INTERVAL, flags));
}

static void
gst_master_reporter_class_init (GstMasterReporterClass *klass)
{
  GstMasterFilterClass *filter_class = GST_MASTER_FILTER_CLASS (klass);

  filter_class->frames_until = gst_master_reporter_frames_until;
  filter_class->reached = gst_master_reporter_reached;
  filter_class->finished = gst_master_reporter_finished;
  gst_type_mark_as_plugin_api (GST_TYPE_MASTER_REPORTER, 0);
}

static void
gst_master_reporter_init (GstMasterReporter *self)
{
  priv_of (self)->interval = DEFAULT_INTERVAL;
}
