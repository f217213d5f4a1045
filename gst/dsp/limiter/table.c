/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

#include "dsp/common/dynamics/link.h"

const MstLimiterCharacter mst_limiter_characters[MST_LIMITER_N_CHARACTERS] = {
  [MST_LIMITER_TRANSPARENT] = { .body = 1.0,
      .fast = 1.0 / 8.0,
      .charge = 500.0,
      .hold = 7.0 },
  [MST_LIMITER_PUNCHY] = { .body = 0.7,
      .fast = 1.0 / 16.0,
      .charge = 1200.0,
      .hold = 7.0 },
  [MST_LIMITER_LOUD] = { .body = 0.5,
      .fast = 1.0 / 8.0,
      .charge = 500.0,
      .hold = 3.0 },
  [MST_LIMITER_SAFE] = { .body = 20.0,
      .fast = 1.0 / 2.0,
      .charge = 40.0,
      .hold = MST_LIMITER_LONGEST_HOLD_MS },
};

static const MstChoice characters[] = {
  [MST_LIMITER_TRANSPARENT] = { "transparent",
      "A lasting reduction recovers by `release`, a short one in an eighth of "
      "it" },
  [MST_LIMITER_PUNCHY] = { "punchy",
      "Transients take the least from the sound that follows them" },
  [MST_LIMITER_LOUD] = { "loud",
      "The gain recovers at the first opportunity; the densest" },
  [MST_LIMITER_SAFE] = { "safe",
      "The gain moves little and slowly; the least distortion, and loudness" },
};

const MstParam mst_limiter_params[MST_LIMITER_N_PARAMS] = {
  [MST_LIMITER_DRIVE] = { "drive", "dB", -150.0, 48.0, 0.0, MST_KIND_DOUBLE,
      .blurb = "Gain before the ceiling" },
  [MST_LIMITER_CEILING] = { "ceiling", "dBTP", -24.0, 0.0, -1.0,
      MST_KIND_DOUBLE, .blurb = "Level that no peak passes" },
  [MST_LIMITER_LOOKAHEAD] = { "lookahead", "ms", 0.5, 10.0, 5.0,
      MST_KIND_DOUBLE, MST_PARAM_AT_START,
      .blurb = "How long before a peak the gain begins to come down" },
  [MST_LIMITER_RELEASE] = { "release", "ms", 1.0, 2000.0, 10.0, MST_KIND_DOUBLE,
      .blurb = "Time constant of the recovery from sustained reduction, which "
               "`character` scales; a lone transient recovers faster" },
  [MST_LIMITER_TRUE_PEAK] = { "true-peak", "", 0.0, 1.0, 1.0, MST_KIND_BOOL,
      .blurb = "Limit the peak between the samples, not the samples alone" },
  [MST_LIMITER_CHARACTER] = { "character", "", 0.0,
      MST_LIMITER_N_CHARACTERS - 1, MST_LIMITER_TRANSPARENT, MST_KIND_ENUM,
      .choices = characters, .blurb = "How the gain recovers" },
  [MST_LIMITER_AUTO_RELEASE] = { "auto-release", "", 0.0, 1.0, 0.0,
      MST_KIND_BOOL,
      .blurb = "Recover up to four times as slowly where the "
               "reduction is constant, as fast where it is not" },
  [MST_LIMITER_LINK] = { "link", "", 0.0, 1.0, 1.0, MST_KIND_DOUBLE,
      .blurb = "How far each channel is drawn to the gain of the lowest; at 1 "
               "the image does not move" },
  [MST_LIMITER_DITHER_BITS] = { "dither-bits", "", 0.0, 24.0, 0.0, MST_KIND_INT,
      .blurb = "Word length of a later dither, at least 8, for whose peaks to "
               "leave room; 0 for none" },
  [MST_LIMITER_SOFT_CLIP] = { "soft-clip", "dB", 0.0, MST_LIMITER_CLIP_ROOM_DB,
      0.0, MST_KIND_DOUBLE, MST_PARAM_AT_START,
      .blurb = "How much of the work a soft clipper before the limiter does" },
  [MST_LIMITER_LINK_LFE] = { "link-lfe", "", 0.0, 1.0, 0.0, MST_KIND_BOOL,
      MST_PARAM_AT_START,
      .blurb = "Link the channel of low-frequency effects to the others; else "
               "it is limited by itself" },
  [MST_LIMITER_LINK_GROUPS] = { "link-groups", "", 0, MST_N_LINK_GROUPS - 1,
      MST_LINK_ALL, MST_KIND_ENUM, MST_PARAM_AT_START, mst_link_groups,
      MST_LINK_GROUPS_BLURB },
};

const MstParam mst_limiter_readouts[MST_LIMITER_N_READOUTS] = {
  [MST_LIMITER_GAIN_REDUCTION] = { "gain-reduction", "dB", 0.0,
      MST_LIMITER_MAX_REDUCTION_DB, 0.0, MST_KIND_DOUBLE,
      .blurb = "How far the signal is turned down now" },
  [MST_LIMITER_MAX_GAIN_REDUCTION] = { "max-gain-reduction", "dB", 0.0,
      MST_LIMITER_MAX_REDUCTION_DB, 0.0, MST_KIND_DOUBLE,
      .blurb = "How far the signal has been turned down at most" },
};
