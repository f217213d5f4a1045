/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

#include <math.h>

#include "dsp/common/dynamics/choices.h"
#include "dsp/common/dynamics/link.h"

#define MIN_HZ 20.0 /* the lowest crossover */

static const MstChoice crossovers[] = {
  [MST_MULTIBAND_MINIMUM_PHASE] = { "minimum",
      "Linkwitz-Riley, 24 dB/octave: no latency, the phase of an all-pass" },
  [MST_MULTIBAND_LINEAR_PHASE] = { "linear",
      "All frequencies are equally late" },
};

static const MstChoice modes[] = {
  [MST_MULTIBAND_STEREO] = { "stereo", "Each channel as it is" },
  [MST_MULTIBAND_MID_SIDE] = { "mid-side",
      "Mid and side in place of the channels of each pair" },
};

const MstParam mst_multiband_params[] = {
  [MST_MULTIBAND_BANDS] = { "bands", "", 2, MST_MULTIBAND_MAX_BANDS, 4,
      MST_KIND_INT, .blurb = "Number of bands; band0 is the lowest" },
  [MST_MULTIBAND_CROSSOVER] = { "crossover", "", 0,
      MST_N_ELEMENTS (crossovers) - 1, MST_MULTIBAND_MINIMUM_PHASE,
      MST_KIND_ENUM, MST_PARAM_AT_START, crossovers,
      "Phase of the filters that divide the bands" },
  [MST_MULTIBAND_MODE] = { "mode", "", 0, MST_N_ELEMENTS (modes) - 1,
      MST_MULTIBAND_STEREO, MST_KIND_ENUM, .choices = modes,
      .blurb = "Channels that the bands detect and change" },
  [MST_MULTIBAND_LOOKAHEAD] = { "lookahead", "ms", 0, 20, 0, MST_KIND_DOUBLE,
      MST_PARAM_AT_START,
      .blurb = "Time by which the detectors are ahead of the sound" },
  [MST_MULTIBAND_MIX] = { "mix", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "Share of the processed sound" },
  [MST_MULTIBAND_GAIN] = { "gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain after all bands" },
  [MST_MULTIBAND_LINK_LFE] = { "link-lfe", "", 0, 1, 0, MST_KIND_BOOL,
      MST_PARAM_AT_START,
      .blurb = "Let the channel of low-frequency effects lead the gains as the "
               "others do; else it follows them" },
  [MST_MULTIBAND_LINK_GROUPS] = { "link-groups", "", 0, MST_N_LINK_GROUPS - 1,
      MST_LINK_ALL, MST_KIND_ENUM, MST_PARAM_AT_START, mst_link_groups,
      MST_LINK_GROUPS_BLURB },
};

const MstParam mst_multiband_band_params[] = {
  [MST_MULTIBAND_BAND_UPPER_FREQUENCY] = { "upper-frequency", "Hz", 0, 20000, 0,
      MST_KIND_DOUBLE, MST_PARAM_NOT_OF_LAST,
      .blurb = "Upper end of the band, from 20 on, where the next begins; 0 "
               "is a usual place for so many bands; the last has no end" },
  [MST_MULTIBAND_BAND_ACTION] = { "action", "", 0,
      MST_N_ELEMENTS (mst_actions) - 1, MST_COMPRESS_DOWN, MST_KIND_ENUM,
      .choices = mst_actions,
      .blurb = "Change that the band makes to its dynamics" },
  [MST_MULTIBAND_BAND_DETECTOR] = { "detector", "", 0,
      MST_N_ELEMENTS (mst_detectors) - 1, MST_DETECT_PEAK, MST_KIND_ENUM,
      .choices = mst_detectors, .blurb = "Measure of the level" },
  [MST_MULTIBAND_BAND_TOPOLOGY] = { "topology", "", 0,
      MST_N_ELEMENTS (mst_topologies) - 1, 0, MST_KIND_ENUM,
      .choices = mst_topologies, .blurb = "Signal that the detector hears" },
  [MST_MULTIBAND_BAND_THRESHOLD] = { "threshold", "dB", -80, 0, -20,
      MST_KIND_DOUBLE, .blurb = "Level from which on the gain changes" },
  [MST_MULTIBAND_BAND_RATIO] = { "ratio", "", 1, 100, 1, MST_KIND_DOUBLE,
      .blurb = "Ratio of the changes of level before and after compression, "
               "or after and before expansion; 1 is neutral" },
  [MST_MULTIBAND_BAND_KNEE] = { "knee", "dB", 0, 36, 6, MST_KIND_DOUBLE,
      .blurb = "Width of the bend around the threshold" },
  [MST_MULTIBAND_BAND_RANGE] = { "range", "dB", 0, 60, 36, MST_KIND_DOUBLE,
      .blurb = "Greatest change of the gain" },
  [MST_MULTIBAND_BAND_ATTACK] = { "attack", "ms", 0, 500, 20, MST_KIND_DOUBLE,
      .blurb = "Time to cover 63 % of what a rising level asks for" },
  [MST_MULTIBAND_BAND_RELEASE] = { "release", "ms", 0, 5000, 200,
      MST_KIND_DOUBLE,
      .blurb = "Time to cover 63 % of what a falling level asks for" },
  [MST_MULTIBAND_BAND_HOLD] = { "hold", "ms", 0, 500, 0, MST_KIND_DOUBLE,
      .blurb = "Time that the release waits" },
  [MST_MULTIBAND_BAND_AUTO_RELEASE] = { "auto-release", "", 0, 1, 0,
      MST_KIND_BOOL,
      .blurb = "Recover quickly from short peaks, slowly from lasting levels" },
  [MST_MULTIBAND_BAND_AUTO_TIMES] = { "auto-times", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Let attack and release follow the crest factor of the sound" },
  [MST_MULTIBAND_BAND_LINK] = { "link", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "Share of a common detector in each channel: at 0 each has its "
               "own, at 1 the loudest counts for all" },
  [MST_MULTIBAND_BAND_MIX] = { "mix", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "Share of the compressed band; less is parallel compression" },
  [MST_MULTIBAND_BAND_GAIN] = { "gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain of the band" },
  [MST_MULTIBAND_BAND_ENABLED] = { "enabled", "", 0, 1, 1, MST_KIND_BOOL,
      .blurb = "Apply the dynamics and the gain of the band" },
  [MST_MULTIBAND_BAND_SOLO] = { "solo", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Hear this band alone, with others that are soloed" },
  [MST_MULTIBAND_BAND_MUTE] = { "mute", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Silence the band" },
};

const MstParam mst_multiband_band_readouts[] = {
  [MST_MULTIBAND_BAND_GAIN_REDUCTION] = { "gain-reduction", "dB", -60, 60, 0,
      MST_KIND_DOUBLE,
      .blurb = "Greatest reduction in the last 64 frames; negative where the "
               "gain is raised" },
};

/* The ends of bands for which none is set [Hz]. */
static const double usual[MST_MULTIBAND_MAX_BANDS + 1]
                         [MST_MULTIBAND_MAX_BANDS - 1] = {
                           [2] = { 250 },
                           [3] = { 150, 3000 },
                           [4] = { 120, 1000, 6000 },
                           [5] = { 100, 400, 1600, 6400 },
                           [6] = { 80, 250, 800, 2500, 8000 },
                         };

double
mst_multiband_upper_frequency (const double *values, int bands, int band)
{
  double wanted =
      values[mst_multiband_band_at (band, MST_MULTIBAND_BAND_UPPER_FREQUENCY)];

  if (wanted <= 0.0)
    return usual[bands][band];
  return wanted > MIN_HZ ? wanted : MIN_HZ;
}

double
mst_multiband_lowest_frequency (const double *values)
{
  int bands = (int) values[MST_MULTIBAND_BANDS];
  double lowest = mst_multiband_upper_frequency (values, bands, 0);

  for (int b = 1; b < bands - 1; b++)
    lowest = fmin (lowest, mst_multiband_upper_frequency (values, bands, b));
  return lowest;
}
