/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * meter.h - the loudness meter: what BS.1770-5 and EBU R 128 ask for, peaks
 * between and on the samples, how left and right relate, and faults.
 *
 * An analyser: process() leaves the planes as they are, so there is nothing to
 * set and no latency. The readouts, in this order, are reset by reset() alone.
 * All are of constant memory and may be read after every block.
 */
#ifndef MST_METER_H
#define MST_METER_H

#include "dsp/stage.h"

#define MST_METER_OVER_TIMES 8
#define MST_METER_BANDS 4

/** The readouts of mst_stage_meter. Loudness, peaks and `threshold` are -inf
 * for silence and for what has not been heard long enough. */
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
  MST_METER_SCALARS,

  /* The arrays. */
  MST_METER_OVER_TIME = MST_METER_SCALARS, /* s */
  MST_METER_BAND_CORRELATION = MST_METER_OVER_TIME + MST_METER_OVER_TIMES,
  MST_METER_N_READOUTS = MST_METER_BAND_CORRELATION + MST_METER_BANDS
};

extern const MstStage mst_stage_meter;

#endif /* MST_METER_H */
