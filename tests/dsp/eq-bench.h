/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq-bench.h - the equaliser on the test bench.
 */
#ifndef EQ_BENCH_H
#define EQ_BENCH_H

#include "bench.h"

#include "dsp/eq/eq.h"
#include "prototype.h"

#define RATE 48000.0
#define N 48000

static inline void
set (Bench *bench, int band, int param, double value)
{
  bench->values[mst_eq_band_at (band, param)] = value;
}

static inline void
set_band (Bench *bench, int band, MstShape type, double frequency, double gain,
    double q)
{
  set (bench, band, MST_EQ_BAND_TYPE, type);
  set (bench, band, MST_EQ_BAND_FREQUENCY, frequency);
  set (bench, band, MST_EQ_BAND_GAIN, gain);
  set (bench, band, MST_EQ_BAND_Q, q);
}

#endif /* EQ_BENCH_H */
