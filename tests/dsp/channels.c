/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Every stage on 1, 3.0, 5.1, 7.1 and 7.1.4, all values turned. The oracles:
 * what is finite stays finite; a stage goes by where a channel stands in the
 * room, not in the list; low-frequency effects lead nothing. */
#include "bench.h"

#include "mst-stages.h"

#define N 6007
#define MOST 12

static const MstStage *stage;
static float input[MOST * N];

/* Somewhere inside each range. No channel of low-frequency effects leads, and
 * the monitor has no noise, which differs by the number of a channel. */
static void
turn (Bench *bench, size_t seed)
{
  uint64_t state = seed * 7919 + 1;

  for (int i = 0; i < mst_stage_n_values (stage); i++) {
    MstParam row = bench_row (stage, i);
    double share = 0.5 + 0.3 * mst_noise (&state);
    double value = row.min + share * (row.max - row.min);
    if (strcmp (row.unit, "Hz") == 0 && row.min > 0)
      value = row.min * pow (row.max / row.min, share);
    if (row.kind != MST_KIND_DOUBLE)
      value = row.kind == MST_KIND_BOOL ? share > 0.5 : floor (value + 0.5);
    if (strcmp (row.name, "bands") == 0)
      value = fmin (4, row.max);
    if (strcmp (row.name, "link-lfe") == 0 || strcmp (row.name, "place") == 0)
      value = 0;
    bench->values[i] = value;
  }
}

/* Runs the input, with effects of this gain, in place. The channels come in
 * the usual order, or the other way round. */
static void
run (size_t seed, int channels, bool reverse, float effects, float *audio)
{
  Bench bench = bench_new (stage, 48000, channels);
  const MstFormat usual = bench.format;

  for (int c = 0; c < channels; c++) {
    const int from = reverse ? channels - 1 - c : c;
    const float gain = usual.places[from].row == MST_ROW_LFE ? effects : 1.0f;
    bench.format.places[c] = usual.places[from];
    for (int i = 0; i < N; i++)
      audio[c * N + i] = gain * input[from * N + i];
  }
  turn (&bench, seed);
  bench_start (&bench);
  bench_run (&bench, audio, N, 480);
  bench_stop (&bench);
}

static bool
gives_floats (void)
{
  return !(stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT));
}

static const int counts[] = { 1, 3, 6, 8, 12 };

static void
test_finite (void)
{
  static float audio[MOST * N];

  for (size_t k = 0; k < MST_N_ELEMENTS (counts); k++) {
    bool finite = true;
    run (1, counts[k], false, 1.0f, audio);
    for (int i = 0; gives_floats () && i < counts[k] * N; i++)
      finite = finite && fabsf (audio[i]) < 1e6f;
    mst_check (finite, "%s, %d channels", stage->name, counts[k]);
  }
}

static double
largest_difference (const float *a, const float *b)
{
  double worst = 0.0;

  for (int i = 0; i < N; i++)
    worst = fmax (worst, fabs (a[i] - b[i]));
  return worst;
}

/* Sums of channels may come in another order. */
static void
test_places_not_numbers (void)
{
  static float usual[MOST * N], other[MOST * N];

  for (size_t k = 1; gives_floats () && k < MST_N_ELEMENTS (counts); k++) {
    const int channels = counts[k];
    run (2 + k, channels, false, 1.0f, usual);
    run (2 + k, channels, true, 1.0f, other);
    for (int c = 0; c < channels; c++) {
      double worst =
          largest_difference (usual + c * N, other + (channels - 1 - c) * N);
      mst_check (worst < 1e-5, "%s, %d channels: channel %d by %g", stage->name,
          channels, c, worst);
    }
  }
}

/* Two channels may share a transform, and so the rounding of it. */
static void
test_effects_lead_nothing (void)
{
  static float quiet[MOST * N], loud[MOST * N];

  for (size_t k = 2; gives_floats () && k < MST_N_ELEMENTS (counts); k++) {
    run (7 + k, counts[k], false, 0.0f, quiet);
    run (7 + k, counts[k], false, 3.0f, loud);
    for (int c = 0; c < counts[k]; c++) {
      double worst = largest_difference (quiet + c * N, loud + c * N);
      mst_check (c == LAYOUT_LFE || worst < 1e-5,
          "%s, %d channels: channel %d is led by %g", stage->name, counts[k], c,
          worst);
    }
  }
}

int
main (void)
{
  bench_noise (input, MOST * N, 0.5, 1);
  for (size_t i = 0; i < MST_N_ELEMENTS (mst_stages); i++) {
    stage = mst_stages[i];
    MST_RUN (test_finite);
    MST_RUN (test_places_not_numbers);
    MST_RUN (test_effects_lead_nothing);
  }
  return mst_done ();
}
