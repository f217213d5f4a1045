/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tests the sound of the saturator: its curves, heads, bands and loudness. */
#include "bench.h"

#include "dsp/saturator/saturator.h"
#include "dsp/saturator/table.h"

#define N 48000
#define PERIOD 4096

static float in[2 * N], out[2 * N];
static double model[PERIOD];

/* --- the formula of saturator/curve.h, in double */

static double
polynomial (const double *terms, double t)
{
  double value = 0.0;

  for (int i = MST_SATURATOR_TERMS - 1; i >= 0; i--)
    value = (value + terms[i]) * t;
  return value;
}

static double
curve (const double *terms, double k, double b, double x)
{
  const double h = 1e-6;
  double slope =
      (polynomial (terms, tanh (b + h)) - polynomial (terms, tanh (b - h))) /
      (2.0 * h);

  return (polynomial (terms, tanh (k * x + b)) - polynomial (terms, tanh (b))) /
      (k * slope);
}

/* The amplitude of harmonic h of a sine through the curve. 4096 points are far
 * more than the harmonics that count. */
static double
harmonic (int type, double drive, double bias, double amplitude, int h)
{
  double gain = pow (10.0, drive / 20.0), k = sqrt (gain * gain - 1.0);
  double re = 0.0, im = 0.0;

  for (int i = 0; i < PERIOD; i++) {
    double angle = 2.0 * M_PI * i / PERIOD;
    model[i] = curve (mst_saturator_models[type].terms, k, bias,
        amplitude * sin (angle));
    re += model[i] * cos (h * angle);
    im += model[i] * sin (h * angle);
  }
  return 2.0 * hypot (re, im) / PERIOD;
}

/* --- the stage */

static Bench
saturator (double rate, int type, double drive, double bias)
{
  Bench bench = bench_new (&mst_stage_saturator, rate, 1);

  bench.values[MST_SATURATOR_TYPE] = type;
  bench.values[MST_SATURATOR_DRIVE] = drive;
  bench.values[MST_SATURATOR_BIAS] = bias;
  return bench;
}

/* Sends a tone through a new stage, to `out`. */
static void
play (Bench *bench, double hertz, double amplitude)
{
  bench_start (bench);
  bench_sine (in, 2 * N, bench->format.rate, hertz, amplitude);
  memcpy (out, in, sizeof (out));
  bench_run (bench, out, 2 * N, 1024);
  bench_stop (bench);
}

/* The amplitude in the last tenth of a second: all tones here are whole tens of
 * Hertz. */
static double
heard (double rate, double hertz)
{
  int n = (int) (rate / 10.0);

  return bench_amplitude (out, 2 * N - n, n, rate, hertz);
}

/* Oracle: the formula. It holds at every rate, for the drive does not depend on
 * the oversampling, which is 8, 4 or 2 times. The added sound passes a high-
 * pass of 5 Hz, which at 2 kHz is up to 1.0004. */
static void
test_curves (void)
{
  static const int types[] = { MST_SATURATOR_TUBE, MST_SATURATOR_TRANSISTOR,
    MST_SATURATOR_SOFT_CLIP };
  static const double rates[] = { 44100, 48000, 96000, 192000 };

  for (int t = 0; t < 3; t++)
    for (int r = 0; r < 4; r++)
      for (int s = 0; s < 4; s++) {
        double drive = s & 1 ? 12 : 6, bias = s & 2 ? 0.3 : 0.0;
        Bench bench = saturator (rates[r], types[t], drive, bias);
        play (&bench, 2000, 0.9);
        for (int h = 1; h <= 7; h++) {
          double want = harmonic (types[t], drive, bias, 0.9, h);
          mst_check_near (heard (rates[r], 2000.0 * h), want,
              3e-6 + 1e-3 * want);
        }
      }
}

/* Oracle: symmetry. An odd curve does not make even harmonics; off its middle
 * it makes them. */
static void
test_bias_makes_even_harmonics (void)
{
  for (int type = 0; type < MST_SATURATOR_N_TYPES; type++) {
    Bench odd = saturator (48000, type, 9, 0), even = odd;
    double second;
    even.values[MST_SATURATOR_BIAS] = 0.3;
    if (type == MST_SATURATOR_TUBE || type == MST_SATURATOR_EXCITER)
      continue; /* it has even terms by nature */
    play (&odd, 2000, 0.9);
    second = mst_db (heard (48000, 4000) / heard (48000, 2000));
    mst_check (second < -120.0, "type %d: %g", type, second);
    play (&even, 2000, 0.9);
    second = mst_db (heard (48000, 4000) / heard (48000, 2000));
    mst_check (second > -30.0, "type %d: %g", type, second);
  }
}

/* Oracle: the formula, for a tone of 20 Hz after the shelf of 6 dB below 100
 * Hz, and for one of 4 kHz, which the shelf leaves alone. */
static void
test_transformer_bends_bass (void)
{
  Bench bench = saturator (48000, MST_SATURATOR_TRANSFORMER, 6, 0);
  double bass, want;

  play (&bench, 20, 0.1);
  bass = mst_db (heard (48000, 60) / heard (48000, 20));
  play (&bench, 4000, 0.1);
  want = mst_db (harmonic (MST_SATURATOR_TRANSFORMER, 6, 0, 0.1, 3) / 0.1);
  printf ("# third harmonic at -20 dBFS: 20 Hz %.1f, 4 kHz %.1f dBc (%.1f)\n",
      bass, mst_db (heard (48000, 12000) / heard (48000, 4000)), want);
  mst_check_near (mst_db (heard (48000, 12000) / heard (48000, 4000)), want,
      0.3);
  /* the transformer is straight to the fourth power: the fifth counts */
  mst_check (bass > want + 12.0, "%g, %g", bass, want);
}

/* Oracle: the bell of 1.2 dB at 60 Hz, and sin (x) / x of a gap of 4 um at 38.1
 * cm/s; the sound is too soft to be bent. */
static void
test_tape_heads (void)
{
  double x = M_PI * 16000 * 4e-6 / 0.381;
  Bench bench = saturator (48000, MST_SATURATOR_TAPE, 6, 0);

  play (&bench, 60, 1e-4);
  mst_check_near (mst_db (heard (48000, 60) / 1e-4), 1.2, 0.02);
  play (&bench, 16000, 1e-4);
  mst_check_near (mst_db (heard (48000, 16000) / 1e-4), mst_db (sin (x) / x),
      0.02);
}

/* The area that output over input encloses in a period of 4 kHz, over that of
 * an ellipse as wide and high: the sine of how far the fundamental lags. */
static double
loop_area (int type, double amplitude)
{
  Bench bench = saturator (48000, type, 12, 0);
  double area = 0.0;
  int late;

  play (&bench, 4000, amplitude);
  bench_start (&bench);
  late = mst_stage_saturator.latency (bench.self);
  bench_stop (&bench);
  for (int i = N; i < N + 480; i++)
    area += out[i] * 0.5 * (in[i - late - 1] - in[i - late + 1]);
  return area / (240.0 * sin (M_PI / 6.0) * amplitude * heard (48000, 4000));
}

/* Oracle: a curve encloses nothing (but for the high-pass of 5 Hz on the added
 * sound, 5 / 4000 of that). Magnetisation that lags behind the field encloses
 * something. Soft sounds show the filters of the heads alone; what is more than
 * that is hysteresis. */
static void
test_tape_has_hysteresis (void)
{
  double clip = loop_area (MST_SATURATOR_SOFT_CLIP, 0.9);
  double tape = loop_area (MST_SATURATOR_TAPE, 0.9) -
      loop_area (MST_SATURATOR_TAPE, 0.0009);

  printf ("# sine of the lag: soft-clip %.5f, tape %.4f\n", clip, tape);
  mst_check_near (clip, 0.0, 3e-3);
  mst_check (tape > 0.02, "%g", tape);
}

/* Oracle: the formula with 3 dB more drive, for the treble has half of the tone
 * of 6 dB. Soft sounds pass as they are, for the tone is undone. */
static void
test_tone (void)
{
  Bench bench = saturator (96000, MST_SATURATOR_SOFT_CLIP, 9, 0);
  double g = pow (10.0, 3 / 20.0), k, gain = pow (10.0, 9 / 20.0), more;

  bench.values[MST_SATURATOR_TONE] = 6;
  k = sqrt (gain * gain - 1.0) * g;
  more = 10.0 * log10 (k * k + 1.0); /* the drive [dB] that has this k */
  play (&bench, 12000, 0.5);
  mst_check_near (mst_db (heard (96000, 36000) / heard (96000, 12000)),
      mst_db (harmonic (MST_SATURATOR_SOFT_CLIP, more, 0, 0.5, 3) /
          harmonic (MST_SATURATOR_SOFT_CLIP, more, 0, 0.5, 1)),
      0.3);
  for (double hertz = 50; hertz < 20000; hertz *= 4) {
    play (&bench, hertz, 1e-4);
    mst_check_near (mst_db (heard (96000, hertz) / 1e-4), 0.0, 1e-3);
  }
}

/* Oracle: frequencies far below `frequency` pass as they are. Above it, 1 - 1/g
 * of the curve of the high-passed sound is added; at the corner the Butterworth
 * high-pass has a magnitude of sqrt (1/2). */
static void
test_exciter (void)
{
  Bench bench = saturator (48000, MST_SATURATOR_EXCITER, 9, 0);
  double share = 1.0 - pow (10.0, -9.0 / 20.0);

  bench.values[MST_SATURATOR_FREQUENCY] = 6000;
  play (&bench, 6000, 0.9);
  for (int h = 2; h <= 3; h++)
    mst_check_near (mst_db (heard (48000, 6000 * h)),
        mst_db (
            share * harmonic (MST_SATURATOR_EXCITER, 9, 0, 0.9 * M_SQRT1_2, h)),
        0.05);
  play (&bench, 100, 0.9);
  mst_check (mst_db (heard (48000, 200) / 0.9) < -100, "%g",
      mst_db (heard (48000, 200) / 0.9));
  mst_check_near (mst_db (heard (48000, 100) / 0.9),
      mst_db (1.0 - share * pow (100.0 / 6000.0, 2.0)), 2e-4);
}

/* Oracle: the same, four octaves above the corner, where the high-pass only
 * turns by 2 sqrt (2) / 16. A soft tone is raised by 2 - 1/g, a loud one by the
 * fundamental that the formula adds. Nothing is lowered. */
static void
test_exciter_raises_the_top (void)
{
  static const double amplitudes[] = { 1e-3, 0.9 };

  for (int a = 0; a < 2; a++)
    for (double drive = 3; drive <= 36; drive += 11) {
      Bench bench = saturator (48000, MST_SATURATOR_EXCITER, drive, 0);
      double share = 1.0 - pow (10.0, -drive / 20.0), want;
      bench.values[MST_SATURATOR_FREQUENCY] = 500;
      play (&bench, 8000, amplitudes[a]);
      want = amplitudes[a] +
          share * harmonic (MST_SATURATOR_EXCITER, drive, 0, amplitudes[a], 1);
      mst_check_near (mst_db (heard (48000, 8000) / want), 0.0, 0.1);
      mst_check (heard (48000, 8000) > amplitudes[a], "%g dB lowers it", drive);
    }
}

/* Oracle: a band whose mix is 0 passes as it is, and the next has the formula's
 * harmonics; crossovers are three octaves away. */
static void
test_bands (void)
{
  Bench bench = saturator (48000, MST_SATURATOR_SOFT_CLIP, 9, 0);

  bench.values[MST_SATURATOR_BANDS] = 3;
  bench.values[mst_saturator_band_at (0, MST_SATURATOR_BAND_UPPER_FREQUENCY)] =
      200;
  bench.values[mst_saturator_band_at (1, MST_SATURATOR_BAND_UPPER_FREQUENCY)] =
      12000;
  bench.values[mst_saturator_band_at (0, MST_SATURATOR_BAND_MIX)] = 0;
  bench.values[mst_saturator_band_at (1, MST_SATURATOR_BAND_DRIVE)] = 3;
  play (&bench, 20, 0.9);
  mst_check (mst_db (heard (48000, 60) / 0.9) < -70, "%g",
      mst_db (heard (48000, 60) / 0.9));
  mst_check_near (mst_db (heard (48000, 20) / 0.9), 0.0, 0.01);
  play (&bench, 1600, 0.9);
  for (int h = 3; h <= 5; h += 2)
    mst_check_near (mst_db (heard (48000, 1600.0 * h)),
        mst_db (harmonic (MST_SATURATOR_SOFT_CLIP, 12, 0, 0.9, h)), 0.1);
}

/* Oracle: the curve's addition is proportional to `mix`. */
static void
test_mix (void)
{
  Bench bench = saturator (48000, MST_SATURATOR_SOFT_CLIP, 12, 0);
  double all = harmonic (MST_SATURATOR_SOFT_CLIP, 12, 0, 0.9, 1);

  bench.values[MST_SATURATOR_MIX] = 0.25;
  play (&bench, 2000, 0.9);
  mst_check_near (heard (48000, 2000), 0.9 + 0.25 * (all - 0.9), 1e-4);
  mst_check_near (heard (48000, 6000),
      0.25 * harmonic (MST_SATURATOR_SOFT_CLIP, 12, 0, 0.9, 3), 1e-4);
}

static double
power (const float *audio)
{
  double sum = 0.0;

  for (int i = N; i < 2 * N; i++)
    sum += (double) audio[i] * audio[i];
  return sum;
}

/* Oracle: the power of the input; noise stays as good as white, and so it has
 * the K-weighted loudness of its power. */
static void
test_loudness_is_kept (void)
{
  for (int type = 0; type < MST_SATURATOR_N_TYPES; type++) {
    Bench bench = saturator (48000, type, 12, 0);
    double change;
    bench.values[MST_SATURATOR_AUTO_GAIN] = 1;
    bench_start (&bench);
    for (int second = 0; second < 10; second++) {
      bench_noise (in, 2 * N, 0.7, 3 + second);
      memcpy (out, in, sizeof (out));
      bench_run (&bench, out, 2 * N, 1024);
    }
    bench_stop (&bench);
    change = 0.5 * mst_db (power (out) / power (in));
    printf ("# type %d: %+.2f dB of power\n", type, change);
    mst_check_near (change, 0.0, 0.3);
  }
}

int
main (void)
{
  MST_RUN (test_curves);
  MST_RUN (test_bias_makes_even_harmonics);
  MST_RUN (test_transformer_bends_bass);
  MST_RUN (test_tape_heads);
  MST_RUN (test_tape_has_hysteresis);
  MST_RUN (test_tone);
  MST_RUN (test_exciter);
  MST_RUN (test_exciter_raises_the_top);
  MST_RUN (test_bands);
  MST_RUN (test_mix);
  MST_RUN (test_loudness_is_kept);
  return mst_done ();
}
