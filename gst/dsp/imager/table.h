/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** imager/table.h - the tables of the imager, and the ends of its bands. */
#ifndef MST_IMAGER_TABLE_H
#define MST_IMAGER_TABLE_H

#include "dsp/stage.h"

#define MST_IMAGER_MAX_BANDS 4

/** Indices into the values. */
enum {
  MST_IMAGER_BANDS,
  MST_IMAGER_CROSSOVER,
  MST_IMAGER_BASS_MONO,
  MST_IMAGER_BALANCE,
  MST_IMAGER_ROTATION,
  MST_IMAGER_STEREOIZE,
  MST_IMAGER_GUARD,
  MST_IMAGER_GUARD_CORRELATION,
  MST_IMAGER_GUARD_LOSS,
  MST_IMAGER_CENTRE_GAIN,
  MST_IMAGER_SURROUND_GAIN,
  MST_IMAGER_TOP_GAIN,
  MST_IMAGER_LFE_GAIN,
  MST_IMAGER_N_PARAMS,
};

/** Indices into the values of a band. */
enum {
  MST_IMAGER_BAND_UPPER_FREQUENCY,
  MST_IMAGER_BAND_WIDTH,
  MST_IMAGER_BAND_N_PARAMS,
};

/** Index of the value `param` of `band`. */
static inline int
mst_imager_band_at (int band, int param)
{
  return MST_IMAGER_N_PARAMS + band * MST_IMAGER_BAND_N_PARAMS + param;
}

/** The values of "crossover". */
typedef enum {
  MST_IMAGER_MINIMUM_PHASE,
  MST_IMAGER_LINEAR_PHASE,
} MstImagerPhase;

/** Indices into the readouts. */
enum {
  MST_IMAGER_CORRELATION,
  MST_IMAGER_SIDE_LEVEL,
  MST_IMAGER_N_READOUTS,
};

/** Indices into the readouts of a band. */
enum {
  MST_IMAGER_BAND_GUARD_REDUCTION,
  MST_IMAGER_BAND_N_READOUTS,
};

#define MST_IMAGER_CUTS (MST_IMAGER_MAX_BANDS - 1)
#define MST_IMAGER_MOST_DB 120.0 /* the readouts go so far */

extern const MstParam mst_imager_params[];
extern const MstParam mst_imager_band_params[];
extern const MstParam mst_imager_readouts[];
extern const MstParam mst_imager_band_readouts[];

/** Finds where the bands in use end, as set or by default [Hz], rising. Those
 * not in use end beyond all others. */
void mst_imager_frequencies (const double *values, double *frequencies);

/** The width of `band`. Bands that are not in use have that of the last. */
double mst_imager_width (const double *values, int band);

#endif /* MST_IMAGER_TABLE_H */
