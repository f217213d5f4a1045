/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

#include "dsp/common/dynamics/choices.h"
#include "dsp/common/dynamics/link.h"

static const MstChoice modes[] = {
  [MST_COMPRESSOR_STEREO] = { "stereo", "Each channel by itself" },
  [MST_COMPRESSOR_MID_SIDE] = { "mid-side",
      "The middle and the side of each pair of channels, each by itself" },
};

const MstParam mst_compressor_params[MST_COMPRESSOR_N_PARAMS] = {
  [MST_COMPRESSOR_THRESHOLD] = { "threshold", "dB", -80, 0, -20,
      MST_KIND_DOUBLE, .blurb = "Level from which gain changes" },
  [MST_COMPRESSOR_RATIO] = { "ratio", "", 1, 100, 1, MST_KIND_DOUBLE,
      .blurb = "Input over output change past the threshold; 1 is neutral" },
  [MST_COMPRESSOR_KNEE] = { "knee", "dB", 0, 36, 6, MST_KIND_DOUBLE,
      .blurb = "Width of the bend around the threshold" },
  [MST_COMPRESSOR_ATTACK] = { "attack", "ms", 0, 500, 20, MST_KIND_DOUBLE,
      .blurb = "Time to answer a rising level by 63 %" },
  [MST_COMPRESSOR_RELEASE] = { "release", "ms", 0, 5000, 200, MST_KIND_DOUBLE,
      .blurb = "Time to answer a falling level by 63 %" },
  [MST_COMPRESSOR_HOLD] = { "hold", "ms", 0, 500, 0, MST_KIND_DOUBLE,
      .blurb = "Time before the release begins" },
  [MST_COMPRESSOR_AUTO_RELEASE] = { "auto-release", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Release fast what was short, slowly what lasted" },
  [MST_COMPRESSOR_AUTO_TIMES] = { "auto-times", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Attack and release by the crest factor, not as set" },
  [MST_COMPRESSOR_ACTION] = { "action", "", 0, MST_N_ELEMENTS (mst_actions) - 1,
      MST_COMPRESS_DOWN, MST_KIND_ENUM, .choices = mst_actions,
      .blurb = "How the gain changes, and on which side of the threshold" },
  [MST_COMPRESSOR_DETECTOR] = { "detector", "", 0,
      MST_N_ELEMENTS (mst_detectors) - 1, MST_DETECT_PEAK, MST_KIND_ENUM,
      .choices = mst_detectors,
      .blurb = "What the detector takes for the level" },
  [MST_COMPRESSOR_FEEDBACK] = { "topology", "", 0,
      MST_N_ELEMENTS (mst_topologies) - 1, 0, MST_KIND_ENUM,
      .choices = mst_topologies,
      .blurb = "Whether the detector hears the input or the output" },
  [MST_COMPRESSOR_RANGE] = { "range", "dB", 0, 60, 36, MST_KIND_DOUBLE,
      .blurb = "The most that gain changes" },
  [MST_COMPRESSOR_LOOKAHEAD] = { "lookahead", "ms", 0, 20, 0, MST_KIND_DOUBLE,
      MST_PARAM_AT_START,
      .blurb = "How far the detector hears ahead of the audio" },
  [MST_COMPRESSOR_MODE] = { "mode", "", 0, MST_N_ELEMENTS (modes) - 1,
      MST_COMPRESSOR_STEREO, MST_KIND_ENUM, .choices = modes,
      .blurb = "Whether channels or middle and side are compressed" },
  [MST_COMPRESSOR_LINK] = { "link", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "How far channels share one detector: 0 each its own, 1 the "
               "loudest counts for all" },
  [MST_COMPRESSOR_KEY_LOW_CUT] = { "sidechain-low-cut", "Hz", 0, 10000, 0,
      MST_KIND_DOUBLE,
      .blurb = "The detector does not hear what is below; 0 is off" },
  [MST_COMPRESSOR_KEY_HIGH_CUT] = { "sidechain-high-cut", "Hz", 100,
      MST_COMPRESSOR_MAX_CUT_HZ, MST_COMPRESSOR_MAX_CUT_HZ, MST_KIND_DOUBLE,
      MST_PARAM_OFF_AT_MAX,
      .blurb = "The detector does not hear what is above; 20000 is off" },
  [MST_COMPRESSOR_KEY_TILT] = { "sidechain-tilt", "dB", -12, 12, 0,
      MST_KIND_DOUBLE,
      .blurb = "How much more of the top than of the bottom the detector "
               "hears" },
  [MST_COMPRESSOR_MAKEUP] = { "makeup", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain of the compressed signal" },
  [MST_COMPRESSOR_AUTO_MAKEUP] = { "auto-makeup", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Bring the output to the loudness (K-weighted) of the input" },
  [MST_COMPRESSOR_MIX] = { "mix", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "Share of the compressed signal; less is parallel compression" },
  [MST_COMPRESSOR_LINK_LFE] = { "link-lfe", "", 0, 1, 0, MST_KIND_BOOL,
      MST_PARAM_AT_START,
      .blurb = "Let the channel of low-frequency effects lead the gain as the "
               "others do; else it follows them" },
  [MST_COMPRESSOR_LINK_GROUPS] = { "link-groups", "", 0, MST_N_LINK_GROUPS - 1,
      MST_LINK_ALL, MST_KIND_ENUM, MST_PARAM_AT_START, mst_link_groups,
      MST_LINK_GROUPS_BLURB },
};

const MstParam mst_compressor_readouts[MST_COMPRESSOR_N_READOUTS] = {
  [MST_COMPRESSOR_GAIN_REDUCTION] = { "gain-reduction", "dB", -1000, 1000, 0,
      MST_KIND_DOUBLE,
      .blurb = "Greatest reduction in the last 64 frames; negative where gain "
               "is added" },
};

MstDynamicsSettings
mst_compressor_settings (const double *v, int pairs)
{
  return (MstDynamicsSettings){
    .action = (MstAction) v[MST_COMPRESSOR_ACTION],
    .detect = (MstDetect) v[MST_COMPRESSOR_DETECTOR],
    .feedback = v[MST_COMPRESSOR_FEEDBACK] != 0.0,
    .auto_release = v[MST_COMPRESSOR_AUTO_RELEASE] != 0.0,
    .auto_times = v[MST_COMPRESSOR_AUTO_TIMES] != 0.0,
    .variant = pairs > 0 ? (int) v[MST_COMPRESSOR_MODE] : MST_COMPRESSOR_STEREO,
    .threshold = v[MST_COMPRESSOR_THRESHOLD],
    .ratio = v[MST_COMPRESSOR_RATIO],
    .knee = v[MST_COMPRESSOR_KNEE],
    .range = v[MST_COMPRESSOR_RANGE],
    .attack = v[MST_COMPRESSOR_ATTACK],
    .release = v[MST_COMPRESSOR_RELEASE],
    .hold = v[MST_COMPRESSOR_HOLD],
  };
}
