/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mst-test.h"

#include <string.h>

#include "dsp/common/measure/truepeak.h"
#include "reference/sinc.h"

#define N 4000
#define TAIL 128 /* lets the detector see all of the stream */

static float signal[N + TAIL];
static float peaks[N + TAIL];

/* The greatest reading of signal[], which is followed by silence. */
static double
reading (double rate)
{
  MstTruePeak *meter = mst_true_peak_new (rate, 1);
  double best = 0.0;

  memset (signal + N, 0, TAIL * sizeof (float));
  mst_true_peak_process (meter, 0, signal, peaks, N + TAIL);
  for (int i = 0; i < N + TAIL; i++)
    best = fmax (best, peaks[i]);
  mst_true_peak_free (meter);
  return best;
}

/* A tone that swells and fades, so that its ends hide no peak of their own. */
static void
make_tone (double frequency, double phase, double amplitude)
{
  for (int i = 0; i < N; i++) {
    double ramp = fmin (1.0, fmin (i, N - 1 - i) / 480.0);
    signal[i] = (float) (amplitude * 0.5 * (1.0 - cos (M_PI * ramp)) *
        sin (2.0 * M_PI * frequency * i + phase));
  }
}

static void
make_noise (uint64_t seed, double amplitude)
{
  for (int i = 0; i < N; i++)
    signal[i] = (float) (amplitude * mst_noise (&seed));
}

/* Oracle: tests/reference/sinc.h. It under-reads by 0.009 dB itself, and the
 * slope term may over-read by half of sin (w)^2 / 16, w = pi 0.45 / 4. */
static void
check_tones (double rate, double top)
{
  double least = 1.0, most = -1.0;

  for (double f = 0.01; f <= top + 1e-9; f += 0.0275 * top)
    for (int phase = 0; phase < 4; phase++) {
      make_tone (f, phase * M_PI / 8.0, 0.7);
      double error = mst_db (reading (rate) / mst_sinc_peak (signal, N));
      least = fmin (least, error);
      most = fmax (most, error);
    }
  printf ("# %g Hz: tones to %g of the rate read %+.4f .. %+.4f dB\n", rate,
      top, least, most);
  mst_check (least >= -0.005, "under-reads by %g dB", least);
  mst_check (most <= 0.07, "over-reads by %g dB", most);
}

static void
test_tones (void)
{
  check_tones (44100.0, 0.45);
  check_tones (96000.0, 0.225);
  check_tones (192000.0, 0.1125);
}

/* Oracle: tests/reference/sinc.h. Noise reaches to half the rate, where
 * interpolators differ. */
static void
test_noise (void)
{
  double least = 1.0, most = -1.0;

  for (int take = 0; take < 20; take++) {
    make_noise (take + 1, 1.0);
    double error = mst_db (reading (48000.0) / mst_sinc_peak (signal, N));
    least = fmin (least, error);
    most = fmax (most, error);
  }
  printf ("# noise reads %+.4f .. %+.4f dB\n", least, most);
  mst_check (least >= -0.01, "under-reads by %g dB", least);
  mst_check (most <= 0.07, "over-reads by %g dB", most);
}

/* Oracle: EBU Tech 3341 (2023), cases 15 to 19, whose true peak is the tone's
 * amplitude; its tolerance is +0.2 / -0.4 dB, ours less. */
static void
test_ebu_tech_3341 (void)
{
  static const struct {
    double divisor, phase, amplitude;
  } cases[] = { { 4, 0, 0.5 }, { 4, 45, 0.5 }, { 6, 60, 0.5 }, { 8, 67.5, 0.5 },
    { 4, 45, 1.41 } };

  for (size_t i = 0; i < 5; i++) {
    make_tone (1.0 / cases[i].divisor, cases[i].phase * M_PI / 180.0,
        cases[i].amplitude);
    mst_check_near (mst_db (reading (48000.0) / cases[i].amplitude), 0.0, 0.02);
  }
}

/* Oracle: the samples. The detector's delay is measured with an impulse. */
static void
test_samples_count_exactly (void)
{
  static const double rates[] = { 8000, 48000, 96000, 192000, 384000 };

  for (size_t r = 0; r < 5; r++) {
    MstTruePeak *meter = mst_true_peak_new (rates[r], 1);
    int delay = mst_true_peak_delay (meter);
    make_noise (3, 0.8);
    mst_true_peak_process (meter, 0, signal, peaks, N);
    for (int i = delay; i < N; i++)
      if (peaks[i] < fabsf (signal[i - delay])) {
        mst_check (false, "frame %d at %g Hz", i, rates[r]);
        break;
      }
    mst_true_peak_reset (meter);
    memset (signal, 0, sizeof (signal));
    signal[100] = -1.0f;
    mst_true_peak_process (meter, 0, signal, peaks, N);
    mst_check_near (peaks[100 + delay], 1.0, 1e-6);
    mst_true_peak_free (meter);
  }
}

/* Oracle: the whole stream in one call. */
static void
test_whole_equals_split (void)
{
  static const int blocks[] = { 1, 7, 64, 129, 480 };
  static float split[N];
  MstTruePeak *meter = mst_true_peak_new (48000.0, 2);

  make_noise (4, 1.0);
  mst_true_peak_process (meter, 0, signal, peaks, N);
  for (size_t b = 0; b < sizeof (blocks) / sizeof (blocks[0]); b++) {
    mst_true_peak_reset (meter);
    for (int i = 0, n; i < N; i += n) {
      n = N - i < blocks[b] ? N - i : blocks[b];
      mst_true_peak_process (meter, 1, signal + i, split + i, n);
    }
    mst_check (memcmp (split, peaks, N * sizeof (float)) == 0,
        "blocks of %d differ", blocks[b]);
  }
  mst_true_peak_free (meter);
}

/* Oracle: the greatest of mst_true_peak_process(), to the bit. The calls of
 * the other kinds in between must leave the history the same. */
static void
test_max_equals_process (void)
{
  MstTruePeak *full = mst_true_peak_new (48000.0, 1);
  MstTruePeak *quick = mst_true_peak_new (48000.0, 1);
  static float above[N];
  uint64_t seed = 11;

  make_noise (5, 1.0);
  for (int i = 0; i < N; i++)
    signal[i] *= i % 1000 < 500 ? 0.05f : 1.0f;
  for (int i = 0, n, turn = 0; i < N; i += n, turn++) {
    float floor = (float) fabs (mst_noise (&seed)) * 0.3f, best = floor;
    n = 1 + (int) (fabs (mst_noise (&seed)) * 300.0);
    n = n > N - i ? N - i : n;
    mst_true_peak_process (full, 0, signal + i, peaks, n);
    for (int k = 0; k < n; k++)
      best = fmaxf (best, peaks[k]);
    if (turn % 2) {
      float got = mst_true_peak_max (quick, 0, signal + i, n, floor);
      mst_check (got == best, "%.9g, wanted %.9g", got, best);
      continue;
    }
    mst_true_peak_process_above (quick, 0, signal + i, above, n, floor);
    for (int k = 0; k < n; k++)
      if (peaks[k] > floor ? above[k] != peaks[k] : above[k] > floor)
        mst_check (false, "%.9g, wanted %.9g", above[k], peaks[k]);
  }
  mst_true_peak_free (full);
  mst_true_peak_free (quick);
}

/* Oracle: a meter that has read all. */
static void
test_primed_equals_read (void)
{
  MstTruePeak *full = mst_true_peak_new (48000.0, 2);
  MstTruePeak *primed = mst_true_peak_new (48000.0, 2);
  float got[500];

  make_noise (6, 1.0);
  mst_true_peak_process (full, 1, signal, peaks, 1500);
  mst_true_peak_prime (primed, 1, signal + 1000);
  mst_true_peak_process (primed, 1, signal + 1000, got, 500);
  mst_check (memcmp (got, peaks + 1000, sizeof (got)) == 0, "differs");
  mst_true_peak_free (full);
  mst_true_peak_free (primed);
}

int
main (void)
{
  MST_RUN (test_tones);
  MST_RUN (test_noise);
  MST_RUN (test_ebu_tech_3341);
  MST_RUN (test_samples_count_exactly);
  MST_RUN (test_whole_equals_split);
  MST_RUN (test_max_equals_process);
  MST_RUN (test_primed_equals_read);
  return mst_done ();
}
