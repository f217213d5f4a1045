/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The equaliser does not click, whatever changes while a tone plays. The oracle
 * is x[i+1] - 2 cos (w) x[i] + x[i-1], which is 0 for a steady tone of w: what
 * a change leaves of it is its click. A jump of 18 dB, unsmoothed, reads 0.7.
 */
#include "eq-bench.h"

#define BLOCK 480
#define LIMIT 0.25e-3 /* -72 dBFS */
#define MOST 6        /* channels */

static float audio[MOST * N];

static const double omega = 2 * M_PI * 1000 / RATE;

/* In each channel the same tone, of a level and a phase of its own, so that
 * neither middles nor sides are silent. */
static void
play (int channels)
{
  for (int c = 0; c < channels; c++)
    for (int i = 0; i < N; i++)
      audio[c * N + i] = (float) (0.5 / (1 + c) * sin (omega * i + c));
}

static double
worst_of (const float *x)
{
  double worst = 0;

  for (int i = N / 4; i < N - 1; i++)
    worst = fmax (worst, fabs (x[i + 1] - 2 * cos (omega) * x[i] + x[i - 1]));
  return worst;
}

/* One value jumps half-way. */
static double
click (Bench *bench, int param, double to)
{
  const int channels = bench->format.channels;
  double worst = 0;

  bench_start (bench);
  play (channels);
  for (int i = 0; i < N; i += BLOCK) {
    float *planes[MOST];
    for (int c = 0; c < channels; c++)
      planes[c] = audio + c * N + i;
    if (i == N / 2)
      bench->values[param] = to;
    bench_set (bench);
    mst_stage_eq.process (bench->self, planes, BLOCK);
  }
  bench_stop (bench);
  for (int c = 0; c < channels; c++)
    worst = fmax (worst, worst_of (audio + c * N));
  return worst;
}

static void
test_a_band_alone (void)
{
  const double changes[][3] = {
    { mst_eq_band_at (0, MST_EQ_BAND_GAIN), -9, 9 },
    { mst_eq_band_at (0, MST_EQ_BAND_FREQUENCY), 900, 3000 },
    { mst_eq_band_at (0, MST_EQ_BAND_Q), 0.7, 3 },
    { mst_eq_band_at (0, MST_EQ_BAND_TYPE), MST_SHAPE_BELL,
        MST_SHAPE_HIGH_SHELF },
    { mst_eq_band_at (0, MST_EQ_BAND_TYPE), MST_SHAPE_LOW_CUT, MST_SHAPE_TILT },
    { mst_eq_band_at (0, MST_EQ_BAND_CHANNEL), MST_EQ_STEREO, MST_EQ_MID },
    { mst_eq_band_at (0, MST_EQ_BAND_ENABLED), 1, 0 },
    { mst_eq_band_at (1, MST_EQ_BAND_SOLO), 0, 1 },
    { mst_eq_band_at (0, MST_EQ_BAND_DYNAMIC), 0, 1 },
    { MST_EQ_BANDS, 8, 0 },
    { MST_EQ_GAIN, 0, -6 },
  };

  for (size_t i = 0; i < MST_N_ELEMENTS (changes); i++) {
    Bench bench = bench_new (&mst_stage_eq, RATE, 1);
    double worst;

    set_band (&bench, 0, MST_SHAPE_BELL, 900, 9, 0.7);
    bench.values[(int) changes[i][0]] = changes[i][1];
    worst = click (&bench, (int) changes[i][0], changes[i][2]);
    mst_check (worst < LIMIT, "change %zu: %g", i, worst);
  }
}

/* Three bands, each on any part of the pairs; the middle one is switched, or
 * goes to another part. What the others hold must be of the lanes, and in the
 * order, that they go on with. */
static void
check_three (int channels, const int on[3], int param, double to)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, channels);
  double worst;

  set_band (&bench, 0, MST_SHAPE_BELL, 900, 9, 0.7);
  set_band (&bench, 1, MST_SHAPE_BELL, 1200, -6, 1);
  set_band (&bench, 2, MST_SHAPE_LOW_SHELF, 700, 6, 0.7);
  for (int b = 0; b < 3; b++)
    set (&bench, b, MST_EQ_BAND_CHANNEL, on[b]);
  worst = click (&bench, mst_eq_band_at (1, param), to);
  mst_check (worst < LIMIT,
      "%d channels, bands on %d %d %d, value %d to %g: %g", channels, on[0],
      on[1], on[2], param, to, worst);
}

static void
test_bands_beside_others (void)
{
  enum { N_PARTS = MST_EQ_SIDE + 1 };
  static const int counts[] = { 2, MOST };

  for (int k = 0; k < N_PARTS * N_PARTS * N_PARTS * 2; k++) {
    const int on[3] = { k % N_PARTS, k / N_PARTS % N_PARTS,
      k / (N_PARTS * N_PARTS) % N_PARTS };
    const int channels = counts[k / (N_PARTS * N_PARTS * N_PARTS)];

    check_three (channels, on, MST_EQ_BAND_ENABLED, 0);
    check_three (channels, on, MST_EQ_BAND_GAIN, 3);
    check_three (channels, on, MST_EQ_BAND_CHANNEL, (on[1] + 1) % N_PARTS);
  }
}

int
main (void)
{
  MST_RUN (test_a_band_alone);
  MST_RUN (test_bands_beside_others);
  return mst_done ();
}
