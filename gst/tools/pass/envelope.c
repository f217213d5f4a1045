/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "envelope.h"

#include <math.h>

#include <gst/audio/audio.h>

#define MOST_CHANNELS 64

typedef struct {
  GArray *levels;
  gdouble seconds;
  guint channels;
  guint64 block, done; /* frames of a block, and of the one under way */
  gdouble power[MOST_CHANNELS];
} Envelope;

static void
end_block (Envelope *self)
{
  gdouble most = 0.0;
  gfloat level;

  for (guint c = 0; c < self->channels; c++) {
    most = fmax (most, self->power[c] / (gdouble) self->done);
    self->power[c] = 0.0;
  }
  level = most > 0.0 ? (gfloat) (10.0 * log10 (most)) : -INFINITY;
  g_array_append_val (self->levels, level);
  self->done = 0;
}

static void
add (Envelope *self, const gfloat *x, gsize frames)
{
  for (gsize i = 0; i < frames; i++, x += self->channels) {
    for (guint c = 0; c < self->channels; c++)
      self->power[c] += (gdouble) x[c] * x[c];
    if (++self->done == self->block)
      end_block (self);
  }
}

static void
set_format (Envelope *self, GstEvent *event)
{
  GstAudioInfo info;
  GstCaps *caps;

  gst_event_parse_caps (event, &caps);
  self->channels = 0;
  if (!gst_audio_info_from_caps (&info, caps) ||
      GST_AUDIO_INFO_FORMAT (&info) != GST_AUDIO_FORMAT_F32 ||
      info.channels > MOST_CHANNELS)
    return;
  self->channels = (guint) info.channels;
  self->block = MAX ((guint64) llround (self->seconds * info.rate), 1);
}

static GstPadProbeReturn
hear (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Envelope *self = user_data;
  GstMapInfo map;

  if (info->type & GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM) {
    GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);

    if (GST_EVENT_TYPE (event) == GST_EVENT_CAPS)
      set_format (self, event);
    else if (GST_EVENT_TYPE (event) == GST_EVENT_EOS && self->done > 0)
      end_block (self);
  } else if (self->channels > 0 &&
      gst_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), &map, GST_MAP_READ)) {
    add (self, (const gfloat *) (gconstpointer) map.data,
        map.size / sizeof (gfloat) / self->channels);
    gst_buffer_unmap (GST_PAD_PROBE_INFO_BUFFER (info), &map);
  }
  return GST_PAD_PROBE_OK;
}

static void
envelope_free (gpointer data)
{
  Envelope *self = data;

  g_array_unref (self->levels);
  g_free (self);
}

void
master_envelope_listen (GstElement *element, gdouble seconds, GArray *levels)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "sink");
  Envelope *self = g_new0 (Envelope, 1);

  self->levels = g_array_ref (levels);
  self->seconds = seconds;
  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, hear,
      self, envelope_free);
}
