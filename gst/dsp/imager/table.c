/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

#include <math.h>

#define MIN_HZ 20.0
#define BEYOND_HZ 1e6

static const MstChoice crossovers[] = {
  [MST_IMAGER_MINIMUM_PHASE] = { "minimum",
      "Shelves of 6 dB/octave: no latency, the least phase there can be" },
  [MST_IMAGER_LINEAR_PHASE] = { "linear",
      "24 dB/octave, all frequencies equally late" },
};

const MstParam mst_imager_params[] = {
  [MST_IMAGER_BANDS] = { "bands", "", 1, MST_IMAGER_MAX_BANDS, 1, MST_KIND_INT,
      .blurb = "Number of bands; band0 is the lowest" },
  [MST_IMAGER_CROSSOVER] = { "crossover", "", 0,
      MST_N_ELEMENTS (crossovers) - 1, MST_IMAGER_MINIMUM_PHASE, MST_KIND_ENUM,
      MST_PARAM_AT_START, crossovers,
      "Filters that divide the side into bands" },
  [MST_IMAGER_BASS_MONO] = { "bass-mono", "Hz", 0, 500, 0, MST_KIND_DOUBLE,
      .blurb = "Frequency below which the side is taken away, 12 dB/octave; 0 "
               "is off" },
  [MST_IMAGER_BALANCE] = { "balance", "", -1, 1, 0, MST_KIND_DOUBLE,
      .blurb =
          "Reduction of the right channel (negative) or the left (positive)" },
  [MST_IMAGER_ROTATION] = { "rotation", "degrees", -180, 180, 0,
      MST_KIND_DOUBLE,
      .blurb = "Turn of the image, to the right where positive: 45 takes the "
               "centre to the right channel" },
  [MST_IMAGER_STEREOIZE] = { "stereoize", "", 0, 1, 0, MST_KIND_DOUBLE,
      .blurb = "Share of decorrelated centre that is added to the side" },
  [MST_IMAGER_GUARD] = { "guard", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Lower the side of a band while it passes one of the limits" },
  [MST_IMAGER_GUARD_CORRELATION] = { "guard-correlation", "", -1, 1, 0,
      MST_KIND_DOUBLE,
      .blurb = "Lowest correlation of left and right that the guard lets pass, "
               "over 300 ms" },
  [MST_IMAGER_GUARD_LOSS] = { "guard-loss", "dB", 0, 24, 3, MST_KIND_DOUBLE,
      .blurb = "Greatest loss of power for a mono listener that the guard lets "
               "pass, over 300 ms" },
  [MST_IMAGER_CENTRE_GAIN] = { "centre-gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain of the centre, where there is one" },
  [MST_IMAGER_SURROUND_GAIN] = { "surround-gain", "dB", -24, 24, 0,
      MST_KIND_DOUBLE,
      .blurb = "Gain of the side and rear channels, where there are any" },
  [MST_IMAGER_TOP_GAIN] = { "top-gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain of the top channels, where there are any" },
  [MST_IMAGER_LFE_GAIN] = { "lfe-gain", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain of the channel of low-frequency effects, where there is "
               "one" },
};

const MstParam mst_imager_band_params[] = {
  [MST_IMAGER_BAND_UPPER_FREQUENCY] = { "upper-frequency", "Hz", 0, 20000, 0,
      MST_KIND_DOUBLE,
      .blurb = "Upper end of the band, from 20 on, where the next begins; 0 "
               "is a usual place for so many bands; the last has no end" },
  [MST_IMAGER_BAND_WIDTH] = { "width", "", 0, 4, 1, MST_KIND_DOUBLE,
      .blurb = "Gain of the side: 0 is mono, 1 leaves it as it was" },
};

const MstParam mst_imager_readouts[] = {
  [MST_IMAGER_CORRELATION] = { "correlation", "", -1, 1, 0, MST_KIND_DOUBLE,
      .blurb = "Correlation of left and right at the output, over 300 ms" },
  [MST_IMAGER_SIDE_LEVEL] = { "side-level", "dB", -MST_IMAGER_MOST_DB,
      MST_IMAGER_MOST_DB, -MST_IMAGER_MOST_DB, MST_KIND_DOUBLE,
      .blurb = "Power of the side over that of the middle at the output, over "
               "300 ms" },
};

const MstParam mst_imager_band_readouts[] = {
  [MST_IMAGER_BAND_GUARD_REDUCTION] = { "guard-reduction", "dB", 0,
      MST_IMAGER_MOST_DB, 0, MST_KIND_DOUBLE,
      .blurb = "Reduction of the side of the band by the guard" },
};

/* The ends of bands for which none is set [Hz]. */
static const double usual[MST_IMAGER_MAX_BANDS + 1][MST_IMAGER_CUTS] = {
  [2] = { 300 },
  [3] = { 200, 3000 },
  [4] = { 120, 1000, 6000 },
};

void
mst_imager_frequencies (const double *values, double *frequencies)
{
  int bands = (int) values[MST_IMAGER_BANDS];
  double lowest = MIN_HZ;

  for (int b = 0; b < MST_IMAGER_CUTS; b++) {
    double wanted =
        values[mst_imager_band_at (b, MST_IMAGER_BAND_UPPER_FREQUENCY)];

    wanted = wanted > 0.0 ? wanted : usual[bands][b];
    lowest = fmax (lowest, wanted);
    frequencies[b] = b < bands - 1 ? lowest : BEYOND_HZ;
  }
}

double
mst_imager_width (const double *values, int band)
{
  int last = (int) values[MST_IMAGER_BANDS] - 1;

  return values[mst_imager_band_at (band < last ? band : last,
      MST_IMAGER_BAND_WIDTH)];
}
