/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

#include <math.h>
#include <string.h>

_Static_assert(sizeof (MstAnalysis) % sizeof (double) == 0, "doubles only");

/* 500 is above what 64 channels just below 2^24 can read. */
#define ROW(name, unit, min, max, def, text)                                   \
  {                                                                            \
    name, unit, min, max, def, MST_KIND_DOUBLE, .blurb = text                  \
  }
#define LEVEL(name, unit, blurb)                                               \
  ROW (name, unit, -INFINITY, 500.0, -INFINITY, blurb)
#define COUNT(name, unit, blurb) ROW (name, unit, 0.0, 0x1p63, 0.0, blurb)
#define RANGE(name, unit, blurb) ROW (name, unit, 0.0, 700.0, 0.0, blurb)
#define DIFFERENCE(name, unit, blurb)                                          \
  ROW (name, unit, -INFINITY, INFINITY, 0.0, blurb)
#define CORRELATION(name, blurb) ROW (name, "", -1.0, 1.0, 1.0, blurb)
#define AT MST_ANALYZER_AT

const MstParam mst_analyzer_readouts[] = {
  [AT (rate)] = COUNT ("rate", "Hz", "Frames a second"),
  [AT (channels)] = COUNT ("channels", "", "Channels of the stream"),
  [AT (frames)] = COUNT ("frames", "", "Frames since the start"),
  [AT (loudness)] = LEVEL ("loudness", "LUFS", "Gated loudness"),
  [AT (threshold)] =
      LEVEL ("relative-threshold", "LUFS", "Relative gate of the loudness"),
  [AT (range)] = RANGE ("range", "LU", "Loudness range (EBU Tech 3342)"),
  [AT (max_momentary)] =
      LEVEL ("max-momentary", "LUFS", "Greatest loudness of 400 ms"),
  [AT (max_shortterm)] =
      LEVEL ("max-shortterm", "LUFS", "Greatest loudness of 3 s"),
  [AT (true_peak)] =
      LEVEL ("true-peak", "dBTP", "Greatest magnitude between the samples"),
  [AT (true_peak_4x)] = LEVEL ("true-peak-4x", "dBTP",
      "The same as read by a short four-times interpolator"),
  [AT (sample_peak)] =
      LEVEL ("sample-peak", "dBFS", "Greatest magnitude of a sample"),
  [AT (downmix_loudness)] = LEVEL ("downmix-loudness", "LUFS",
      "Gated loudness on two loudspeakers, of more than two channels"),
  [AT (downmix_true_peak)] = LEVEL ("downmix-true-peak", "dBTP",
      "True peak on two loudspeakers, of more than two channels"),
  [AT (plr)] = DIFFERENCE ("plr", "dB", "True peak less loudness"),
  [AT (psr)] = DIFFERENCE ("psr", "dB",
      "The least sample peak of 3 s less the loudness of these"),
  [AT (dc)] = LEVEL ("dc", "dBFS", "Offset of the worst channel"),
  [AT (balance)] = DIFFERENCE ("balance", "dB", "Left less right"),
  [AT (clipped_runs)] = COUNT ("clipped-runs", "",
      "Runs of three samples and more at one extreme"),
  [AT (overs)] = COUNT ("overs", "", "Stretches whose true peak passes 0 dBTP"),
  [AT (word_length)] = COUNT ("word-length", "bits", "Bits in use"),
  [AT (invalid_samples)] = COUNT ("invalid-samples", "",
      "Samples that were not finite, or absurd, and were read as silence"),
  [AT (block_range)] =
      RANGE ("block-range", "LU", "Range of the loudness of 400 ms"),
  [AT (crest)] = LEVEL ("crest", "dB", "Median over 400 ms of peak over RMS"),
  [AT (correlation)] = CORRELATION ("correlation", "Left and right"),
  [AT (mono_loss)] = DIFFERENCE ("mono-loss", "LU",
      "Loudness that is lost when both channels are added"),
  [AT (peak_to_loudness)] = DIFFERENCE ("peak-to-loudness", "dB",
      "Greatest sample less loudness, by gates that go along with the level"),
  [AT (transients)] =
      COUNT ("transients", "1/s", "Onsets of several bands a second"),
  [AT (bass_side)] =
      DIFFERENCE ("bass-side", "dB", "Side less mid below 120 Hz, by power"),
  [AT (sibilance)] = LEVEL ("sibilance", "dB",
      "Level of sibilant bursts less that of the voice about them"),
  [AT (sibilants)] = COUNT ("sibilants", "1/s", "Sibilant bursts a second"),
  [AT (clicks)] = COUNT ("clicks", "", "Single samples far out of line"),
  [AT (noise_floor)] =
      LEVEL ("noise-floor", "dBFS", "First percentile of the RMS over 100 ms"),
  [AT (bandwidth)] =
      COUNT ("bandwidth", "Hz", "Where the spectrum ends in a cliff"),
  [AT (hum)] = COUNT ("hum", "Hz", "50 or 60 where the mains are heard"),
  [AT (hum_level)] =
      LEVEL ("hum-level", "dBFS", "Level of the hum and its harmonics"),
  [AT (excerpts.loudest)] =
      COUNT ("excerpt-loudest", "s", "Start of the loudest 15 s"),
  [AT (excerpts.quietest)] = COUNT ("excerpt-quietest", "s",
      "Start of the quietest 15 s that pass the gate of the loudness"),
  [AT (excerpts.typical)] = COUNT ("excerpt-typical", "s",
      "Start of the 15 s nearest to the loudness of the whole"),
};

_Static_assert(MST_N_ELEMENTS (mst_analyzer_readouts) == MST_ANALYZER_SCALARS,
    "a row for each single number");

const MstArrayRow mst_analyzer_arrays[] = {
  [MST_ANALYZER_MID] = { LEVEL ("mid-spectrum", "dBFS",
                             "Power of the mid in third octaves from 20 Hz"),
      MST_ANALYSIS_THIRDS },
  [MST_ANALYZER_SIDE] = { LEVEL ("side-spectrum", "dBFS",
                              "Power of the side in third octaves from 20 Hz"),
      MST_ANALYSIS_THIRDS },
  [MST_ANALYZER_BAND_LEVEL] = { LEVEL ("band-level", "LU",
                                    "Loudness of each band less that of all"),
      MST_ANALYSIS_BANDS },
  [MST_ANALYZER_BAND_SIDE] = { LEVEL ("band-side", "LU",
                                   "Side less mid in each band"),
      MST_ANALYSIS_BANDS },
  [MST_ANALYZER_BAND_SIDE_POWER] = { LEVEL ("band-side-power", "LU",
                                         "Side less mid in each band, by "
                                         "power"),
      MST_ANALYSIS_BANDS },
  [MST_ANALYZER_BAND_RANGE] = { RANGE ("band-range", "LU",
                                    "Range of the loudness of each band"),
      MST_ANALYSIS_BANDS },
  [MST_ANALYZER_BAND_CREST] = { LEVEL ("band-crest", "dB",
                                    "Peak over RMS of each band"),
      MST_ANALYSIS_BANDS },
  [MST_ANALYZER_BAND_TRANSIENTS] = { COUNT ("band-transients", "1/s",
                                         "Onsets a second in each band"),
      MST_ANALYSIS_BANDS },
  [MST_ANALYZER_BAND_CORRELATION] = { CORRELATION ("band-correlation",
                                          "Left and right in each band"),
      MST_ANALYSIS_BANDS },
  [MST_ANALYZER_RESONANCE_FREQUENCY] = { COUNT ("resonance-frequency", "Hz",
                                             "Frequencies of narrow tops; 0 "
                                             "ends the list"),
      MST_ANALYSIS_RESONANCES },
  [MST_ANALYZER_RESONANCE_PROMINENCE] = { RANGE ("resonance-prominence", "dB",
                                              "Level of each narrow top over "
                                              "what is about it"),
      MST_ANALYSIS_RESONANCES },
  [MST_ANALYZER_RESONANCE_Q] = { COUNT ("resonance-q", "",
                                     "Q of each narrow top"),
      MST_ANALYSIS_RESONANCES },
  [MST_ANALYZER_SECTION_LOUDNESS] = { LEVEL ("section-loudness", "LU",
                                          "Loudness of the loud, the typical "
                                          "and the quiet sections"),
      MST_ANALYSIS_SECTIONS },
  [MST_ANALYZER_LOUD_MID] = { LEVEL ("loud-mid-spectrum", "dB",
                                  "Mid of the loud sections, in thirds"),
      MST_ANALYSIS_THIRDS },
  [MST_ANALYZER_LOUD_SIDE] = { LEVEL ("loud-side-spectrum", "dB",
                                   "Side of the loud sections, in thirds"),
      MST_ANALYSIS_THIRDS },
  [MST_ANALYZER_TYPICAL_MID] = { LEVEL ("typical-mid-spectrum", "dB",
                                     "Mid of the typical sections, in thirds"),
      MST_ANALYSIS_THIRDS },
  [MST_ANALYZER_TYPICAL_SIDE] = { LEVEL ("typical-side-spectrum", "dB",
                                      "Side of the typical sections, in "
                                      "thirds"),
      MST_ANALYSIS_THIRDS },
  [MST_ANALYZER_QUIET_MID] = { LEVEL ("quiet-mid-spectrum", "dB",
                                   "Mid of the quiet sections, in thirds"),
      MST_ANALYSIS_THIRDS },
  [MST_ANALYZER_QUIET_SIDE] = { LEVEL ("quiet-side-spectrum", "dB",
                                    "Side of the quiet sections, in thirds"),
      MST_ANALYSIS_THIRDS },
  [MST_ANALYZER_BLOCK_LEVEL] = { LEVEL ("block-level", "LU",
                                     "Quantiles of the loudness of 400 ms"),
      MST_ANALYSIS_QUANTILES },
  [MST_ANALYZER_PEAK_SHARE] = { ROW ("peak-share", "", 0.0, 1.0, 0.0,
                                    "Share of the peaks that are within 0.25, "
                                    "1 and 3 dB of the top"),
      MST_ANALYSIS_TOPS },
  [MST_ANALYZER_DETAIL] = { LEVEL ("detail-spectrum", "dB",
                                "Density of the mid, 24 points an octave from "
                                "40 Hz, less the loudness"),
      MST_ANALYSIS_DETAIL },
};

/* The place of the first number of each array in the struct, and how many
 * doubles further the next one is. */
#define OF_BAND(field)                                                         \
  {                                                                            \
    AT (band[0].field), sizeof (MstAnalysisBand) / sizeof (double)             \
  }
#define OF_RESONANCE(field)                                                    \
  {                                                                            \
    AT (resonance[0].field), sizeof (MstAnalysisResonance) / sizeof (double)   \
  }

static const struct {
  size_t first, stride;
} places[] = {
  [MST_ANALYZER_MID] = { AT (mid), 1 },
  [MST_ANALYZER_SIDE] = { AT (side), 1 },
  [MST_ANALYZER_BAND_LEVEL] = OF_BAND (level),
  [MST_ANALYZER_BAND_SIDE] = OF_BAND (side),
  [MST_ANALYZER_BAND_SIDE_POWER] = OF_BAND (side_power),
  [MST_ANALYZER_BAND_RANGE] = OF_BAND (range),
  [MST_ANALYZER_BAND_CREST] = OF_BAND (crest),
  [MST_ANALYZER_BAND_TRANSIENTS] = OF_BAND (transients),
  [MST_ANALYZER_BAND_CORRELATION] = OF_BAND (correlation),
  [MST_ANALYZER_RESONANCE_FREQUENCY] = OF_RESONANCE (frequency),
  [MST_ANALYZER_RESONANCE_PROMINENCE] = OF_RESONANCE (prominence),
  [MST_ANALYZER_RESONANCE_Q] = OF_RESONANCE (q),
  [MST_ANALYZER_SECTION_LOUDNESS] = { AT (section[0].loudness),
      sizeof (MstAnalysisSection) / sizeof (double) },
  [MST_ANALYZER_LOUD_MID] = { AT (section[MST_ANALYSIS_LOUD].mid), 1 },
  [MST_ANALYZER_LOUD_SIDE] = { AT (section[MST_ANALYSIS_LOUD].side), 1 },
  [MST_ANALYZER_TYPICAL_MID] = { AT (section[MST_ANALYSIS_TYPICAL].mid), 1 },
  [MST_ANALYZER_TYPICAL_SIDE] = { AT (section[MST_ANALYSIS_TYPICAL].side), 1 },
  [MST_ANALYZER_QUIET_MID] = { AT (section[MST_ANALYSIS_QUIET].mid), 1 },
  [MST_ANALYZER_QUIET_SIDE] = { AT (section[MST_ANALYSIS_QUIET].side), 1 },
  [MST_ANALYZER_BLOCK_LEVEL] = { AT (block_level), 1 },
  [MST_ANALYZER_PEAK_SHARE] = { AT (peak_share), 1 },
  [MST_ANALYZER_DETAIL] = { AT (detail), 1 },
};

void
mst_analysis_to_numbers (const MstAnalysis *analysis, double *numbers)
{
  double all[sizeof (*analysis) / sizeof (double)];

  memcpy (all, analysis, sizeof (all));
  memcpy (numbers, all, MST_ANALYZER_SCALARS * sizeof (double));
  numbers += MST_ANALYZER_SCALARS;
  for (int k = 0; k < MST_ANALYZER_ARRAYS; k++)
    for (int i = 0; i < mst_analyzer_arrays[k].count; i++)
      *numbers++ = all[places[k].first + (size_t) i * places[k].stride];
}

void
mst_analysis_from_numbers (MstAnalysis *analysis, const double *numbers)
{
  double all[sizeof (*analysis) / sizeof (double)];

  memcpy (all, numbers, MST_ANALYZER_SCALARS * sizeof (double));
  numbers += MST_ANALYZER_SCALARS;
  for (int k = 0; k < MST_ANALYZER_ARRAYS; k++)
    for (int i = 0; i < mst_analyzer_arrays[k].count; i++)
      all[places[k].first + (size_t) i * places[k].stride] = *numbers++;
  memcpy (analysis, all, sizeof (all));
}
