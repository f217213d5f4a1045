/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

/* 500 is above what 64 channels just below 2^24 can read. */
#define LEVEL(name_, unit_, blurb_)                                            \
  {                                                                            \
    .name = name_, .unit = unit_, .min = -INFINITY, .max = 500.0,              \
    .def = -INFINITY, .blurb = blurb_                                          \
  }
#define COUNT(name_, blurb_)                                                   \
  {                                                                            \
    .name = name_, .unit = "", .max = 0x1p63, .blurb = blurb_                  \
  }
#define DIFFERENCE(name_, blurb_)                                              \
  {                                                                            \
    .name = name_, .unit = "dB", .min = -INFINITY, .max = INFINITY,            \
    .blurb = blurb_                                                            \
  }

const MstParam mst_meter_readouts[MST_METER_SCALARS] = {
  [MST_METER_MOMENTARY] =
      LEVEL ("momentary-loudness", "LUFS", "Loudness of the last 400 ms"),
  [MST_METER_SHORTTERM] =
      LEVEL ("shortterm-loudness", "LUFS", "Loudness of the last 3 s"),
  [MST_METER_GLOBAL] =
      LEVEL ("global-loudness", "LUFS", "Gated loudness since the start"),
  [MST_METER_RELATIVE_THRESHOLD] = LEVEL ("relative-threshold", "LUFS",
      "Loudness below which nothing counts for the global loudness"),
  [MST_METER_RANGE] = { "loudness-range", "LU", 0.0, 100.0, 0.0,
      MST_KIND_DOUBLE, .blurb = "Loudness range since the start" },
  [MST_METER_TRUE_PEAK] = LEVEL ("true-peak", "dBTP",
      "Greatest magnitude between the samples since the start"),
  [MST_METER_TRUE_PEAK_4X] = LEVEL ("true-peak-4x", "dBTP",
      "The same as read by a short four-times interpolator, as most meters do"),
  [MST_METER_SAMPLE_PEAK] = LEVEL ("sample-peak", "dBFS",
      "Greatest magnitude of a sample since the start"),
  [MST_METER_CORRELATION] = { "correlation", "", -1.0, 1.0, 1.0,
      MST_KIND_DOUBLE, .blurb = "Correlation of left and right, last 3 s" },
  [MST_METER_MAX_MOMENTARY] = LEVEL ("max-momentary-loudness", "LUFS",
      "Greatest momentary loudness since the start"),
  [MST_METER_MAX_SHORTTERM] = LEVEL ("max-shortterm-loudness", "LUFS",
      "Greatest short-term loudness since the start"),
  [MST_METER_INVALID_SAMPLES] = COUNT ("invalid-samples",
      "Samples that were not finite, or absurd, and were read as silence"),
  [MST_METER_FRAMES] = COUNT ("frames", "Frames since the start"),
  [MST_METER_PLR] = DIFFERENCE ("plr",
      "True peak less the gated loudness: peak to loudness ratio"),
  [MST_METER_PSR] =
      DIFFERENCE ("psr", "Sample peak of the last 3 s less their loudness"),
  [MST_METER_MIN_PSR] = DIFFERENCE ("min-psr", "The least psr since the start"),
  [MST_METER_DC] =
      LEVEL ("dc-offset", "dBFS", "Mean of the samples, of the worst channel"),
  [MST_METER_CLIPPED_RUNS] =
      COUNT ("clipped-runs", "Runs of three samples and more at one extreme"),
  [MST_METER_OVERS] = COUNT ("inter-sample-overs",
      "Stretches whose true peak passes 0 dBTP since the start"),
  [MST_METER_BALANCE] =
      DIFFERENCE ("balance", "Power of left over right, last 3 s"),
  [MST_METER_WORD_LENGTH] = { "word-length", "bits", 0.0, 32.0, 0.0,
      MST_KIND_DOUBLE,
      .blurb = "Bits in use: 8, 16, 20, 24; 32 for more; 0 for silence" },
  [MST_METER_DOWNMIX_LOUDNESS] = LEVEL ("downmix-loudness", "LUFS",
      "Gated loudness of more than two channels on two loudspeakers"),
  [MST_METER_DOWNMIX_TRUE_PEAK] = LEVEL ("downmix-true-peak", "dBTP",
      "True peak of more than two channels on two loudspeakers"),
};

#define ARRAY(name, unit, min, max, def, count, blurb)                         \
  {                                                                            \
    { name, unit, min, max, def, MST_KIND_DOUBLE, 0, NULL, blurb }, count      \
  }

const MstArrayRow mst_meter_arrays[MST_METER_ARRAYS] = {
  [MST_METER_ROW_OVER_TIMES] =
      ARRAY ("over-times", "s", -1.0, 0x1p63, -1.0, MST_METER_OVER_TIMES,
          "When the first inter-sample overs began; -1 where there was none"),
  [MST_METER_ROW_BAND_CORRELATION] =
      ARRAY ("band-correlation", "", -1.0, 1.0, 1.0, MST_METER_BANDS,
          "Correlation below 150 Hz, 800 Hz, 5 kHz and above, last 3 s"),
};
