/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tests the reverb: its decay, density, width and level, and how it moves and
 * rests.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "bench.h"
#include "reference/splatter.h"

#include "dsp/common/vector/denormal.h"
#include "dsp/reverb/reverb.h"

#define RATE 48000
#define N (3 * RATE)

static float audio[2 * N], other[2 * N];

static Bench
reverb (double rate, int channels)
{
  Bench bench = bench_new (&mst_stage_reverb, rate, channels);

  bench.values[MST_REVERB_MIX] = 0;
  bench.values[MST_REVERB_PREDELAY] = 0;
  bench.values[MST_REVERB_LOW_CUT] = 0;
  bench.values[MST_REVERB_HIGH_CUT] = 20000;
  return bench;
}

/* Finds the wet response to an impulse in both channels, or in the left alone,
 * n frames each; the impulse itself is taken away. */
static void
respond (const Bench *set, int n, bool both)
{
  Bench bench = *set;

  memset (audio, 0, sizeof (audio));
  audio[0] = 1;
  if (both && bench.format.channels > 1)
    audio[n] = 1;
  bench_start (&bench);
  bench_run (&bench, audio, n, 1024);
  bench_stop (&bench);
  audio[0] -= 1;
  if (both && bench.format.channels > 1)
    audio[n] -= 1;
}

/* Passes an octave about `f`: high-pass and low-pass of second order, twice
 * each (cookbook biquads, R. Bristow-Johnson), in double. */
static void
octave (const float *in, double *out, int n, double rate, double f)
{
  for (int i = 0; i < n; i++)
    out[i] = in[i];
  for (int pass = 0; pass < 4; pass++) {
    double w = 2 * M_PI * f * (pass % 2 ? M_SQRT2 : M_SQRT1_2) / rate;
    double alpha = sin (w) / (2 * M_SQRT1_2), c = cos (w), a0 = 1 + alpha;
    double b = pass % 2 ? (1 - c) / 2 / a0 : (1 + c) / 2 / a0;
    double b1 = pass % 2 ? 2 * b : -2 * b;
    double x1 = 0, x2 = 0, y1 = 0, y2 = 0;
    for (int i = 0; i < n; i++) {
      double x = out[i];
      double y =
          b * x + b1 * x1 + b * x2 + 2 * c / a0 * y1 - (1 - alpha) / a0 * y2;
      x2 = x1, x1 = x, y2 = y1, y1 = y;
      out[i] = y;
    }
  }
}

/* ISO 3382-1: the squared response integrated backwards (M. R. Schroeder 1965),
 * a line through it from -5 to -35 dB, times two. */
static double
decay_time (const double *h, int n, double rate)
{
  double total = 0, left, sx = 0, sy = 0, sxx = 0, sxy = 0, count = 0;

  for (int i = 0; i < n; i++)
    total += h[i] * h[i];
  left = total;
  for (int i = 0; i < n; i++) {
    double level = 10 * log10 (left / total), t = i / rate;
    if (level < -35)
      break;
    if (level <= -5)
      count++, sx += t, sy += level, sxx += t * t, sxy += t * level;
    left -= h[i] * h[i];
  }
  return -60 * (count * sxx - sx * sx) / (count * sxy - sx * sy);
}

/* The share of the shelf's loss at the top, in dB, that it takes at f, by the
 * formula of docs/stages/reverb.md; 1 / T60 follows it. */
static double
wanted_time (const Bench *bench, double f)
{
  const double *v = bench->values;
  double t = tan (M_PI * f / bench->format.rate);
  double k = tan (M_PI * v[MST_REVERB_DAMPING_FREQUENCY] / bench->format.rate);
  double share = t * t / (t * t + k * k), d = v[MST_REVERB_DAMPING];

  return v[MST_REVERB_TIME] / (1 + share * d / (1 - d));
}

/* The decay is within 10 % of the formula, which without damping is the time
 * that is set. */
static void
test_decay_times (void)
{
  static const double times[] = { 0.2, 0.6, 1.5 }, sizes[] = { 8, 20, 40 };
  static const double rates[] = { 16000, 48000, 96000 };
  static double h[N];

  for (int i = 0; i < 9; i++) {
    Bench bench = reverb (rates[i % 3], 2);
    int n = (int) fmin (N, 1.2 * times[i % 3] * rates[i % 3] + 9600);
    bench.values[MST_REVERB_TIME] = times[i % 3];
    bench.values[MST_REVERB_SIZE] = sizes[(i + i / 3) % 3];
    bench.values[MST_REVERB_DAMPING] = i < 6 ? 0.25 * (i / 3) : 0.5;
    respond (&bench, n, true);
    for (double f = 500; f <= 4000; f *= 2) {
      double wanted = wanted_time (&bench, f), got;
      octave (audio, h, n, rates[i % 3], f);
      got = decay_time (h, n, rates[i % 3]);
      printf ("# %g Hz, size %g, damping %g, %g Hz: T60 %.3f s, wanted %.3f\n",
          rates[i % 3], bench.values[MST_REVERB_SIZE],
          bench.values[MST_REVERB_DAMPING], f, got, wanted);
      mst_check_near (got, wanted, 0.1 * wanted);
    }
  }
}

/* J. S. Abel, P. Huang, "A simple, robust measure of reverberation echo
 * density", AES 121st Convention, 2006: the share of samples beyond a standard
 * deviation in a window, over that of noise, erfc (1 / sqrt (2)). */
static double
echo_density (const float *h, int at, int window)
{
  double sum = 0, weights = 0, beyond = 0;

  for (int pass = 0; pass < 2; pass++)
    for (int i = 0; i < window; i++) {
      double w = 0.5 - 0.5 * cos (2 * M_PI * (i + 0.5) / window);
      double x = h[at + i];
      if (pass == 0)
        sum += w * x * x, weights += w;
      else if (x * x > sum / weights)
        beyond += w;
    }
  return beyond / weights / erfc (M_SQRT1_2);
}

/* The response is like noise, soon and to the end, in windows of 50 ms, in both
 * channels. Windows of noise itself, some 2000 samples each, stray by 0.03 from
 * 1. */
static void
test_density (void)
{
  static const double sizes[] = { 8, 14, 20, 30, 40 };

  for (size_t s = 0; s < MST_N_ELEMENTS (sizes); s++) {
    Bench bench = reverb (RATE, 2);
    double least = 9, first = 0;
    bench.values[MST_REVERB_SIZE] = sizes[s];
    bench.values[MST_REVERB_TIME] = 1.0;
    respond (&bench, N, true);
    for (int ms = 0; ms < 600; ms += 5) {
      double density = 0.5 *
          (echo_density (audio, ms * 48, 2400) +
              echo_density (audio + N, ms * 48, 2400));
      if (density < 0.9)
        first = ms + 30; /* the middle of the next */
      if (ms + 25 >= 80)
        least = fmin (least, density);
    }
    printf ("# size %g: density from 80 ms %.3f, >= 0.9 from %g ms\n", sizes[s],
        least, first);
    mst_check (least >= 0.9, "size %g: %.3f", sizes[s], least);
  }
}

/* There is no flutter: the tail, its decay undone, is like noise. The
 * correlation of n samples of noise with themselves is 1 / sqrt (n) (Bartlett);
 * for 0.4 s at 5 deviations that is 0.036. A loop of the network shows above
 * it; up to 0.2, 14 dB down, none is heard among hundreds of others. */
static void
test_no_flutter (void)
{
  static const double sizes[] = { 8, 20, 40 };
  const int n = RATE * 4 / 10, from = RATE / 10;

  for (size_t s = 0; s < MST_N_ELEMENTS (sizes); s++) {
    Bench bench = reverb (RATE, 2);
    double power = 0, worst = 0;
    int where = 0;
    bench.values[MST_REVERB_SIZE] = sizes[s];
    bench.values[MST_REVERB_DAMPING] = 0;
    bench.values[MST_REVERB_TIME] = 1.0;
    respond (&bench, N, true);
    for (int i = 0; i < N; i++)
      audio[i] *= (float) pow (10, 3.0 * i / RATE);
    for (int i = from; i < from + n; i++)
      power += (double) audio[i] * audio[i];
    for (int lag = 20; lag < RATE / 10; lag++) {
      double sum = 0;
      for (int i = from; i < from + n; i++)
        sum += (double) audio[i] * audio[i + lag];
      if (fabs (sum / power) > worst)
        worst = fabs (sum / power), where = lag;
    }
    printf ("# size %g: autocorrelation %.3f at %d\n", sizes[s], worst, where);
    mst_check (worst < 0.2, "size %g: %.3f at %d", sizes[s], worst, where);
  }
}

/* The wet sound of noise is as strong as the send, as the gain is defined. Left
 * and right are independent; their sum is less than 1 dB under that of
 * independent noises. */
static void
test_level_and_width (void)
{
  for (int mono = 0; mono < 2; mono++)
    for (int wide = 0; wide < 2; wide++) {
      Bench bench = reverb (RATE, 2);
      double l = 0, r = 0, lr = 0, in = 0, loss, correlation;
      bench.values[MST_REVERB_WIDTH] = wide;
      bench.values[MST_REVERB_DAMPING] = 0;
      bench_noise (audio, 2 * N, 0.5, 3);
      if (mono)
        memcpy (audio + N, audio, N * sizeof (float));
      memcpy (other, audio, sizeof (audio));
      bench_start (&bench);
      bench_run (&bench, audio, N, 1024);
      bench_stop (&bench);
      for (int i = RATE; i < N; i++) {
        double a = audio[i] - other[i], b = audio[N + i] - other[N + i];
        l += a * a, r += b * b, lr += a * b, in += other[i] * other[i];
      }
      correlation = lr / sqrt (l * r);
      loss = 10 * log10 ((l + r + 2 * lr) / (l + r));
      printf ("# width %d of %s: %.2f dB of the send, balance %.2f dB, "
              "correlation %.3f, mono %+.2f dB\n",
          wide, mono ? "mono" : "stereo", 10 * log10 ((l + r) / 2 / in),
          10 * log10 (l / r), correlation, loss);
      mst_check_near (10 * log10 ((l + r) / 2 / in), 0, 1.5);
      mst_check_near (10 * log10 (l / r), 0, 0.5);
      mst_check (loss > -1, "%.2f dB", loss);
      mst_check_near (correlation, wide ? 0 : 1, wide ? 0.1 : 1e-6);
    }
}

/* It is off by default, then on and off again. While it is off the output is
 * the input, bit for bit, and so is the dry share all along. */
static void
test_off_is_exact (void)
{
  Bench bench = bench_new (&mst_stage_reverb, RATE, 2);
  int third = N / 3;

  bench_noise (audio, 2 * N, 0.9, 8);
  audio[5] = -0.0f;
  memcpy (other, audio, sizeof (audio));
  bench_start (&bench);
  for (int part = 0; part < 3; part++) {
    bench.values[MST_REVERB_MIX] = part == 1 ? -20 : MST_REVERB_MIX_OFF;
    bench_set (&bench);
    for (int i = part * third; i < (part + 1) * third; i += 64) {
      float *planes[] = { audio + i, audio + N + i };
      mst_stage_reverb.process (bench.self, planes, 64);
    }
  }
  bench_stop (&bench);
  mst_check (memcmp (audio, other, third * sizeof (float)) == 0, "before");
  mst_check (memcmp (audio + third, other + third, third * sizeof (float)) != 0,
      "nothing is heard");
  mst_check (memcmp (audio + N - RATE / 2, other + N - RATE / 2,
                 RATE / 2 * sizeof (float)) == 0,
      "after");
}

/* No denormal is met even without the help of the processor: below -180 dBFS
 * the room is empty, and then zero is zero. */
static void
test_decays_to_zero (void)
{
  Bench bench = reverb (RATE, 2);
  int end = 0, tiny = 0;

  bench.values[MST_REVERB_TIME] = 0.5;
  bench.values[MST_REVERB_LOW_CUT] = 250;
  memset (audio, 0, sizeof (audio));
  bench_noise (audio, 4800, 0.5, 4);
  bench_start (&bench);
  bench_run (&bench, audio, N, 480);
  bench_stop (&bench);
  for (int i = 0; i < 2 * N; i++) {
    end = audio[i] != 0 && i % N > end ? i % N : end;
    tiny += audio[i] != 0 && fabsf (audio[i]) < 1e-30f;
  }
  printf ("# the last sample that is not zero: %d, %d tiny\n", end, tiny);
  mst_check (end < 4800 + RATE * 2.2, "%d", end);
  mst_check (tiny == 0, "%d", tiny);
}

/* Float is enough in the loop, by the oracle of linearity: 0.7 of the output
 * less the output of 0.7 is nothing but the rounding of both. */
static void
test_rounding (void)
{
  Bench bench = reverb (RATE, 2);
  double power = 0;

  bench.values[MST_REVERB_TIME] = 1.5;
  bench.values[MST_REVERB_MIX] = -20;
  memset (audio, 0, sizeof (audio));
  memset (other, 0, sizeof (other));
  bench_noise (audio, RATE, 0.25, 4);
  for (int i = 0; i < RATE; i++)
    audio[i] = ldexpf (rintf (ldexpf (audio[i], 16)), -16);
  for (int i = 0; i < RATE; i++)
    other[i] = 0.6875f * audio[i]; /* exact */
  bench_start (&bench);
  bench_run (&bench, audio, N, 1024);
  bench.stage->reset (bench.self);
  bench_run (&bench, other, N, 1024);
  bench_stop (&bench);
  for (int i = RATE; i < N; i++) { /* where there is no dry sound to round */
    double e = 0.6875 * audio[i] - other[i];
    power += e * e;
  }
  printf ("# rounding at mix -20 dB: %.1f dBFS\n",
      10 * log10 (power / (N - RATE)));
  mst_check (10 * log10 (power / (N - RATE)) < -150, "%.1f dBFS",
      10 * log10 (power / (N - RATE)));
}

/* Each parameter goes from one value to another, on a tone of 1 kHz at half of
 * full scale. Measures everything off the tone. */
static void
test_no_clicks (void)
{
  static const struct {
    int value;
    double from, to;
  } moves[] = {
    { MST_REVERB_MIX, MST_REVERB_MIX_OFF, -10 },
    { MST_REVERB_MIX, -10, MST_REVERB_MIX_OFF },
    { MST_REVERB_TIME, 0.3, 1.3 },
    { MST_REVERB_SIZE, 9, 35 },
    { MST_REVERB_PREDELAY, 3, 70 },
    { MST_REVERB_DAMPING, 0.1, 0.8 },
    { MST_REVERB_DAMPING_FREQUENCY, 2000, 15000 },
    { MST_REVERB_LOW_CUT, 100, 900 },
    { MST_REVERB_HIGH_CUT, 2000, 15000 },
    { MST_REVERB_WIDTH, 0, 1 },
    { MST_REVERB_MODULATION, 0, 1 },
  };

  for (size_t m = 0; m < MST_N_ELEMENTS (moves); m++) {
    Bench bench = bench_new (&mst_stage_reverb, RATE, 2);
    double worst;
    bench.values[MST_REVERB_MIX] = -20;
    bench.values[moves[m].value] = moves[m].from;
    bench_sine (audio, N, RATE, 1000, 0.5);
    memcpy (audio + N, audio, N * sizeof (float));
    bench_start (&bench);
    for (int i = 0; i + 480 <= N; i += 480) {
      float *planes[] = { audio + i, audio + N + i };
      if (i == 480 * 200)
        bench.values[moves[m].value] = moves[m].to;
      bench_set (&bench);
      mst_stage_reverb.process (bench.self, planes, 480);
    }
    bench_stop (&bench);
    worst =
        mst_splatter (audio + 480 * 190, RATE / 2, RATE, mst_far_from_1_khz);
    printf ("# %s: %.1f dBFS\n", mst_stage_reverb.params[moves[m].value].name,
        worst);
    mst_check (worst < -90, "%s: %.1f dBFS",
        mst_stage_reverb.params[moves[m].value].name, worst);
  }
}

/* All channels of 5.1 but that of effects are reverberated; a single one is,
 * too. */
static void
test_channels (void)
{
  Bench bench = reverb (RATE, 6);
  const int n = N / 3;

  bench_noise (audio, 6 * n, 0.5, 6);
  memcpy (other, audio, sizeof (audio));
  bench_start (&bench);
  bench_run (&bench, audio, n, 1024);
  bench_stop (&bench);
  for (int c = 0; c < 6; c++)
    mst_check ((memcmp (audio + c * n, other + c * n, n * sizeof (float)) ==
                   0) == (c == LAYOUT_LFE),
        "channel %d", c);
  bench = reverb (RATE, 1);
  respond (&bench, RATE, false);
  mst_check (audio[RATE / 10] != 0, "no sound of one channel");
}

/* The tail is as long as the parameters say; by its end, nothing is left to
 * hear. */
static void
test_tail (void)
{
  Bench bench = reverb (RATE, 2);
  int tail;
  double left = 0;

  bench_start (&bench);
  mst_check (mst_stage_reverb.tail (bench.self) == 0, "a tail by default");
  bench.values[MST_REVERB_TAIL] = 1;
  bench_set (&bench);
  tail = mst_stage_reverb.tail (bench.self);
  /* 2 sizes, and 90 of the time's 60 dB */
  mst_check_near (tail, (0.04 + 0.6 * 1.5) * RATE, 1);
  bench_stop (&bench);
  memset (audio, 0, sizeof (audio));
  bench_noise (audio, RATE, 0.5, 6);
  bench_start (&bench);
  bench_run (&bench, audio, N, 1024);
  bench_stop (&bench);
  for (int i = RATE + tail; i < N; i++)
    left = fmax (left, fabs (audio[i]));
  printf ("# after the tail: %.1f dBFS\n", 20 * log10 (left));
  mst_check (20 * log10 (left) < -80, "%.1f dBFS", 20 * log10 (left));
}

/* A matrix that turns all the time neither loses nor gains. */
static void
test_modulation_keeps_the_time (void)
{
  Bench bench = reverb (RATE, 2);
  static double h[N];

  bench.values[MST_REVERB_MODULATION] = 1;
  bench.values[MST_REVERB_MODULATION_RATE] = 2;
  bench.values[MST_REVERB_DAMPING] = 0;
  respond (&bench, N, true);
  octave (audio, h, N, RATE, 1000);
  mst_check_near (decay_time (h, N, RATE), 0.6, 0.06);
}

int
main (void)
{
  uint64_t mode;

  MST_RUN (test_decays_to_zero); /* with the processor as it is */
  mode = mst_denormals_off ();
  MST_RUN (test_decay_times);
  MST_RUN (test_density);
  MST_RUN (test_no_flutter);
  MST_RUN (test_level_and_width);
  MST_RUN (test_off_is_exact);
  MST_RUN (test_rounding);
  MST_RUN (test_no_clicks);
  MST_RUN (test_channels);
  MST_RUN (test_tail);
  MST_RUN (test_modulation_keeps_the_time);
  mst_denormals_restore (mode);
  return mst_done ();
}
