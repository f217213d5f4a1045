/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "levels.h"

#include <math.h>

#include <gst/audio/audio.h>

#define KEY "master-levels"

typedef struct {
  gint channels; /* 0: more than are listened to, or not known yet */
  gdouble power[MASTER_LEVELS];
  guint64 frames;
} Levels;

static void
set_format (Levels *self, GstEvent *event)
{
  GstAudioInfo info;
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  self->channels = gst_audio_info_from_caps (&info, caps) &&
          GST_AUDIO_INFO_FORMAT (&info) == GST_AUDIO_FORMAT_F32 &&
          info.channels <= MASTER_LEVELS
      ? info.channels
      : 0;
}

static void
add (Levels *self, const gfloat *x, gsize samples)
{
  const gsize channels = (gsize) self->channels;

  for (gsize c = 0; c < channels; c++) {
    gdouble sum = 0.0;

    for (gsize i = c; i < samples; i += channels)
      sum += (gdouble) x[i] * x[i];
    self->power[c] += sum;
  }
  self->frames += samples / channels;
}

static GstPadProbeReturn
hear (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Levels *self = user_data;
  GstMapInfo map;

  if (info->type & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) {
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

    if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS)
      set_format (self, event);
  } else if (self->channels > 0 &&
      gst_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), &map, GST_MAP_READ)) {
    add (self, (const gfloat *) map.data, map.size / sizeof (gfloat));
    gst_buffer_unmap (GST_PAD_PROBE_INFO_BUFFER (info), &map);
  }
  return GST_PAD_PROBE_OK;
}

void
master_levels_listen (GstElement *element)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "sink");
  Levels *levels = g_new0 (Levels, 1);

  g_object_set_data_full (G_OBJECT (element), KEY, levels, g_free);
  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, hear,
      levels, NULL);
}

void
master_levels_read (GstElement *element, gdouble levels[MASTER_LEVELS])
{
  const Levels *self = g_object_get_data (G_OBJECT (element), KEY);

  for (gint c = 0; c < MASTER_LEVELS; c++)
    levels[c] = self && c < self->channels && self->frames > 0
        ? 10.0 * log10 (self->power[c] / (gdouble) self->frames)
        : -INFINITY;
}
