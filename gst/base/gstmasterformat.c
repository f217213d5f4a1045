/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterformat.h"

static gboolean
is_side (GstAudioChannelPosition position)
{
  return position == GST_AUDIO_CHANNEL_POSITION_SIDE_LEFT ||
      position == GST_AUDIO_CHANNEL_POSITION_SIDE_RIGHT;
}

/* BS.1770-5, table 3 weighs channels at 60 to 120 degrees by 1.41. In a layout
 * of five these are the rear pair, in one of seven the side pair. */
static MstRole
role_of (GstAudioChannelPosition position, gboolean has_side)
{
  switch (position) {
    case GST_AUDIO_CHANNEL_POSITION_LFE1:
    case GST_AUDIO_CHANNEL_POSITION_LFE2:
      return MST_ROLE_LFE;
    case GST_AUDIO_CHANNEL_POSITION_SIDE_LEFT:
    case GST_AUDIO_CHANNEL_POSITION_SIDE_RIGHT:
    case GST_AUDIO_CHANNEL_POSITION_SURROUND_LEFT:
    case GST_AUDIO_CHANNEL_POSITION_SURROUND_RIGHT:
      return MST_ROLE_SURROUND;
    case GST_AUDIO_CHANNEL_POSITION_REAR_LEFT:
    case GST_AUDIO_CHANNEL_POSITION_REAR_RIGHT:
      return has_side ? MST_ROLE_FRONT : MST_ROLE_SURROUND;
    default:
      return MST_ROLE_FRONT;
  }
}

void
gst_master_format_init (MstFormat *self, const GstAudioInfo *info,
    gint max_block)
{
  gboolean has_side = FALSE;

  *self = (MstFormat){
    .rate = GST_AUDIO_INFO_RATE (info),
    .channels = GST_AUDIO_INFO_CHANNELS (info),
    .max_block = max_block,
  };
  for (gint i = 0; i < self->channels; i++)
    has_side = has_side || is_side (info->position[i]);
  for (gint i = 0; i < self->channels; i++)
    self->roles[i] = GST_AUDIO_INFO_IS_UNPOSITIONED (info)
        ? MST_ROLE_FRONT
        : role_of (info->position[i], has_side);
}

static GstCaps *
new_caps (const gchar *formats)
{
  g_autofree gchar *text = g_strdup_printf (
      "audio/x-raw, format = (string) %s, "
      "rate = (int) [ 4000, 768000 ], channels = (int) [ 1, %d ], "
      "layout = (string) { interleaved, non-interleaved }",
      formats, MST_MAX_CHANNELS);

  return gst_caps_from_string (text);
}

/* As two structures: within a list of formats, others would bring their order
 * of preference, and audioconvert choose 64 bits for audio of 16. */
GstCaps *
gst_master_format_new_float_caps (void)
{
  return gst_caps_merge (new_caps (GST_AUDIO_NE (F32)),
      new_caps (GST_AUDIO_NE (F64)));
}

GstCaps *
gst_master_format_new_integer_caps (void)
{
  return new_caps ("{ " GST_AUDIO_NE (S24) ", " GST_AUDIO_NE (
      S16) ", " GST_AUDIO_NE (S24_32) ", " GST_AUDIO_NE (S32) " }");
}
