/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * bench.h - a dsp stage on a test bench: values, planes, a run in blocks.
 */
#ifndef BENCH_H
#define BENCH_H

#include <string.h>

#include "layouts.h"
#include "mst-test.h"

#include "dsp/common/vector/kernels.h"
#include "dsp/stage.h"

#define BENCH_MAX_VALUES 1024

typedef struct {
  const MstStage *stage;
  MstFormat format;
  double values[BENCH_MAX_VALUES];
  void *self;
} Bench;

static inline MstFormat
bench_format (double rate, int channels)
{
  MstFormat format = { .rate = rate,
    .channels = channels,
    .max_block = 1024,
    .bits = 16 };

  layout_place (&format);
  return format;
}

/** Default values; change some, then bench_start(). */
static inline Bench
bench_new (const MstStage *stage, double rate, int channels)
{
  Bench bench = { stage, bench_format (rate, channels), { 0 }, NULL };

  mst_check (mst_stage_n_values (stage) <= BENCH_MAX_VALUES, "too many values");
  mst_stage_defaults (stage, bench.values);
  return bench;
}

/** The row of value `i`: of the parameters, the bands or, as a parameter, of
 * the curves. */
static inline MstParam
bench_row (const MstStage *stage, int i)
{
  const MstCurveRow *curve;

  if (i < stage->n_params)
    return stage->params[i];
  if (i < mst_stage_first_curve (stage))
    return stage->band_params[(i - stage->n_params) % stage->n_band_params];
  curve =
      &stage->curves[(i - mst_stage_first_curve (stage)) / MST_CURVE_POINTS];
  return (MstParam){ curve->name, curve->unit, curve->min, curve->max, 0,
    MST_KIND_DOUBLE, .blurb = curve->blurb };
}

static inline void
bench_start (Bench *bench)
{
  bench->self = bench->stage->new (&bench->format, bench->values);
  mst_check (bench->self, "new() failed");
}

static inline void
bench_set (Bench *bench)
{
  bench->stage->set (bench->self, bench->values);
}

static inline void
bench_stop (Bench *bench)
{
  bench->stage->free (bench->self);
  bench->self = NULL;
}

/** Runs `n` frames of `channels` planes of `n` samples each, one after the
 * other in `audio`, in place, in blocks of `block`. */
static inline void
bench_run (Bench *bench, float *audio, int n, int block)
{
  float *planes[MST_MAX_CHANNELS];

  for (int i = 0; i < n; i += block) {
    for (int c = 0; c < bench->format.channels; c++)
      planes[c] = audio + (size_t) c * n + i;
    bench->stage->process (bench->self, planes, n - i < block ? n - i : block);
  }
}

static inline void
bench_noise (float *audio, int n, double peak, uint64_t seed)
{
  uint64_t state = seed * 2654435761u + 88172645463325252u;

  for (int i = 0; i < n; i++)
    audio[i] = (float) (peak * mst_noise (&state));
}

/** amplitude sin (2 pi frequency i / rate) */
static inline void
bench_sine (float *audio, int n, double rate, double frequency,
    double amplitude)
{
  for (int i = 0; i < n; i++)
    audio[i] = (float) (amplitude * sin (2 * M_PI * frequency * i / rate));
}

/** The amplitude of `frequency` in audio[from .. from + n - 1], n whole
 * periods, by correlation in double. */
static inline double
bench_amplitude (const float *audio, int from, int n, double rate,
    double frequency)
{
  double re = 0, im = 0;

  for (int i = from; i < from + n; i++) {
    re += audio[i] * cos (2 * M_PI * frequency * i / rate);
    im += audio[i] * sin (2 * M_PI * frequency * i / rate);
  }
  return 2 * hypot (re, im) / n;
}

/** |H| in dB of n samples, by the definition, in double. */
static inline double
bench_level_at (const float *h, int n, double rate, double frequency)
{
  double w = 2 * M_PI * frequency / rate, re = 0, im = 0;

  for (int i = 0; i < n; i++) {
    re += h[i] * cos (w * i);
    im += h[i] * sin (w * i);
  }
  return 20 * log10 (hypot (re, im));
}

#endif /* BENCH_H */
