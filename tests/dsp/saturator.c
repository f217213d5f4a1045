/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"

#include "dsp/saturator/saturator.h"

#define N 48000

static float in[8 * N], out[8 * N];

static Bench
saturator (double rate, int channels, int type, double drive)
{
  Bench bench = bench_new (&mst_stage_saturator, rate, channels);

  bench.values[MST_SATURATOR_TYPE] = type;
  bench.values[MST_SATURATOR_DRIVE] = drive;
  return bench;
}

static void
run (Bench *bench, int n, int block)
{
  memcpy (out, in, (size_t) bench->format.channels * n * sizeof (float));
  bench_run (bench, out, n, block);
}

/* Oracle: the input, as late as the stage says. */
static void
test_off_is_bit_exact (void)
{
  for (int type = 0; type < MST_SATURATOR_N_TYPES; type++)
    for (int off = 0; off < 3; off++) {
      Bench bench = saturator (48000, 2, type, off ? 9.0 : 0.0);
      int late;
      if (off == 1)
        bench.values[MST_SATURATOR_MIX] = 0.0;
      if (off == 2)
        bench.values[mst_saturator_band_at (0, MST_SATURATOR_BAND_DRIVE)] =
            -9.0;
      bench.values[MST_SATURATOR_AUTO_GAIN] = 1.0;
      bench.values[MST_SATURATOR_TONE] = 3.0;
      bench.values[MST_SATURATOR_BIAS] = 0.3;
      bench_start (&bench);
      late = mst_stage_saturator.latency (bench.self);
      bench_noise (in, 2 * N, 0.9, 7);
      run (&bench, N, 480);
      for (int c = 0; c < 2; c++)
        mst_check (memcmp (out + c * N + late, in + c * N,
                       (N - late) * sizeof (float)) == 0,
            "type %d, off %d", type, off);
      bench_stop (&bench);
    }
}

/* The power that is left without the mean and the harmonics of `hertz`, over
 * whole seconds, relative to the fundamental [dBc]. */
static double
beside_harmonics (const float *audio, int n, double rate, double hertz)
{
  static double rest[2 * N];
  double fundamental = bench_amplitude (audio, 0, n, rate, hertz), power = 0.0;

  for (int i = 0; i < n; i++)
    rest[i] = audio[i];
  for (int k = 0; k * hertz < rate / 2.0; k++) {
    double re = 0.0, im = 0.0, scale = (k ? 2.0 : 1.0) / n;
    for (int i = 0; i < n; i++) {
      double angle = 2.0 * M_PI * fmod (hertz * k * i, rate) / rate;
      re += scale * rest[i] * cos (angle);
      im += scale * rest[i] * sin (angle);
    }
    for (int i = 0; i < n; i++) {
      double angle = 2.0 * M_PI * fmod (hertz * k * i, rate) / rate;
      rest[i] -= re * cos (angle) + im * sin (angle);
    }
  }
  for (int i = 0; i < n; i++)
    power += rest[i] * rest[i] * 2.0 / n;
  return mst_db (sqrt (power) / fundamental);
}

/* Tones of whole Hertz, whose harmonics are also of whole Hertz: in a second of
 * them only folded frequencies lie in between. */
static double
folded (double rate, double hertz, int type, double drive)
{
  Bench bench = saturator (rate, 1, type, drive);
  int n = (int) rate / 2;
  double result;

  bench.values[MST_SATURATOR_BIAS] = 0.2;
  bench_start (&bench);
  bench_sine (in, 2 * n, rate, hertz, 0.9);
  run (&bench, 2 * n, 1024);
  bench_stop (&bench);
  result = beside_harmonics (out + n, n, rate, hertz);
  return result;
}

/* Oracle: the requirement, -120 dBc at a drive of 6 dB, for soft-clip -100 at
 * 12; tones of 5 and 9 kHz at 0.9 of full scale. */
static void
test_nothing_folds (void)
{
  static const double rates[] = { 44100, 48000 };

  for (int type = 0; type < MST_SATURATOR_N_TYPES; type++) {
    double worst = -INFINITY;
    for (int r = 0; r < 2; r++)
      worst = fmax (worst,
          fmax (folded (rates[r], 5000, type, 6.0),
              folded (rates[r], 9000, type, 6.0)));
    printf ("# type %d at 6 dB: %.1f dBc\n", type, worst);
    mst_check (worst <= -120.0, "type %d: %g", type, worst);
  }
  for (int r = 0; r < 2; r++)
    for (double hertz = 5000; hertz <= 9000; hertz += 4000) {
      double got = folded (rates[r], hertz, MST_SATURATOR_SOFT_CLIP, 12.0);
      printf ("# soft-clip at 12 dB, %g Hz at %g: %.1f dBc\n", hertz, rates[r],
          got);
      mst_check (got <= -100.0, "%g", got);
    }
}

/* Oracle: the input, bit by bit, once the curve has faded away; then the stage
 * may sleep. */
static void
test_returns_to_neutral (void)
{
  Bench bench = saturator (48000, 2, MST_SATURATOR_TAPE, 9.0);
  int late;

  bench.values[MST_SATURATOR_AUTO_GAIN] = 1.0;
  bench.values[MST_SATURATOR_BANDS] = 3;
  bench_start (&bench);
  late = mst_stage_saturator.latency (bench.self);
  bench_noise (in, 2 * N, 0.9, 7);
  run (&bench, N, 480);
  mst_check (!mst_stage_saturator.idle (bench.self), "idle at work");
  bench.values[MST_SATURATOR_DRIVE] = 0.0;
  bench_set (&bench);
  for (int i = 0; i < 4; i++)
    run (&bench, N, 480);
  mst_check (mst_stage_saturator.idle (bench.self), "not idle");
  run (&bench, N, 480);
  for (int c = 0; c < 2; c++)
    mst_check (memcmp (out + c * N + late, in + c * N,
                   (N - late) * sizeof (float)) == 0,
        "channel %d", c);
  bench_stop (&bench);
}

/* The greatest fifth difference of `out` in audio[from .. to - 1]. For a tone
 * of 100 Hz and its lower harmonics it is small; for a step it is ten times its
 * height. */
static double
roughness (int from, int to)
{
  double worst = 0.0;

  for (int i = from; i < to; i++) {
    const float *x = out + i;
    double d = (double) x[0] - 5.0 * x[1] + 10.0 * x[2] - 10.0 * x[3] +
        5.0 * x[4] - x[5];
    worst = fmax (worst, fabs (d));
  }
  return worst;
}

/* Oracle: a change is as smooth as the sound before and after it and a step of
 * -90 dBFS. */
static void
test_no_change_clicks (void)
{
  static const struct {
    int what;
    double from, to;
  } changes[] = { { MST_SATURATOR_DRIVE, 0, 12 },
    { MST_SATURATOR_DRIVE, 12, 0 }, { MST_SATURATOR_DRIVE, 3, 9 },
    { MST_SATURATOR_MIX, 1, 0 }, { MST_SATURATOR_MIX, 0, 1 },
    { MST_SATURATOR_BIAS, -0.5, 0.5 }, { MST_SATURATOR_TONE, -12, 12 },
    { MST_SATURATOR_BANDS, 1, 3 }, { MST_SATURATOR_BANDS, 3, 2 },
    { MST_SATURATOR_GAIN, -6, 6 }, { MST_SATURATOR_FREQUENCY, 16000, 500 },
    { MST_SATURATOR_TYPE, 0, 1 }, { MST_SATURATOR_TYPE, 1, 2 },
    { MST_SATURATOR_TYPE, 2, 5 }, { MST_SATURATOR_TYPE, 5, 0 } };

  for (int i = 0; i < (int) MST_N_ELEMENTS (changes); i++) {
    Bench bench = saturator (48000, 1, MST_SATURATOR_EXCITER, 6.0);
    double before, during, after;
    bench.values[changes[i].what] = changes[i].from;
    bench_start (&bench);
    bench_sine (in, N, 48000, 100, 0.5);
    run (&bench, N, 480);
    before = roughness (N / 2, N - 6);
    bench.values[changes[i].what] = changes[i].to;
    bench_set (&bench);
    run (&bench, N, 480);
    during = roughness (0, N - 6);
    run (&bench, N, 480);
    after = roughness (N / 2, N - 6);
    bench_stop (&bench);
    printf ("# %s %g to %g: %.2g, %.2g, %.2g\n",
        mst_stage_saturator.params[changes[i].what].name, changes[i].from,
        changes[i].to, before, during, after);
    mst_check (during < 2.0 * fmax (before, after) + 3e-4, "%s: %g",
        mst_stage_saturator.params[changes[i].what].name, during);
  }
}

int
main (void)
{
  MST_RUN (test_off_is_bit_exact);
  MST_RUN (test_returns_to_neutral);
  MST_RUN (test_no_change_clicks);
  MST_RUN (test_nothing_folds);
  return mst_done ();
}
