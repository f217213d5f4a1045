/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * multiband/table.h - the tables of the multiband stage, and where its bands
 * meet.
 */
#ifndef MST_MULTIBAND_TABLE_H
#define MST_MULTIBAND_TABLE_H

#include "dsp/stage.h"

#define MST_MULTIBAND_MAX_BANDS 6

/** Indices into the values. */
enum {
  MST_MULTIBAND_BANDS,
  MST_MULTIBAND_CROSSOVER,
  MST_MULTIBAND_MODE,
  MST_MULTIBAND_LOOKAHEAD,
  MST_MULTIBAND_MIX,
  MST_MULTIBAND_GAIN,
  MST_MULTIBAND_LINK_LFE,
  MST_MULTIBAND_LINK_GROUPS, /* an MstLinkGroups */
  MST_MULTIBAND_N_PARAMS,
};

/** Indices into the values of a band. */
enum {
  MST_MULTIBAND_BAND_UPPER_FREQUENCY,
  MST_MULTIBAND_BAND_ACTION,
  MST_MULTIBAND_BAND_DETECTOR,
  MST_MULTIBAND_BAND_TOPOLOGY,
  MST_MULTIBAND_BAND_THRESHOLD,
  MST_MULTIBAND_BAND_RATIO,
  MST_MULTIBAND_BAND_KNEE,
  MST_MULTIBAND_BAND_RANGE,
  MST_MULTIBAND_BAND_ATTACK,
  MST_MULTIBAND_BAND_RELEASE,
  MST_MULTIBAND_BAND_HOLD,
  MST_MULTIBAND_BAND_AUTO_RELEASE,
  MST_MULTIBAND_BAND_AUTO_TIMES,
  MST_MULTIBAND_BAND_LINK,
  MST_MULTIBAND_BAND_MIX,
  MST_MULTIBAND_BAND_GAIN,
  MST_MULTIBAND_BAND_ENABLED,
  MST_MULTIBAND_BAND_SOLO,
  MST_MULTIBAND_BAND_MUTE,
  MST_MULTIBAND_BAND_N_PARAMS,
};

/** Index of the value `param` of `band`. */
static inline int
mst_multiband_band_at (int band, int param)
{
  return MST_MULTIBAND_N_PARAMS + band * MST_MULTIBAND_BAND_N_PARAMS + param;
}

/** The values of "crossover" and "mode". */
typedef enum {
  MST_MULTIBAND_MINIMUM_PHASE,
  MST_MULTIBAND_LINEAR_PHASE,
} MstMultibandPhase;

typedef enum {
  MST_MULTIBAND_STEREO,
  MST_MULTIBAND_MID_SIDE,
} MstMultibandMode;

/** Indices into the readouts of a band. */
enum {
  MST_MULTIBAND_BAND_GAIN_REDUCTION,
  MST_MULTIBAND_BAND_N_READOUTS,
};

extern const MstParam mst_multiband_params[];
extern const MstParam mst_multiband_band_params[];
extern const MstParam mst_multiband_band_readouts[];

/** The end of `band`, one of so many, as set or by default [Hz]. */
double
mst_multiband_upper_frequency (const double *values, int bands, int band);

/** The lowest end of all bands [Hz]. */
double mst_multiband_lowest_frequency (const double *values);

#endif /* MST_MULTIBAND_TABLE_H */
