/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ear.h"

#include <gst/audio/audio.h>

typedef struct {
  const MasterEar *ear;
  gpointer listener;
  guint channels; /* 0: nothing that is heard has come */
} Hearing;

static void
set_format (Hearing *self, GstEvent *event)
{
  GstAudioInfo info;
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  self->channels = 0;
  if (!gst_audio_info_from_caps (&info, caps) ||
      GST_AUDIO_INFO_FORMAT (&info) != GST_AUDIO_FORMAT_F32 ||
      (guint) info.channels > self->ear->most_channels)
    return;
  self->channels = (guint) info.channels;
  if (self->ear->begin)
    self->ear->begin (self->listener, self->channels, info.rate);
}

static void
hear_event (Hearing *self, GstEvent *event)
{
  if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS)
    set_format (self, event);
  else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS && self->ear->end)
    self->ear->end (self->listener);
}

static GstPadProbeReturn
hear (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Hearing *self = user_data;
  GstMapInfo map;

  if (info->type & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) {
    hear_event (self, GST_PAD_PROBE_INFO_EVENT (info));
  } else if (self->channels > 0 &&
      gst_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), &map, GST_MAP_READ)) {
    self->ear->hear (self->listener, (const gfloat *) (gconstpointer) map.data,
        map.size / sizeof (gfloat) / self->channels, self->channels);
    gst_buffer_unmap (GST_PAD_PROBE_INFO_BUFFER (info), &map);
  }
  return GST_PAD_PROBE_OK;
}

static void
free_hearing (gpointer data)
{
  Hearing *self = data;

  if (self->ear->free)
    self->ear->free (self->listener);
  g_free (self);
}

void
master_ear_put (GstElement *element, const MasterEar *ear, gpointer listener)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "sink");
  Hearing *self = g_new0 (Hearing, 1);

  self->ear = ear;
  self->listener = listener;
  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, hear,
      self, free_hearing);
}
