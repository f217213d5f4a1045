/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "wavmask.h"

#include <gst/audio/audio.h>

/* Microsoft, "Multiple channel audio data and WAVE files" (2001): SPEAKER_*, by
 * the number of the bit. */
static const GstAudioChannelPosition positions[] = {
  GST_AUDIO_CHANNEL_POSITION_FRONT_LEFT,
  GST_AUDIO_CHANNEL_POSITION_FRONT_RIGHT,
  GST_AUDIO_CHANNEL_POSITION_FRONT_CENTER,
  GST_AUDIO_CHANNEL_POSITION_LFE1,
  GST_AUDIO_CHANNEL_POSITION_REAR_LEFT,
  GST_AUDIO_CHANNEL_POSITION_REAR_RIGHT,
  GST_AUDIO_CHANNEL_POSITION_FRONT_LEFT_OF_CENTER,
  GST_AUDIO_CHANNEL_POSITION_FRONT_RIGHT_OF_CENTER,
  GST_AUDIO_CHANNEL_POSITION_REAR_CENTER,
  GST_AUDIO_CHANNEL_POSITION_SIDE_LEFT,
  GST_AUDIO_CHANNEL_POSITION_SIDE_RIGHT,
  GST_AUDIO_CHANNEL_POSITION_TOP_CENTER,
  GST_AUDIO_CHANNEL_POSITION_TOP_FRONT_LEFT,
  GST_AUDIO_CHANNEL_POSITION_TOP_FRONT_CENTER,
  GST_AUDIO_CHANNEL_POSITION_TOP_FRONT_RIGHT,
  GST_AUDIO_CHANNEL_POSITION_TOP_REAR_LEFT,
  GST_AUDIO_CHANNEL_POSITION_TOP_REAR_CENTER,
  GST_AUDIO_CHANNEL_POSITION_TOP_REAR_RIGHT,
};

static guint64
bit_of (gsize i)
{
  return G_GUINT64_CONSTANT (1) << positions[i];
}

guint64
master_wav_layout (guint64 mask)
{
  guint64 found = 0;

  if (mask >> G_N_ELEMENTS (positions) != 0)
    return 0;
  for (gsize i = 0; i < G_N_ELEMENTS (positions); i++) {
    if (!(mask >> i & 1))
      continue;
    if (found >= bit_of (i)) /* one of GStreamer's later channels came first */
      return 0;
    found |= bit_of (i);
  }
  return found;
}

guint32
master_wav_mask (guint64 mask)
{
  guint32 found = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (positions); i++)
    if (mask & bit_of (i))
      found |= 1u << i;
  return master_wav_layout (found) == mask ? found : 0;
}
