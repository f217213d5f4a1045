/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mst-test.h"

#include <string.h>

#include "dsp/common/dynamics/boxsmooth.h"
#include "dsp/common/dynamics/slidemin.h"
#include "dsp/limiter/gain.h"

#define N 9000
#define RATE 48000.0

static float need[N], out[N];

/* Calm, dense, deep and at unity in turn. */
static void
make_need (void)
{
  uint64_t seed = 3;

  for (int i = 0; i < N; i++) {
    double noise = fabs (mst_noise (&seed));
    int part = i / 900 % 5;
    need[i] = part == 4     ? 1.0f
        : part == 3         ? (float) (1.0 - noise)
        : i % 97 < part * 9 ? (float) (1.0 - 0.7 * noise)
                            : 1.0f;
  }
}

static double
least_of (const float *x, int i, int window)
{
  double best = INFINITY;

  for (int k = i; k >= 0 && k > i - window; k--)
    best = fmin (best, x[k]);
  return best;
}

/* Oracle: the least, one by one. */
static void
test_least_of_any_window (void)
{
  static const int windows[] = { 1, 2, 3, 4, 5, 15, 16, 17, 63, 64, 65, 255,
    289, 769, 1000 };

  make_need ();
  for (int longest = 1000; longest < 1100; longest += 50) {
    MstSlideMin *minima = mst_slide_min_new (longest);
    for (int i = 0, n = 1; i + n <= N; i += n, n = n % 256 + 1) {
      mst_slide_min_push (minima, need + i, n);
      for (int w = 0; w < 15; w++) {
        mst_slide_min_read (minima, windows[w], out, n);
        for (int k = 0; k < n; k++)
          if (out[k] != (float) least_of (need, i + k, windows[w])) {
            mst_check (false, "window %d, value %d", windows[w], i + k);
            break;
          }
      }
    }
    mst_slide_min_free (minima);
  }
  mst_slide_min_free (NULL);
}

/* Oracle: the FIR, whose weights are two boxes convolved; 1e-7 is a float's
 * rounding. Unity, and what was at most some gain, are exact. */
static void
check_smoother (int frames)
{
  static double in[N], weights[MST_BOX_SMOOTH_MAX];
  int a = frames / 2 + 1, b = frames - frames / 2;
  MstBoxSmooth *smooth = mst_box_smooth_new (frames);
  double worst = 0.0;

  memset (weights, 0, sizeof (weights));
  for (int i = 0; i < a; i++)
    for (int k = 0; k < b; k++)
      weights[i + k] += 1.0 / ((double) a * b);
  for (int i = 0; i < N; i++)
    in[i] = need[i];
  for (int i = 0, n = 1; i < N; i += n, n = n % 256 + 1) {
    n = n < N - i ? n : N - i;
    mst_box_smooth_process (smooth, in + i, out + i, n);
  }
  for (int i = 0; i < N; i += 7) {
    double sum = 0.0;
    for (int k = 0; k < frames; k++)
      sum += weights[k] * (i >= k ? in[i - k] : 1.0);
    worst = fmax (worst, fabs (sum - out[i]));
  }
  mst_check (worst <= 1e-7, "%d frames: %g", frames, worst);
  mst_box_smooth_free (smooth);
}

static void
test_smoother_is_a_triangle (void)
{
  make_need ();
  check_smoother (1);
  check_smoother (2);
  check_smoother (33);
  check_smoother (241);
  check_smoother (4000);
  mst_box_smooth_free (NULL);
}

/* Oracle: the definition, where a step is much of a gain, too; 2^-24 is half of
 * the last bit of a float. */
static void
test_smoother_exceeds_nothing (void)
{
  static const int lengths[] = { 1, 33, 241, 4000 };
  static double in[256];

  for (int k = 0; k < 4; k++)
    for (double gain = 1.0; gain > 1e-11; gain *= 0.7) {
      MstBoxSmooth *smooth = mst_box_smooth_new (lengths[k]);
      for (int i = 0; i < 256; i++)
        in[i] = gain;
      for (int i = 0; i < 4096; i += 256)
        mst_box_smooth_process (smooth, in, out, 256);
      mst_check (out[255] <= gain * (1.0 + 0x1p-24), "%g of %g, %d frames",
          out[255], gain, lengths[k]);
      mst_check (gain != 1.0 || out[255] == 1.0f, "unity");
      mst_box_smooth_free (smooth);
    }
}

/* The equations of docs/stages/limiter.md, frame by frame. */
static void
reference (double *gain, int length, int window, const MstLimiterTimes *times)
{
  static double released[N];
  double fast = 1.0, body = 1.0;
  double fast_part = 1.0 - exp (-1000.0 / (times->fast_ms * RATE));
  double body_part = 1.0 - exp (-1000.0 / (times->body_ms * RATE));
  double charge_part = 1.0 - exp (-1000.0 / (times->charge_ms * RATE));
  int hold = (int) (times->hold_ms * 1e-3 * RATE + 0.5);
  int a = length / 2 + 1, b = length - length / 2;

  for (int i = 0; i < N; i++) {
    double m = least_of (need, i, window);
    double h = least_of (need, i, window + hold);
    fast = m < fast ? m : fast + fast_part * (m - fast);
    body = h < body ? fmax (h, body + charge_part * (1.25 * h - 0.25 - body))
                    : body + body_part * (h - body);
    released[i] = fmin (fast, body);
  }
  for (int i = 0; i < N; i++) {
    gain[i] = 0.0;
    for (int k = 0; k < a; k++)
      for (int j = i - k; j > i - k - b; j--)
        gain[i] += (j < 0 ? 1.0 : released[j]) / ((double) a * b);
  }
}

static void
test_gain_follows_the_equations (void)
{
  static const MstLimiterTimes times[] = { { 25, 100, 40, 10, false },
    { 2, 20, 300, 3, false } };
  static double want[N];

  make_need ();
  for (int t = 0; t < 2; t++) {
    MstLimiterGain *gain = mst_limiter_gain_new (RATE, 49, 97, 10.0);
    double worst = 0.0;
    mst_limiter_gain_set (gain, &times[t]);
    reference (want, 49, 97, &times[t]);
    memcpy (out, need, sizeof (out));
    for (int i = 0, n = 1; i < N; i += n, n = n % 256 + 1) {
      n = n < N - i ? n : N - i;
      mst_limiter_gain_process (gain, out + i, n, i % MST_GRID);
    }
    for (int i = 0; i < N; i++)
      worst = fmax (worst, fabs (out[i] - want[i]));
    mst_check (worst <= 1e-7, "%g", worst);
    mst_limiter_gain_free (gain);
  }
  mst_limiter_gain_free (NULL);
}

/* Oracle: unity is unity again, to the bit, and then it says so. */
static void
test_comes_to_rest (void)
{
  MstLimiterTimes times = { 5, 10, 40, 10, true };
  MstLimiterGain *gain = mst_limiter_gain_new (RATE, 49, 97, 10.0);
  bool seen_rest = false;

  mst_limiter_gain_set (gain, &times);
  for (int i = 0; i < 900000; i += 64) {
    for (int k = 0; k < 64; k++)
      out[k] = i < 1000 ? 0.3f : 1.0f;
    bool rest = mst_limiter_gain_at_rest (gain);
    seen_rest |= rest;
    mst_limiter_gain_process (gain, out, 64, 0);
    for (int k = 0; k < 64; k++)
      if ((i < 2000 || rest) && (out[k] == 1.0f) != rest) {
        mst_check (false, "frame %d: %g", i + k, out[k]);
        return;
      }
  }
  mst_check (seen_rest, "never");
  mst_limiter_gain_free (gain);
}

int
main (void)
{
  MST_RUN (test_least_of_any_window);
  MST_RUN (test_smoother_is_a_triangle);
  MST_RUN (test_smoother_exceeds_nothing);
  MST_RUN (test_gain_follows_the_equations);
  MST_RUN (test_comes_to_rest);
  return mst_done ();
}
