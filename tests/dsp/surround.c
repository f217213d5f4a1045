/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* 5.1: the channel of low-frequency effects leads no gain but its own, unless
 * link-lfe is set. The oracle is the stage itself with that channel silent, and
 * for what it may not exceed the ceiling. */
#include "bench.h"

#include "dsp/compressor/compressor.h"
#include "dsp/compressor/table.h"
#include "dsp/limiter/limiter.h"
#include "dsp/limiter/table.h"
#include "dsp/multiband/multiband.h"
#include "dsp/multiband/table.h"

#define N 24000 /* half a second */
#define CHANNELS 6
#define LFE 3 /* bench_format() has it so */

typedef float Planes[CHANNELS * N];

static void
set (Bench *bench, bool link_lfe)
{
  double *v = bench->values;

  if (bench->stage == &mst_stage_limiter) {
    v[MST_LIMITER_CEILING] = -6.0;
    v[MST_LIMITER_LINK_LFE] = link_lfe;
  } else if (bench->stage == &mst_stage_compressor) {
    v[MST_COMPRESSOR_THRESHOLD] = -30.0;
    v[MST_COMPRESSOR_RATIO] = 4.0;
    v[MST_COMPRESSOR_LINK_LFE] = link_lfe;
  } else {
    for (int b = 0; b < 4; b++) {
      v[mst_multiband_band_at (b, MST_MULTIBAND_BAND_THRESHOLD)] = -50.0;
      v[mst_multiband_band_at (b, MST_MULTIBAND_BAND_RATIO)] = 4.0;
    }
    v[MST_MULTIBAND_LINK_LFE] = link_lfe;
  }
}

/* Noise at -40 dBFS, in the fronts at `front`, and 50 Hz at `effects`. */
static void
run (const MstStage *stage, bool link_lfe, double front, double effects,
    float *audio)
{
  Bench bench = bench_new (stage, 48000, CHANNELS);

  set (&bench, link_lfe);
  bench_start (&bench);
  bench_noise (audio, CHANNELS * N, 0.01, 7);
  bench_noise (audio, 2 * N, front, 8);
  bench_sine (audio + LFE * N, N, 48000, 50, effects);
  bench_run (&bench, audio, N, 480);
  bench_stop (&bench);
}

static bool
others_are_alike (const float *a, const float *b)
{
  return memcmp (a, b, LFE * N * sizeof (float)) == 0 &&
      memcmp (a + (LFE + 1) * N, b + (LFE + 1) * N,
          (CHANNELS - LFE - 1) * N * sizeof (float)) == 0;
}

static double
peak_of (const float *audio, int from)
{
  double peak = 0.0;

  for (int i = from; i < N; i++)
    peak = fmax (peak, fabs (audio[i]));
  return peak;
}

static const MstStage *const stages[] = { &mst_stage_limiter,
  &mst_stage_compressor, &mst_stage_multiband };

static void
test_effects_move_no_other_channel (void)
{
  static Planes quiet, loud;

  for (int k = 0; k < 3; k++) {
    run (stages[k], false, 0.01, 0.0, quiet);
    run (stages[k], false, 0.01, 1.0, loud);
    mst_check (others_are_alike (quiet, loud), "%s", stages[k]->name);
    run (stages[k], true, 0.01, 1.0, loud);
    mst_check (!others_are_alike (quiet, loud), "%s, linked", stages[k]->name);
  }
}

/* The limiter holds the ceiling in every channel: -6 dBFS is 0.501. The others
 * turn effects down as they turn each other down. */
static void
test_effects_are_not_left_alone (void)
{
  static Planes soft, loud;

  run (&mst_stage_limiter, false, 0.01, 1.0, loud);
  mst_check (peak_of (loud + LFE * N, 0) <= 0.5012, "%g",
      peak_of (loud + LFE * N, 0));
  mst_check (peak_of (loud + LFE * N, N / 2) > 0.45, "%g",
      peak_of (loud + LFE * N, N / 2));
  for (int k = 1; k < 3; k++) {
    double down;
    run (stages[k], false, 0.001, 0.001, soft);
    run (stages[k], false, 1.0, 0.001, loud);
    down = peak_of (loud + LFE * N, N / 2) / peak_of (soft + LFE * N, N / 2);
    mst_check (down < 0.7, "%s: %g", stages[k]->name, down);
  }
}

/* With no other channel it leads. */
static void
test_effects_alone (void)
{
  for (int k = 0; k < 3; k++) {
    static float audio[N];
    Bench bench = bench_new (stages[k], 48000, 1);
    bench.format.roles[0] = MST_ROLE_LFE;
    set (&bench, false);
    bench_start (&bench);
    bench_sine (audio, N, 48000, 50, 1.0);
    bench_run (&bench, audio, N, 480);
    bench_stop (&bench);
    mst_check (peak_of (audio, N / 2) < 0.7, "%s: %g", stages[k]->name,
        peak_of (audio, N / 2));
  }
}

int
main (void)
{
  MST_RUN (test_effects_move_no_other_channel);
  MST_RUN (test_effects_are_not_left_alone);
  MST_RUN (test_effects_alone);
  return mst_done ();
}
