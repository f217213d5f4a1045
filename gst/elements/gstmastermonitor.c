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
 * The element takes and gives floats of 32 or 64 bits.
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
#include "base/gstmasterlocation.h"
#include "dsp/monitor/monitor.h"

struct _GstMasterMonitor {
  GstMasterFilter parent;
};

G_DEFINE_TYPE (GstMasterMonitor, gst_master_monitor, GST_TYPE_MASTER_FILTER)
GST_ELEMENT_REGISTER_DEFINE (mastermonitor, "mastermonitor", GST_RANK_NONE,
    GST_TYPE_MASTER_MONITOR)

static gboolean
read_response (GstMasterFilter *filter, const gchar *location)
{
  return gst_master_curve_file_apply_response (location, &mst_monitor_curve,
      GST_ELEMENT (filter));
}

static void
gst_master_monitor_class_init (GstMasterMonitorClass *klass)
{
  GstMasterFilterClass *filter_class = GST_MASTER_FILTER_CLASS (klass);

  gst_master_filter_class_set_stage (filter_class, &mst_stage_monitor);
  gst_master_location_install (filter_class, "response-location",
      "Response location",
      "Text file of frequency [Hz] and level [dB], or an export of Room EQ "
      "Wizard; read at the start, it replaces `response`",
      read_response);
}

static void
gst_master_monitor_init (GstMasterMonitor *self)
{
}
