/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The declicker: that its repairs are those of theory, that
 * it finds clicks and leaves music alone, and that what it removes can be
 * heard.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "bench.h"
#include "dsp/common/repair/arfill.h"
#include "dsp/declick/declick.h"
#include "dsp/common/repair/mend.h"
#include "dsp/declick/places.h"

#define RATE 48000.0
#define N 65536
#define ORDER 12

static float audio[2 * N], clean[2 * N], out[2 * N];

/* --- the model */

/* A resonance at 600 Hz and one at 3 kHz over noise: a process of order 4 whose
 * model is known. */
static void
known_model (double *a)
{
  const double r = 0.9, w1 = 2 * M_PI * 600 / RATE, w2 = 2 * M_PI * 3e3 / RATE;
  const double p[] = { 1, -2 * r * cos (w1), r * r };
  const double q[] = { 1, -2 * r * cos (w2), r * r };

  memset (a, 0, 5 * sizeof (*a));
  for (int i = 0; i < 3; i++)
    for (int k = 0; k < 3; k++)
      a[i + k] += p[i] * q[k];
}

static void
make_process (double *x, int n, uint64_t seed)
{
  double a[5];
  uint64_t state = seed;

  known_model (a);
  for (int i = 0; i < n; i++) {
    x[i] = 1e-3 * mst_noise (&state);
    for (int k = 1; k <= 4 && k <= i; k++)
      x[i] -= a[k] * x[i - k];
  }
}

/* Oracle: the process was made by this model. */
static void
test_the_model_is_found (void)
{
  static double x[N];
  double want[5], r[5], got[5], share;

  known_model (want);
  make_process (x, N, 3);
  for (int i = 0; i < N; i++)
    x[i] *= sqrt (8.0 / 3.0) * (0.5 - 0.5 * cos (2 * M_PI * i / N));
  mst_ar_autocorrelation (x, N, r, 4);
  share = mst_ar_model (r, 4, got);
  for (int k = 0; k <= 4; k++)
    mst_check_near (got[k], want[k], 0.05);
  /* the noise is uniform in +-1e-3: its variance is 1e-6 / 3 */
  mst_check_near (share * r[0] / N / (1e-6 / 3.0), 1.0, 0.05);
}

static void
test_silence_has_a_model (void)
{
  double r[5] = { 0 }, a[5];

  mst_check (mst_ar_model (r, 4, a) == 0.0 && a[0] == 1.0 && a[4] == 0.0,
      "it predicts");
}

/* --- the fill */

#define GAP 30

/* Gauss's elimination with pivots of the same equations, written out: the
 * oracle of the banded factor. Returns the diagonal of the inverse in
 * spread[]. */
static void
solve_densely (const double *x, const double *a, const double *weight,
    double *s, double *spread)
{
  static double m[GAP][2 * GAP + 1];

  for (int i = 0; i < GAP; i++) {
    for (int k = 0; k < GAP; k++) {
      m[i][k] = i == k ? weight[i] : 0.0;
      for (int e = 0; e < GAP + ORDER; e++)
        if (e - i >= 0 && e - i <= ORDER && e - k >= 0 && e - k <= ORDER)
          m[i][k] += a[e - i] * a[e - k];
      m[i][GAP + 1 + k] = i == k;
    }
    m[i][GAP] = weight[i] * x[i];
    for (int e = i; e <= i + ORDER; e++)
      for (int k = 0; k <= ORDER; k++)
        if (e - k < 0 || e - k >= GAP)
          m[i][GAP] -= a[e - i] * a[k] * x[e - k];
  }
  for (int c = 0; c < GAP; c++) {
    int best = c;
    for (int i = c; i < GAP; i++)
      if (fabs (m[i][c]) > fabs (m[best][c]))
        best = i;
    for (int k = 0; k <= 2 * GAP; k++) {
      double swapped = m[c][k];
      m[c][k] = m[best][k];
      m[best][k] = swapped;
    }
    for (int i = 0; i < GAP; i++)
      for (int k = 2 * GAP; i != c && k >= c; k--)
        m[i][k] -= m[i][c] / m[c][c] * m[c][k];
  }
  for (int i = 0; i < GAP; i++) {
    s[i] = m[i][GAP] / m[i][i];
    spread[i] = m[i][GAP + 1 + i] / m[i][i];
  }
}

static void
test_fill_is_the_dense_solution (void)
{
  static MstArFill fill;
  double x[4096], r[ORDER + 1], a[ORDER + 1], weight[GAP];
  double got[GAP], want[GAP], spread[GAP], want_spread[GAP];
  uint64_t state = 5;

  make_process (x, 4096, 7);
  mst_ar_autocorrelation (x, 4096, r, ORDER);
  mst_ar_model (r, ORDER, a);
  for (int soft = 0; soft < 2; soft++) {
    for (int i = 0; i < GAP; i++)
      weight[i] = soft * (1.0 + mst_noise (&state));
    mst_check (mst_ar_fill (&fill, x + 2000, GAP, a, ORDER, x + 2000, weight,
                   got, spread),
        "singular");
    solve_densely (x + 2000, a, weight, want, want_spread);
    for (int i = 0; i < GAP; i++) {
      mst_check_near (got[i], want[i], 1e-9);
      mst_check_near (spread[i] / want_spread[i], 1.0, 1e-6);
    }
  }
}

/* A sample that is known exactly stays. */
static void
test_great_weight_keeps_the_samples (void)
{
  static MstArFill fill;
  double x[512], a[5], weight[GAP], got[GAP];

  make_process (x, 512, 11);
  known_model (a);
  for (int i = 0; i < GAP; i++)
    weight[i] = 1e12;
  mst_check (
      mst_ar_fill (&fill, x + 200, GAP, a, 4, x + 200, weight, got, NULL),
      "singular");
  for (int i = 0; i < GAP; i++)
    mst_check_near (got[i], x[200 + i], 1e-9);
}

/* Oracle: the error of the interpolation has the variance of the residual times
 * the diagonal of the inverse (Godsill & Rayner, section 5.2.2). */
static void
test_error_is_that_of_theory (void)
{
  static MstArFill fill;
  static double x[N];
  double a[5], none[GAP] = { 0 }, s[GAP], spread[GAP];
  double found = 0.0, theory = 0.0;

  known_model (a);
  make_process (x, N, 13);
  for (int at = 4096; at + 2 * GAP < N; at += 2 * GAP) {
    mst_check (mst_ar_fill (&fill, x + at, GAP, a, 4, none, none, s, spread),
        "singular");
    for (int i = 0; i < GAP; i++) {
      found += (s[i] - x[at + i]) * (s[i] - x[at + i]);
      theory += 1e-6 / 3.0 * spread[i];
    }
  }
  mst_check_near (found / theory, 1.0, 0.1);
}

/* --- places */

static void
test_regular_places_are_told (void)
{
  MstDeclickPlaces places = { .unit = 1 };

  mst_declick_places_reset (&places);
  for (int k = 0; k < 5; k++)
    mst_declick_places_note (&places, 1000 + 300 * k + k % 2, 20.0);
  mst_check (mst_declick_places_are_regular (&places, 1900), "an oscillator");
  mst_declick_places_reset (&places);
  for (int k = 1; k < 6; k++)
    mst_declick_places_note (&places, 1000 + 97 * k * k, 20.0);
  mst_check (!mst_declick_places_are_regular (&places, 1000 + 97 * 9),
      "further and further apart");
}

/* --- the stage */

/* The process in both channels, at about -26 dBFS rms. */
static void
make_music (void)
{
  static double x[N];

  for (int c = 0; c < 2; c++) {
    make_process (x, N, 17 + c);
    for (int i = 0; i < N; i++)
      clean[c * N + i] = audio[c * N + i] = (float) (0.5 * x[i]);
  }
}

/* Runs audio[] and takes the latency off: out[] is in time. */
static int
run (double amount, double listen)
{
  Bench bench = bench_new (&mst_stage_declick, RATE, 2);
  int latency;

  bench.values[MST_DECLICK_AMOUNT] = amount;
  bench.values[MST_DECLICK_LISTEN] = listen;
  bench_start (&bench);
  latency = mst_stage_declick.latency (bench.self);
  memcpy (out, audio, sizeof (out));
  bench_run (&bench, out, N, 480);
  for (int c = 0; c < 2; c++)
    memmove (out + c * N, out + c * N + latency, (N - latency) * sizeof (*out));
  bench_stop (&bench);
  return N - latency;
}

/* A click of 12 samples: the derivative of a bump. */
static void
add_click (int at, double peak)
{
  for (int i = -6; i < 6; i++)
    audio[at + i] +=
        (float) (-peak * i / 2.0 * exp (0.5 - 0.5 * (i / 2.0) * (i / 2.0)));
}

static double
error_of (const float *x, int n)
{
  double sum = 0.0;

  for (int i = 0; i < n; i++)
    sum += ((double) x[i] - clean[i]) * ((double) x[i] - clean[i]);
  return sum;
}

static void
test_music_leaves_with_its_bits (void)
{
  int n;

  make_music ();
  n = run (1.0, MST_LISTEN_OUT);
  for (int c = 0; c < 2; c++)
    mst_check (memcmp (out + c * N, audio + c * N, n * sizeof (float)) == 0,
        "channel %d was changed", c);
}

/* Oracle: the music without the clicks. */
static void
test_clicks_are_taken_out (void)
{
  int n;

  make_music ();
  for (int i = 0; i < 20; i++)
    add_click (6000 + 2500 * i + 131 * i * i % 700, i % 2 ? 0.3 : -0.5);
  n = run (1.0, MST_LISTEN_OUT);
  mst_check (error_of (out, n) < 0.01 * error_of (audio, n), "%g of %g is left",
      error_of (out, n), error_of (audio, n));
  mst_check (memcmp (out + N, audio + N, n * sizeof (float)) == 0,
      "the channel without clicks was changed");
}

/* The model itself is excited: music, as loud as a click. */
static void
test_attacks_stay (void)
{
  static double x[N];
  double a[5];
  uint64_t state = 23;
  int n;

  known_model (a);
  for (int i = 0; i < N; i++) {
    x[i] = 1e-3 * mst_noise (&state);
    if (i % 7001 == 5000)
      x[i] += 0.05; /* 80 times the rms of the noise */
    for (int k = 1; k <= 4 && k <= i; k++)
      x[i] -= a[k] * x[i - k];
    audio[i] = audio[N + i] = (float) (0.5 * x[i]);
  }
  n = run (1.0, MST_LISTEN_OUT);
  mst_check (memcmp (out, audio, n * sizeof (float)) == 0, "it was changed");
}

/* A pulse oscillator of 100 Hz over the music is music. */
static void
test_pulses_stay (void)
{
  int n, changed = 0;

  make_music ();
  for (int at = 4800; at < N - 480; at += 480)
    audio[at] += 0.3f;
  n = run (1.0, MST_LISTEN_OUT);
  for (int i = 4800 + 3 * 480; i < n; i++)
    changed += out[i] != audio[i];
  mst_check (changed == 0, "%d samples were changed", changed);
}

/* Music that starts out of digital silence and ends in it. */
static void
test_edges_stay (void)
{
  int n;

  make_music ();
  for (int c = 0; c < 2; c++) {
    memset (audio + c * N, 0, 20000 * sizeof (float));
    memset (audio + c * N + 50000, 0, 15536 * sizeof (float));
  }
  n = run (1.0, MST_LISTEN_OUT);
  mst_check (memcmp (out, audio, n * sizeof (float)) == 0, "it was changed");
}

/* Oracle: the subtraction itself. */
static void
test_removed_is_input_minus_output (void)
{
  static float repaired[2 * N];
  int n;

  make_music ();
  add_click (30000, 0.5);
  n = run (1.0, MST_LISTEN_OUT);
  memcpy (repaired, out, sizeof (out));
  run (1.0, MST_LISTEN_REMOVED);
  mst_check (repaired[30001] != audio[30001], "the click is still there");
  for (int i = 0; i < n; i++)
    if (out[i] != audio[i] - repaired[i]) {
      mst_check (false, "frame %d", i);
      break;
    }
}

static void
test_half_of_it (void)
{
  static float repaired[2 * N];

  make_music ();
  add_click (30000, 0.5);
  run (1.0, MST_LISTEN_OUT);
  memcpy (repaired, out, sizeof (out));
  run (0.5, MST_LISTEN_OUT);
  mst_check_near (out[30001], 0.5 * (repaired[30001] + audio[30001]), 1e-6);
}

static void
test_readouts_count (void)
{
  double read[MST_DECLICK_N_READOUTS];
  Bench bench = bench_new (&mst_stage_declick, RATE, 1);

  make_music ();
  for (int i = 0; i < 10; i++)
    add_click (6000 + 4000 * i + 131 * i * i % 700, 0.5);
  bench.values[MST_DECLICK_AMOUNT] = 1.0;
  bench_start (&bench);
  bench_run (&bench, audio, N, 480);
  mst_stage_declick.read (bench.self, read);
  mst_check_near (read[MST_DECLICK_REPAIRED] * N / RATE, 10.0, 0.5);
  mst_check (read[MST_DECLICK_REPAIRED_SAMPLES] >= 100 &&
          read[MST_DECLICK_REPAIRED_SAMPLES] <= 400,
      "%g samples", read[MST_DECLICK_REPAIRED_SAMPLES]);
  mst_check (read[MST_DECLICK_REMOVED_LEVEL] > -60.0 &&
          read[MST_DECLICK_REMOVED_LEVEL] < -30.0,
      "%g dBFS", read[MST_DECLICK_REMOVED_LEVEL]);
  bench_stop (&bench);
}

int
main (void)
{
  MST_RUN (test_the_model_is_found);
  MST_RUN (test_silence_has_a_model);
  MST_RUN (test_fill_is_the_dense_solution);
  MST_RUN (test_great_weight_keeps_the_samples);
  MST_RUN (test_error_is_that_of_theory);
  MST_RUN (test_regular_places_are_told);
  MST_RUN (test_music_leaves_with_its_bits);
  MST_RUN (test_clicks_are_taken_out);
  MST_RUN (test_attacks_stay);
  MST_RUN (test_pulses_stay);
  MST_RUN (test_edges_stay);
  MST_RUN (test_removed_is_input_minus_output);
  MST_RUN (test_half_of_it);
  MST_RUN (test_readouts_count);
  return mst_done ();
}
