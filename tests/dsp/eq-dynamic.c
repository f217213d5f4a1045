/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The equaliser's bands that follow the signal, and the gain that keeps its
 * loudness. */
#include "eq-bench.h"

#include <ebur128.h>

#define LONG (20 * N)
#define F 1000.0

static float audio[2 * LONG], dry[2 * LONG];

/* A dynamic bell of 1 kHz, q 2, static gain 0. */
static Bench
dynamic_bell (double threshold, double ratio, double range)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);

  set_band (&bench, 0, MST_SHAPE_BELL, F, 0, 2);
  set (&bench, 0, MST_EQ_BAND_DYNAMIC, 1);
  set (&bench, 0, MST_EQ_BAND_THRESHOLD, threshold);
  set (&bench, 0, MST_EQ_BAND_RATIO, ratio);
  set (&bench, 0, MST_EQ_BAND_RANGE, range);
  set (&bench, 0, MST_EQ_BAND_ATTACK, 5);
  set (&bench, 0, MST_EQ_BAND_RELEASE, 500);
  return bench;
}

/* The gain at the band's frequency for a steady tone of `level` dB, after one
 * second. */
static double
steady (Bench *bench, double level)
{
  double amplitude = pow (10, level / 20), got;

  bench_start (bench);
  bench_sine (audio, 2 * N, RATE, F, amplitude);
  bench_run (bench, audio, 2 * N, 480);
  got = bench_amplitude (audio, N, N, RATE, F);
  bench_stop (bench);
  return 20 * log10 (got / amplitude);
}

/* Oracle: the formula of the manual, (level - threshold) (1 - 1/ratio) past the
 * knee of 6 dB, no more than the range. The detector holds the peaks of a tone
 * but for what 500 ms of release give back between two of them. */
static void
test_static_curve (void)
{
  for (double level = -50; level <= 0; level += 5) {
    Bench bench = dynamic_bell (-30, 4, -12);
    double over = level + 30, wanted = 0;
    if (fabs (over) <= 3)
      wanted = 0.75 * (over + 3) * (over + 3) / 12;
    else if (over > 0)
      wanted = over * 0.75;
    mst_check_near (steady (&bench, level), -fmin (wanted, 12), 0.05);
  }
}

static void
test_directions_and_signs (void)
{
  Bench up = dynamic_bell (-30, 4, 6), below = dynamic_bell (-30, 2, 9);

  mst_check_near (steady (&up, -24), 4.5, 0.05);
  mst_check_near (steady (&up, -10), 6, 0.05);
  set (&below, 0, MST_EQ_BAND_DIRECTION, MST_EQ_BELOW);
  set (&below, 0, MST_EQ_BAND_RELEASE, 50); /* of the silence before */
  mst_check_near (steady (&below, -20), 0, 0.05);
  mst_check_near (steady (&below, -40), 5, 0.1);
  set (&below, 0, MST_EQ_BAND_RANGE, -9);
  mst_check_near (steady (&below, -40), -5, 0.1);
}

/* A tone three octaves off, 24 dB down in the band pass, leaves the band alone;
 * listened to where it is, it moves the band: 16 dB over. */
static void
test_it_hears_its_own_place (void)
{
  for (int listens = 0; listens < 2; listens++) {
    Bench bench = dynamic_bell (-22, 4, -18);
    double got;
    if (listens)
      set (&bench, 0, MST_EQ_BAND_SIDECHAIN, 8000);
    bench_start (&bench);
    for (int i = 0; i < 2 * N; i++)
      audio[i] = (float) (0.5 * cos (2 * M_PI * 8000 * i / RATE) +
          0.002 * sin (2 * M_PI * F * i / RATE));
    bench_run (&bench, audio, 2 * N, 480);
    got = 20 * log10 (bench_amplitude (audio, N, N, RATE, F) / 0.002);
    mst_check_near (got, listens ? -12 : 0, 0.05);
    bench_stop (&bench);
  }
}

/* When 63 % of a change by 12 dB is reached, from quiet to loud (or back). */
static double
time_of (double attack, double release, bool back)
{
  Bench bench = dynamic_bell (-30, 100, -12);
  double loud = back ? 0.005 : 0.5, quiet = back ? 0.5 : 0.005, at = -1;

  set (&bench, 0, MST_EQ_BAND_ATTACK, attack);
  set (&bench, 0, MST_EQ_BAND_RELEASE, release);
  bench_start (&bench);
  for (int i = 0; i < 2 * N; i++)
    audio[i] = (float) ((i < N ? quiet : loud) * sin (2 * M_PI * F * i / RATE));
  memcpy (dry, audio, sizeof (float) * 2 * N);
  bench_run (&bench, audio, 2 * N, 480);
  for (int i = N + 480; at < 0 && i < 2 * N - 48; i += 48) {
    double share = 20 *
        log10 (bench_amplitude (audio, i, 48, RATE, F) /
            bench_amplitude (dry, i, 48, RATE, F)) /
        -12;
    if (back ? share <= 0.368 : share >= 0.632)
      at = (i + 24 - N) / RATE * 1e3;
  }
  bench_stop (&bench);
  return at;
}

/* The oracle is the definition of the times; a ramp of 32 frames and the band's
 * own ringing are allowed for. */
static void
test_times (void)
{
  double attack = time_of (50, 500, false), release = time_of (1, 200, true);

  printf ("# dynamic band: attack 50 -> %.1f ms, release 200 -> %.1f ms\n",
      attack, release);
  mst_check_near (attack, 50, 2.5);
  mst_check_near (release, 200, 10);
}

/* A de-esser on a burst at its frequency while 300 Hz plays: nothing may click.
 * Oracle: the second difference at 300 Hz (see tests/dsp/eq.c) vanishes for the
 * tone; the burst is faded in and out slowly and is below 0.02 in it. */
static void
test_modulation_does_not_click (void)
{
  const double w = 2 * M_PI * 300 / RATE;
  Bench bench = dynamic_bell (-40, 100, -18);
  double worst = 0;

  set_band (&bench, 0, MST_SHAPE_HIGH_SHELF, 250, 0, 0.7);
  set (&bench, 0, MST_EQ_BAND_ATTACK, 1);
  bench_start (&bench);
  for (int i = 0; i < N; i++)
    audio[i] = (float) ((i > 24000 ? 0.5 : 0.001) * sin (w * i));
  bench_run (&bench, audio, N, 480);
  for (int i = 24200; i < N - 1; i++)
    worst = fmax (worst,
        fabs (audio[i + 1] - 2 * cos (w) * audio[i] + audio[i - 1]));
  mst_check (worst < 1e-3, "%g", worst);
  bench_stop (&bench);
}

/* Loudness by libebur128 over the last ten of twenty seconds. */
static double
loudness (const float *x, int n)
{
  ebur128_state *state = ebur128_init (1, (unsigned long) RATE, EBUR128_MODE_I);
  double out;

  ebur128_add_frames_float (state, x + n / 2, n / 2);
  ebur128_loudness_global (state, &out);
  ebur128_destroy (&state);
  return out;
}

/* The range changes its sign while a slow release holds all of it. The click as
 * in eq.c; it read 0.043. */
static void
test_range_may_change_its_sign (void)
{
  const double w = 2 * M_PI * F / RATE;
  Bench bench = dynamic_bell (-30, 4, -12);
  double worst = 0;

  set (&bench, 0, MST_EQ_BAND_RELEASE, 5000);
  bench_start (&bench);
  bench_sine (audio, N, RATE, F, 0.5);
  bench_run (&bench, audio, N / 2, 480);
  set (&bench, 0, MST_EQ_BAND_RANGE, 12);
  bench_set (&bench);
  bench_run (&bench, audio + N / 2, N / 2, 480);
  for (int i = N / 4; i < N - 1; i++)
    worst = fmax (worst,
        fabs (audio[i + 1] - 2 * cos (w) * audio[i] + audio[i - 1]));
  mst_check (worst < 0.25e-3, "a click of %g", worst);
  bench_stop (&bench);
}

/* Noise that falls by 3 dB an octave, near enough: three one-poles. */
static void
pink (float *x, int n)
{
  uint64_t seed = 1;
  double a = 0, b = 0, c = 0;

  for (int i = 0; i < n; i++) {
    double white = mst_noise (&seed);
    a = 0.99765 * a + white * 0.0990460;
    b = 0.96300 * b + white * 0.2965164;
    c = 0.57000 * c + white * 1.0526913;
    x[i] = (float) (0.05 * (a + b + c + white * 0.1848));
  }
}

/* Oracle: libebur128. */
static void
test_auto_gain (void)
{
  static const double gains[][2] = { { 9, -6 }, { -9, 12 }, { 0, -12 } };

  pink (dry, LONG);
  for (int i = 0; i < 3; i++) {
    Bench bench = bench_new (&mst_stage_eq, RATE, 1);
    set_band (&bench, 0, MST_SHAPE_LOW_SHELF, 200, gains[i][0], 0.7);
    set_band (&bench, 1, MST_SHAPE_BELL, 3000, gains[i][1], 0.5);
    bench.values[MST_EQ_AUTO_GAIN] = 1;
    bench_start (&bench);
    memcpy (audio, dry, sizeof (float) * LONG);
    bench_run (&bench, audio, LONG, 480);
    printf ("# auto-gain: %+.3f LU\n",
        loudness (audio, LONG) - loudness (dry, LONG));
    mst_check_near (loudness (audio, LONG), loudness (dry, LONG), 0.05);
    bench_stop (&bench);
  }
}

/* In the first second too it is near, and silence moves nothing. */
static void
test_auto_gain_from_the_start (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);
  double in = 0, out = 0;

  set_band (&bench, 0, MST_SHAPE_BELL, 3000, 12, 0.5);
  bench.values[MST_EQ_AUTO_GAIN] = 1;
  bench_start (&bench);
  pink (dry, 5 * N);
  memset (dry + N, 0, 3 * N * sizeof (float));
  memcpy (audio, dry, 5 * N * sizeof (float));
  bench_run (&bench, audio, 5 * N, 480);
  for (int part = 0; part < 5; part += 4) {
    for (int i = part * N; i < (part + 1) * N; i++) {
      in += dry[i] * dry[i];
      out += audio[i] * audio[i];
    }
    mst_check (fabs (10 * log10 (out / in)) < 3, "part %d: %g dB", part,
        10 * log10 (out / in));
  }
  bench_stop (&bench);
}

/* The mean square [dB] of a tenth of a second from frame `i` on. */
static double
level_at (const float *x, int i)
{
  double sum = 0;

  for (int k = i; k < i + N / 10; k++)
    sum += x[k] * x[k];
  return 10 * log10 (10 * sum / N);
}

/* The delayed output of linear phase is compared with its own input: at the
 * start and where the music gets loud, the gain stays. Oracle: the input. */
static void
test_auto_gain_waits_for_linear_phase (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);
  int latency;

  set_band (&bench, 0, MST_SHAPE_BELL, 40, 0.5, 4);
  bench.values[MST_EQ_PHASE] = MST_EQ_LINEAR_PHASE;
  bench.values[MST_EQ_AUTO_GAIN] = 1;
  bench_start (&bench);
  latency = mst_stage_eq.latency (bench.self);
  bench_noise (dry, 6 * N, 0.5, 1);
  for (int i = 2 * N; i < 4 * N; i++)
    dry[i] *= 0.03f;
  memcpy (audio, dry, 6 * N * sizeof (float));
  bench_run (&bench, audio, 6 * N, 480);
  for (int i = 0; i < 5 * N; i += N / 10)
    mst_check_near (level_at (audio, i + latency), level_at (dry, i), 0.3);
  bench_stop (&bench);
}

/* After a band that leaves nothing, the gain recovers. */
static void
test_auto_gain_after_nothing (void)
{
  Bench bench = bench_new (&mst_stage_eq, RATE, 1);

  bench.values[MST_EQ_BANDS] = MST_EQ_MAX_BANDS;
  bench.values[MST_EQ_AUTO_GAIN] = 1;
  for (int i = 0; i < MST_EQ_MAX_BANDS; i++) {
    set_band (&bench, i, MST_SHAPE_HIGH_CUT, 10, 0, 0.7);
    set (&bench, i, MST_EQ_BAND_SLOPE, 96);
  }
  bench_start (&bench);
  bench_noise (dry, 4 * N, 0.3, 1);
  memcpy (audio, dry, 4 * N * sizeof (float));
  bench_run (&bench, audio, N, 480);
  bench.values[MST_EQ_BANDS] = 0;
  bench_set (&bench);
  bench_run (&bench, audio + N, 3 * N, 480);
  mst_check_near (level_at (audio, 3 * N), level_at (dry, 3 * N), 1);
  bench_stop (&bench);
}

int
main (void)
{
  MST_RUN (test_static_curve);
  MST_RUN (test_directions_and_signs);
  MST_RUN (test_it_hears_its_own_place);
  MST_RUN (test_times);
  MST_RUN (test_modulation_does_not_click);
  MST_RUN (test_range_may_change_its_sign);
  MST_RUN (test_auto_gain);
  MST_RUN (test_auto_gain_from_the_start);
  MST_RUN (test_auto_gain_waits_for_linear_phase);
  MST_RUN (test_auto_gain_after_nothing);
  return mst_done ();
}
