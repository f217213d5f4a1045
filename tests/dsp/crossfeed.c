/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Oracles: the transfer functions of crossfeed.md for each channel, computed
 * here in complex numbers; those of bs2b 3.1, from the equations that its
 * header and its page give (bs2b.sourceforge.net), where both are to agree. */
#include <complex.h>

#include "bench.h"
#include "dsp/crossfeed/crossfeed.h"

#define RATE 48000.0
#define N 48000

static float audio[2 * N];

/* The levels [dB] at which a tone in the left channel alone arrives. */
static void
measure (const double *values, double hertz, double *own, double *other)
{
  Bench bench = bench_new (&mst_stage_crossfeed, RATE, 2);

  for (int i = 0; i < MST_CROSSFEED_N_PARAMS; i++)
    bench.values[i] = values[i];
  bench_start (&bench);
  bench_sine (audio, N, RATE, hertz, 0.25);
  memset (audio + N, 0, N * sizeof (*audio));
  bench_run (&bench, audio, N, 480);
  for (int c = 0; c < 2; c++)
    *(c ? other : own) = 20.0 *
        log10 (
            bench_amplitude (audio + c * N, N / 2, N / 2, RATE, hertz) / 0.25);
  bench_stop (&bench);
}

/* h: the low-pass, and the delay between two frames on a straight line. */
static complex double
path (const double *values, double hertz)
{
  double w = 2.0 * M_PI * hertz / RATE;
  double step = 1.0 - exp (-2.0 * M_PI * values[2] / RATE);
  double delay = values[1] * 1e-3 * RATE;
  int whole = (int) delay;
  double part = delay - whole;
  double ratio = pow (10.0, values[0] / 20.0);

  return ratio / (1.0 + ratio) * step / (1.0 - (1.0 - step) * cexp (-I * w)) *
      cexp (-I * w * whole) * (1.0 - part + part * cexp (-I * w));
}

static void
test_both_ears (void)
{
  static const double rows[][3] = { { -4.5, 0.15, 700.0 }, { -9.5, 0.0, 650.0 },
    { -3.0, 0.31, 1000.0 } };
  static const double tones[] = { 50.0, 400.0, 1200.0, 5000.0 };

  for (int r = 0; r < 3; r++)
    for (int t = 0; t < 4; t++) {
      complex double h = path (rows[r], tones[t]);
      double own, other;
      measure (rows[r], tones[t], &own, &other);
      mst_check_near (own, 20.0 * log10 (cabs (1.0 - h)), 0.01);
      mst_check_near (other, 20.0 * log10 (cabs (h)), 0.01);
    }
}

/* Oracle: the mean delay of a pole, p / (1 - p) frames, and the delay asked
 * for.
 */
static void
test_the_delay (void)
{
  double values[] = { -4.5, 0.02, 700.0 };
  double pole = exp (-2.0 * M_PI * 700.0 / RATE);
  Bench bench = bench_new (&mst_stage_crossfeed, RATE, 2);
  double sum = 0.0, moment = 0.0;

  for (int i = 0; i < MST_CROSSFEED_N_PARAMS; i++)
    bench.values[i] = values[i];
  bench_start (&bench);
  memset (audio, 0, sizeof (audio));
  audio[0] = 1.0f;
  bench_run (&bench, audio, N, 480);
  for (int i = 0; i < N; i++) {
    sum += audio[N + i];
    moment += (double) i * audio[N + i];
  }
  mst_check_near (moment / sum, pole / (1.0 - pole) + 0.02e-3 * RATE, 1e-3);
  bench_stop (&bench);
}

/* bs2b: its two gains at 0 Hz, and the factor that makes their sum 1. */
static void
test_the_bass_is_that_of_bs2b (void)
{
  static const double feeds[] = { 4.5, 6.0, 9.5 };

  for (int i = 0; i < 3; i++) {
    double low = pow (10.0, (feeds[i] * -5.0 / 6.0 - 3.0) / 20.0);
    double high = pow (10.0, (feeds[i] / 6.0 - 3.0) / 20.0);
    double values[] = { -feeds[i], 0.0, 700.0 };
    double own, other;
    measure (values, 5.0, &own, &other);
    mst_check_near (own, 20.0 * log10 (high / (high + low)), 0.01);
    mst_check_near (other, 20.0 * log10 (low / (high + low)), 0.01);
  }
}

/* Oracle: the input. */
static void
test_the_middle_stays (void)
{
  static float before[2 * N];
  Bench bench = bench_new (&mst_stage_crossfeed, RATE, 2);

  bench.values[MST_CROSSFEED_LEVEL] = 0.0;
  bench_start (&bench);
  bench_noise (before, N, 0.5, 1);
  memcpy (before + N, before, N * sizeof (*before));
  memcpy (audio, before, sizeof (before));
  bench_run (&bench, audio, N, 480);
  mst_check (memcmp (audio, before, sizeof (before)) == 0, "mono changes");
  bench_stop (&bench);
}

/* The sum of both channels is that of the input, within the rounding of two
 * floats below 2. */
static void
test_the_sum_stays (void)
{
  static float before[2 * N];
  Bench bench = bench_new (&mst_stage_crossfeed, RATE, 2);
  double worst = 0.0;

  bench.values[MST_CROSSFEED_LEVEL] = -3.0;
  bench_start (&bench);
  bench_noise (before, 2 * N, 0.5, 2);
  memcpy (audio, before, sizeof (before));
  bench_run (&bench, audio, N, 480);
  for (int i = 0; i < N; i++)
    worst = fmax (worst,
        fabs ((double) audio[i] + audio[N + i] - before[i] - before[N + i]));
  mst_check (worst <= 0x1p-23, "the sum is off by %g", worst);
  bench_stop (&bench);
}

/* Streams of other than two channels pass. */
static void
test_other_layouts_pass (void)
{
  static float before[6 * 4800], after[6 * 4800];
  static const int layouts[] = { 1, 3, 6 };

  for (int i = 0; i < 3; i++) {
    Bench bench = bench_new (&mst_stage_crossfeed, RATE, layouts[i]);
    bench.values[MST_CROSSFEED_LEVEL] = -3.0;
    bench_start (&bench);
    bench_noise (before, layouts[i] * 4800, 0.5, 3);
    memcpy (after, before, sizeof (before));
    bench_run (&bench, after, 4800, 480);
    mst_check (memcmp (after, before, sizeof (before)) == 0, "%d channels",
        layouts[i]);
    bench_stop (&bench);
  }
}

int
main (void)
{
  MST_RUN (test_both_ears);
  MST_RUN (test_the_delay);
  MST_RUN (test_the_bass_is_that_of_bs2b);
  MST_RUN (test_the_middle_stays);
  MST_RUN (test_the_sum_stays);
  MST_RUN (test_other_layouts_pass);
  return mst_done ();
}
