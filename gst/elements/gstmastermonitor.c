/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:element-mastermonitor
 * @title: mastermonitor
 * @short_description: lets a master be heard as on other devices
 *
 * A master is made on good loudspeakers and heard on phones, in cars and in
 * clubs. This element plays it as it sounds there: with the curve of a typical
 * #GstMasterMonitor:device or of one's own, its width, the bass that it holds
 * back when it is loud, and the noise of a #GstMasterMonitor:place. It is for
 * listening and measuring; a file should not pass through it.
 *
 * Devices are switched without a click and at one latency, and each is made as
 * loud as the sound itself, so that they can be compared
 * (#GstMasterMonitor:match-loudness). Beside them are the switches of an
 * engineer's monitor controller: dim, mono, swap, and parts of the stereo sound
 * or of the spectrum alone.
 *
 * The curves are typical of a kind of device, and not those of any make. With
 * device=off and no switch set every bit is passed on.
 *
 * The element takes and gives 32-bit float samples.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   masterchain ! mastermonitor device=car place=car-100 ! audioconvert ! \
 *   autoaudiosink
 * ]| A master, in a car on the motorway.
 * |[
 * gst-launch-1.0 filesrc location=song.wav ! wavparse ! audioconvert ! \
 *   mastermonitor solo=side band=bass ! audioconvert ! autoaudiosink
 * ]| The bass that a mono listener does not hear.
 */
#include "gstmastermonitor.h"

#include "base/gstmastercurvefile.h"
#include "dsp/monitor/monitor.h"

struct _GstMasterMonitor {
  GstMasterFilter parent;

  gchar *location; /* guarded by OBJECT_LOCK */
};

G_DEFINE_TYPE (GstMasterMonitor, gst_master_monitor, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (mastermonitor, "mastermonitor", GST_RANK_NONE,
    GST_TYPE_MASTER_MONITOR)

static guint
location_id (gpointer self)
{
  return gst_master_filter_first_property (GST_MASTER_FILTER_GET_CLASS (self));
}

static void
gst_master_monitor_set_property (GObject *object, guint id, const GValue *value,
    GParamSpec *pspec)
{
  GstMasterMonitor *self = GST_MASTER_MONITOR (object);

  if (id != location_id (self)) {
    gst_master_filter_set_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (self);
  g_free (self->location);
  self->location = g_value_dup_string (value);
  GST_OBJECT_UNLOCK (self);
}

static void
gst_master_monitor_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec)
{
  GstMasterMonitor *self = GST_MASTER_MONITOR (object);

  if (id != location_id (self)) {
    gst_master_filter_get_property (object, id, value, pspec);
    return;
  }
  GST_OBJECT_LOCK (self);
  g_value_set_string (value, self->location);
  GST_OBJECT_UNLOCK (self);
}

static gboolean
gst_master_monitor_prepare (GstMasterFilter *filter)
{
  gboolean ok = TRUE;
  g_autofree gchar *location = NULL;

  GST_OBJECT_LOCK (filter);
  location = g_strdup (GST_MASTER_MONITOR (filter)->location);
  GST_OBJECT_UNLOCK (filter);
  if (location && location[0])
    ok = gst_master_curve_file_apply_response (location, &mst_monitor_curve,
        GST_ELEMENT (filter));
  return ok;
}

static void
gst_master_monitor_finalize (GObject *object)
{
  g_free (GST_MASTER_MONITOR (object)->location);
  G_OBJECT_CLASS (gst_master_monitor_parent_class)->finalize (object);
}

static void
gst_master_monitor_class_init (GstMasterMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GstMasterFilterClass *filter_class = GST_MASTER_FILTER_CLASS (klass);

  gst_master_filter_class_set_stage (filter_class, &mst_stage_monitor);
  filter_class->prepare = gst_master_monitor_prepare;
  object_class->set_property = gst_master_monitor_set_property;
  object_class->get_property = gst_master_monitor_get_property;
  object_class->finalize = gst_master_monitor_finalize;
  g_object_class_install_property (object_class,
      gst_master_filter_first_property (filter_class),
      g_param_spec_string ("response-location", "Response location",
          "Text file of frequency [Hz] and level [dB], or an export of Room EQ "
          "Wizard; read at the start, it replaces `response`",
          NULL,
          G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS |
              GST_PARAM_MUTABLE_READY));
}

static void
gst_master_monitor_init (GstMasterMonitor *self)
{
}
