/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterformat.h"

static const MstPlace places[] = {
  [GST_AUDIO_CHANNEL_POSITION_FRONT_LEFT] = { MST_ROW_FRONT, MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_FRONT_RIGHT] = { MST_ROW_FRONT, MST_SIDE_RIGHT },
  [GST_AUDIO_CHANNEL_POSITION_FRONT_CENTER] = { MST_ROW_FRONT },
  [GST_AUDIO_CHANNEL_POSITION_LFE1] = { MST_ROW_LFE },
  [GST_AUDIO_CHANNEL_POSITION_REAR_LEFT] = { MST_ROW_REAR, MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_REAR_RIGHT] = { MST_ROW_REAR, MST_SIDE_RIGHT },
  [GST_AUDIO_CHANNEL_POSITION_FRONT_LEFT_OF_CENTER] = { MST_ROW_INNER,
      MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_FRONT_RIGHT_OF_CENTER] = { MST_ROW_INNER,
      MST_SIDE_RIGHT },
  [GST_AUDIO_CHANNEL_POSITION_REAR_CENTER] = { MST_ROW_REAR },
  [GST_AUDIO_CHANNEL_POSITION_LFE2] = { MST_ROW_LFE },
  [GST_AUDIO_CHANNEL_POSITION_SIDE_LEFT] = { MST_ROW_SIDE, MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_SIDE_RIGHT] = { MST_ROW_SIDE, MST_SIDE_RIGHT },
  [GST_AUDIO_CHANNEL_POSITION_TOP_FRONT_LEFT] = { MST_ROW_TOP_FRONT,
      MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_TOP_FRONT_RIGHT] = { MST_ROW_TOP_FRONT,
      MST_SIDE_RIGHT },
  [GST_AUDIO_CHANNEL_POSITION_TOP_FRONT_CENTER] = { MST_ROW_TOP_FRONT },
  [GST_AUDIO_CHANNEL_POSITION_TOP_CENTER] = { MST_ROW_TOP_SIDE },
  [GST_AUDIO_CHANNEL_POSITION_TOP_REAR_LEFT] = { MST_ROW_TOP_REAR,
      MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_TOP_REAR_RIGHT] = { MST_ROW_TOP_REAR,
      MST_SIDE_RIGHT },
  [GST_AUDIO_CHANNEL_POSITION_TOP_SIDE_LEFT] = { MST_ROW_TOP_SIDE,
      MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_TOP_SIDE_RIGHT] = { MST_ROW_TOP_SIDE,
      MST_SIDE_RIGHT },
  [GST_AUDIO_CHANNEL_POSITION_TOP_REAR_CENTER] = { MST_ROW_TOP_REAR },
  [GST_AUDIO_CHANNEL_POSITION_BOTTOM_FRONT_CENTER] = { MST_ROW_BOTTOM },
  [GST_AUDIO_CHANNEL_POSITION_BOTTOM_FRONT_LEFT] = { MST_ROW_BOTTOM,
      MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_BOTTOM_FRONT_RIGHT] = { MST_ROW_BOTTOM,
      MST_SIDE_RIGHT },
  [GST_AUDIO_CHANNEL_POSITION_WIDE_LEFT] = { MST_ROW_WIDE, MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_WIDE_RIGHT] = { MST_ROW_WIDE, MST_SIDE_RIGHT },
  [GST_AUDIO_CHANNEL_POSITION_SURROUND_LEFT] = { MST_ROW_SURROUND,
      MST_SIDE_LEFT },
  [GST_AUDIO_CHANNEL_POSITION_SURROUND_RIGHT] = { MST_ROW_SURROUND,
      MST_SIDE_RIGHT },
};

static MstPlace
place_of (GstAudioChannelPosition position)
{
  if (position < 0 || (gsize) position >= G_N_ELEMENTS (places))
    return (MstPlace){ MST_ROW_UNKNOWN, MST_SIDE_MIDDLE };
  return places[position];
}

/* In a layout of five the rear pair stands where one of seven has its sides
 * (ITU-R BS.775-4, figure 1: at 100 to 120 degrees). */
static void
bring_rear_forward (MstFormat *self)
{
  for (gint i = 0; i < self->channels; i++)
    if (self->places[i].row == MST_ROW_SIDE)
      return;
  for (gint i = 0; i < self->channels; i++)
    if (self->places[i].row == MST_ROW_REAR &&
        self->places[i].side != MST_SIDE_MIDDLE)
      self->places[i].row = MST_ROW_SIDE;
}

void
gst_master_format_init (MstFormat *self, const GstAudioInfo *info,
    gint max_block)
{
  *self = (MstFormat){
    .rate = GST_AUDIO_INFO_RATE (info),
    .channels = GST_AUDIO_INFO_CHANNELS (info),
    .max_block = max_block,
  };
  for (gint i = 0; !GST_AUDIO_INFO_IS_UNPOSITIONED (info) && i < self->channels;
       i++)
    self->places[i] = place_of (info->position[i]);
  bring_rear_forward (self);
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
