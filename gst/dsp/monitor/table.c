/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

static const MstChoice devices[] = {
  [MST_MONITOR_OFF] = { "off", "The sound as it is" },
  [MST_MONITOR_PHONE] = { "phone", "The loudspeaker of a phone" },
  [MST_MONITOR_LAPTOP] = { "laptop", "The loudspeakers of a laptop" },
  [MST_MONITOR_TV] = { "tv", "The loudspeakers of a television set" },
  [MST_MONITOR_SMART_SPEAKER] = { "smart-speaker", "One small loudspeaker" },
  [MST_MONITOR_BLUETOOTH_SPEAKER] = { "bluetooth-speaker",
      "A portable loudspeaker" },
  [MST_MONITOR_CAR] = { "car", "The seats in front of a car" },
  [MST_MONITOR_CLUB] = { "club", "The floor of a club" },
  [MST_MONITOR_EARBUDS] = { "earbuds", "Earphones that seal" },
  [MST_MONITOR_HEADPHONES] = { "headphones", "Headphones around the ear" },
  [MST_MONITOR_KITCHEN_RADIO] = { "kitchen-radio", "A small radio" },
  [MST_MONITOR_MONO_SPEAKER] = { "mono", "Both channels in one, else as is" },
  [MST_MONITOR_OWN] = { "own", "The curve of `response`" },
};

static const MstChoice solos[] = {
  [MST_MONITOR_SOLO_NONE] = { "none", "All of the sound" },
  [MST_MONITOR_SOLO_LEFT] = { "left", "The left channel, on the left" },
  [MST_MONITOR_SOLO_RIGHT] = { "right", "The right channel, on the right" },
  [MST_MONITOR_SOLO_MID] = { "mid", "The middle, on both" },
  [MST_MONITOR_SOLO_SIDE] = { "side", "The side, on both" },
};

static const MstChoice bands[] = {
  [MST_MONITOR_ALL_BANDS] = { "all", "All of the spectrum" },
  [MST_MONITOR_SUB] = { "sub", "Up to 60 Hz" },
  [MST_MONITOR_BASS] = { "bass", "60 to 250 Hz" },
  [MST_MONITOR_LOW_MIDS] = { "low-mids", "250 to 800 Hz" },
  [MST_MONITOR_MIDS] = { "mids", "800 to 2500 Hz" },
  [MST_MONITOR_PRESENCE] = { "presence", "2500 to 6000 Hz" },
  [MST_MONITOR_AIR] = { "air", "6000 Hz and up" },
};

static const MstChoice places[] = {
  [MST_MONITOR_QUIET] = { "quiet", "No noise" },
  [MST_MONITOR_CAR_50] = { "car-50", "A car at 50 km/h" },
  [MST_MONITOR_CAR_100] = { "car-100", "A car at 100 km/h" },
  [MST_MONITOR_CAFE] = { "cafe", "People who talk" },
  [MST_MONITOR_TRAIN] = { "train", "A train that rolls" },
};

const MstParam mst_monitor_params[MST_MONITOR_N_PARAMS] = {
  [MST_MONITOR_DEVICE] = { "device", "", 0, MST_MONITOR_N_DEVICES - 1,
      MST_MONITOR_OFF, MST_KIND_ENUM, .choices = devices,
      .blurb = "Device that the sound is heard through" },
  [MST_MONITOR_AMOUNT] = { "amount", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "How much of the device is heard" },
  [MST_MONITOR_MATCH] = { "match-loudness", "", 0, 1, 1, MST_KIND_BOOL,
      .blurb = "Play the device as loud as the sound itself, for comparing" },
  [MST_MONITOR_DIM] = { "dim", "dB", 0, 60, 0, MST_KIND_DOUBLE,
      .blurb = "Turn everything down by so much" },
  [MST_MONITOR_MONO] = { "mono", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Play the mean of both channels" },
  [MST_MONITOR_SWAP] = { "swap", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Exchange left and right" },
  [MST_MONITOR_SOLO] = { "solo", "", 0, MST_MONITOR_N_SOLOS - 1,
      MST_MONITOR_SOLO_NONE, MST_KIND_ENUM, .choices = solos,
      .blurb = "Play one part of the stereo sound alone" },
  [MST_MONITOR_BAND] = { "band", "", 0, MST_MONITOR_N_BANDS - 1,
      MST_MONITOR_ALL_BANDS, MST_KIND_ENUM, .choices = bands,
      .blurb = "Play one band of the spectrum alone" },
  [MST_MONITOR_PLACE] = { "place", "", 0, MST_MONITOR_N_PLACES - 1,
      MST_MONITOR_QUIET, MST_KIND_ENUM, .choices = places,
      .blurb = "Place whose noise is added" },
  [MST_MONITOR_PLACE_LEVEL] = { "place-level", "dBFS", -80, -10, -40,
      MST_KIND_DOUBLE, .blurb = "RMS level of the noise of the place" },
};

const MstCurveRow mst_monitor_curve = { "response", "dB", -60, 60,
  .blurb = "Response of one's own device, for device=own" };

const MstParam mst_monitor_readouts[MST_MONITOR_N_READOUTS] = {
  [MST_MONITOR_MATCH_GAIN] = { "match-gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain that `match-loudness` applies now" },
  [MST_MONITOR_PROTECTION] = { "protection", "dB", 0, 60, 0, MST_KIND_DOUBLE,
      .blurb = "How far the device holds its bass back now" },
};
