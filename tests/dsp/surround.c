/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* 5.1: the channel of low-frequency effects leads no gain but its own, unless
 * link-lfe is set. The oracle is the stage itself with that channel silent, and
 * for what it may not exceed the ceiling. */
#include "bench.h"

#include "dsp/common/dynamics/link.h"
#include "dsp/compressor/compressor.h"
#include "dsp/compressor/table.h"
#include "dsp/eq/eq.h"
#include "dsp/eq/table.h"
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

/* A dynamic band of the equaliser, on all channels or on the middles. */
static void
run_dynamic_band (int channel, double effects, float *audio)
{
  Bench bench = bench_new (&mst_stage_eq, 48000, CHANNELS);

  bench.values[mst_eq_band_at (0, MST_EQ_BAND_FREQUENCY)] = 60;
  bench.values[mst_eq_band_at (0, MST_EQ_BAND_CHANNEL)] = channel;
  bench.values[mst_eq_band_at (0, MST_EQ_BAND_DYNAMIC)] = 1;
  bench.values[mst_eq_band_at (0, MST_EQ_BAND_RANGE)] = -12;
  bench_start (&bench);
  bench_noise (audio, CHANNELS * N, 0.3, 7);
  bench_sine (audio + LFE * N, N, 48000, 50, effects);
  bench_run (&bench, audio, N, 480);
  bench_stop (&bench);
}

static void
test_effects_move_no_band (void)
{
  static Planes quiet, loud;

  for (int channel = MST_EQ_STEREO; channel <= MST_EQ_SIDE; channel++) {
    run_dynamic_band (channel, 0.0, quiet);
    run_dynamic_band (channel, 1.0, loud);
    mst_check (others_are_alike (quiet, loud), "on %d", channel);
  }
}

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
    bench.format.places[0].row = MST_ROW_LFE;
    set (&bench, false);
    bench_start (&bench);
    bench_sine (audio, N, 48000, 50, 1.0);
    bench_run (&bench, audio, N, 480);
    bench_stop (&bench);
    mst_check (peak_of (audio, N / 2) < 0.7, "%s: %g", stages[k]->name,
        peak_of (audio, N / 2));
  }
}

/* --- zones: the oracle is the stage itself with the others as they were */

typedef struct {
  int groups;
  int loud;             /* the channel that gets loud */
  bool moves[CHANNELS]; /* whose gain follows; it leads its own zone */
} Zones;

static const Zones zones[] = {
  { MST_LINK_ALL, 0, { true, true, true, true, true, true } },
  { MST_LINK_ZONES, 0, { true, true, true, true, false, false } },
  { MST_LINK_ZONES, 2, { true, true, true, true, false, false } },
  { MST_LINK_ZONES, 5, { false, false, false, false, true, true } },
  { MST_LINK_CENTRE_APART, 0, { true, true, false, true, false, false } },
  { MST_LINK_CENTRE_APART, 2, { false, false, true, false, false, false } },
  { MST_LINK_CENTRE_APART, 4, { false, false, false, false, true, true } },
};

static int
groups_of (const MstStage *stage)
{
  return stage == &mst_stage_limiter   ? MST_LIMITER_LINK_GROUPS
      : stage == &mst_stage_compressor ? MST_COMPRESSOR_LINK_GROUPS
                                       : MST_MULTIBAND_LINK_GROUPS;
}

/* Half linked, all gains are found one by one. */
static void
set_link (Bench *bench, double link)
{
  if (bench->stage == &mst_stage_limiter)
    bench->values[MST_LIMITER_LINK] = link;
  else if (bench->stage == &mst_stage_compressor)
    bench->values[MST_COMPRESSOR_LINK] = link;
  else
    for (int b = 0; b < 4; b++)
      bench->values[mst_multiband_band_at (b, MST_MULTIBAND_BAND_LINK)] = link;
}

static void
run_zone (const MstStage *stage, const Zones *this, double link, double level,
    float *audio)
{
  Bench bench = bench_new (stage, 48000, CHANNELS);

  set (&bench, false);
  set_link (&bench, link);
  bench.values[groups_of (stage)] = this->groups;
  bench_start (&bench);
  bench_noise (audio, CHANNELS * N, 0.01, 7);
  bench_noise (audio + this->loud * N, N, level, 8);
  bench_run (&bench, audio, N, 480);
  bench_stop (&bench);
}

static void
test_zones (void)
{
  static Planes quiet, loud;

  for (int k = 0; k < 3; k++)
    for (size_t z = 0; z < MST_N_ELEMENTS (zones); z++)
      for (int half = 0; half < 2; half++) {
        const Zones *this = &zones[z];
        run_zone (stages[k], this, half ? 0.5 : 1.0, 0.01, quiet);
        run_zone (stages[k], this, half ? 0.5 : 1.0, 1.0, loud);
        for (int c = 0; c < CHANNELS; c++) {
          bool apart = c == LFE && stages[k] == &mst_stage_limiter;
          bool moved =
              memcmp (quiet + c * N, loud + c * N, N * sizeof (float)) != 0;
          mst_check (moved == (this->moves[c] && !apart),
              "%s, case %zu, half %d: channel %d", stages[k]->name, z, half, c);
        }
      }
}

/* Linked channels have one gain: their ratios stay, to within rounding. */
static void
test_one_gain_a_zone (void)
{
  static Planes in, out;
  double worst = 0.0;

  for (int k = 0; k < 3; k++) {
    Bench bench = bench_new (stages[k], 48000, CHANNELS);
    set (&bench, false);
    bench.values[groups_of (stages[k])] = MST_LINK_ZONES;
    bench_start (&bench);
    bench_noise (in, N, 0.9, 7);
    for (int c = 1; c < CHANNELS; c++)
      for (int i = 0; i < N; i++)
        in[c * N + i] = in[i] * (c == 3 ? 0.1f : 1.0f / (float) (c + 1));
    memcpy (out, in, sizeof (out));
    bench_run (&bench, out, N, 480);
    bench_stop (&bench);
    for (int i = 0; i < N; i++) {
      worst = fmax (worst, fabs (out[i] - 2.0 * out[N + i]));
      worst = fmax (worst, fabs (out[i] - 3.0 * out[2 * N + i]));
      worst = fmax (worst, fabs (5.0 * out[4 * N + i] - 6.0 * out[5 * N + i]));
    }
    mst_check (worst < 1e-6, "%s: %g", stages[k]->name, worst);
  }
}

int
main (void)
{
  MST_RUN (test_effects_move_no_other_channel);
  MST_RUN (test_effects_move_no_band);
  MST_RUN (test_effects_are_not_left_alone);
  MST_RUN (test_effects_alone);
  MST_RUN (test_zones);
  MST_RUN (test_one_gain_a_zone);
  return mst_done ();
}
