/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * meter/table.h - the readouts of the meter.
 */
#ifndef MST_METER_TABLE_H
#define MST_METER_TABLE_H

#include "dsp/stage.h"

#define MST_METER_OVER_TIMES 8
#define MST_METER_BANDS 4

/** Indices into the readouts. Loudness, peaks and the threshold are -infinity
 * for silence, and before enough has been heard. */
enum {
  MST_METER_MOMENTARY,          /* LUFS, the last 400 ms */
  MST_METER_SHORTTERM,          /* LUFS, the last 3 s */
  MST_METER_GLOBAL,             /* LUFS, gated */
  MST_METER_RELATIVE_THRESHOLD, /* LUFS, the gate of MST_METER_GLOBAL */
  MST_METER_RANGE,              /* LU */
  MST_METER_TRUE_PEAK,          /* dBTP, greatest of all channels */
  MST_METER_TRUE_PEAK_4X,       /* dBTP, as short 4x interpolators read it */
  MST_METER_SAMPLE_PEAK,        /* dBFS, greatest of all channels */
  MST_METER_CORRELATION,        /* -1 .. 1 of channels 0 and 1, the last 3 s */
  MST_METER_MAX_MOMENTARY,      /* LUFS */
  MST_METER_MAX_SHORTTERM,      /* LUFS */
  MST_METER_INVALID_SAMPLES,    /* NaN, Inf and absurd samples, read as 0 */
  MST_METER_FRAMES,
  MST_METER_PLR,          /* dB, 0 until there is a loudness; so the PSRs */
  MST_METER_PSR,          /* dB, of the last 3 s */
  MST_METER_MIN_PSR,      /* dB */
  MST_METER_DC,           /* dBFS, of the worst channel */
  MST_METER_CLIPPED_RUNS, /* of all channels */
  MST_METER_OVERS,        /* stretches of ticks of 10 ms over 0 dBTP */
  MST_METER_BALANCE,      /* dB, channel 0 over 1, the last 3 s */
  MST_METER_WORD_LENGTH,  /* bits, of the channel with the longest words */
  /* The downmix is what two loudspeakers play of more than two channels;
   * -infinity for two and fewer, which have no other sound there. */
  MST_METER_DOWNMIX_LOUDNESS,  /* LUFS, gated */
  MST_METER_DOWNMIX_TRUE_PEAK, /* dBTP */
  MST_METER_SCALARS,

  /* The arrays. */
  MST_METER_OVER_TIME = MST_METER_SCALARS, /* s */
  MST_METER_BAND_CORRELATION = MST_METER_OVER_TIME + MST_METER_OVER_TIMES,
  MST_METER_N_READOUTS = MST_METER_BAND_CORRELATION + MST_METER_BANDS
};

/** The arrays, in the order of their rows. */
enum {
  MST_METER_ROW_OVER_TIMES,
  MST_METER_ROW_BAND_CORRELATION,
  MST_METER_ARRAYS
};

extern const MstParam mst_meter_readouts[MST_METER_SCALARS];
extern const MstArrayRow mst_meter_arrays[MST_METER_ARRAYS];

#endif /* MST_METER_TABLE_H */
