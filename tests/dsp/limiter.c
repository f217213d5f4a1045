/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds.
 */
#include "mst-test.h"

#include <string.h>

#include "dsp/limiter/limiter.h"
#include "reference/sinc.h"
#include "torture.h"

#define N 20160   /* divisible by 7, 64 and 480 */
#define TAIL 3000 /* silence, longer than any latency here */
#define LONG 300000
#define MAX_BLOCK 4096

static const MstStage *stage = &mst_stage_limiter;
static double values[MST_LIMITER_N_PARAMS];
static float input[LONG];
static float buffer[6][LONG];

static double
amplitude (double level)
{
  return pow (10.0, level / 20.0);
}

static void *
new_limiter (double rate, int channels)
{
  MstFormat format = { .rate = rate,
    .channels = channels,
    .max_block = MAX_BLOCK };

  return stage->new (&format, values);
}

static void
process_blocks (void *limiter, int channels, int from, int to, int block)
{
  for (int i = from, n; i < to; i += n) {
    float *planes[6];
    n = to - i < block ? to - i : block;
    for (int c = 0; c < channels; c++)
      planes[c] = buffer[c] + i;
    stage->process (limiter, planes, n);
  }
}

/* input[] through a new limiter of one channel, into buffer[0]. Returns its
 * latency. */
static int
run (double rate, int n)
{
  void *limiter = new_limiter (rate, 1);
  int latency = stage->latency (limiter);

  memcpy (buffer[0], input, n * sizeof (float));
  process_blocks (limiter, 1, 0, n, MAX_BLOCK);
  stage->free (limiter);
  return latency;
}

static double
greatest (const float *x, int n)
{
  double best = 0.0;

  for (int i = 0; i < n; i++)
    best = fmax (best, fabs (x[i]));
  return best;
}

static void
make_torture (Torture torture, double rate)
{
  torture_make (input, torture, N, TAIL, rate);
}

/* Oracles: the ceiling, and tests/reference/sinc.h. */
static void
check_tortures (double rate, double lookahead, double release)
{
  values[MST_LIMITER_LOOKAHEAD] = lookahead;
  values[MST_LIMITER_RELEASE] = release;
  printf ("# %6g Hz, %g ms, release %g ms:", rate, lookahead, release);
  for (Torture torture = 0; torture < N_TORTURES; torture++) {
    make_torture (torture, rate);
    run (rate, N + TAIL);
    double over = mst_db (mst_sinc_peak (buffer[0], N + TAIL)) + 1.0;
    printf (" %+.3f", over);
    mst_check (greatest (buffer[0], N + TAIL) <= (float) amplitude (-1.0),
        "a sample of %s exceeds the ceiling", torture_names[torture]);
    mst_check (over <= 0.0, "%s at %g Hz exceeds the ceiling by %g dB",
        torture_names[torture], rate, over);
    mst_check (over >= -0.08, "%s at %g Hz stays %g dB below",
        torture_names[torture], rate, -over);
  }
  printf ("\n");
}

static void
test_true_peak_stays_below (void)
{
  static const double rates[] = { 4000, 8000, 44100, 48000, 96000, 192000 };

  printf ("# overshoot in dB of:");
  for (Torture torture = 0; torture < N_TORTURES; torture++)
    printf (" %s;", torture_names[torture]);
  printf ("\n");
  mst_stage_defaults (stage, values);
  for (int r = 0; r < 6; r++) {
    check_tortures (rates[r], 5.0, 100.0);
    check_tortures (rates[r], 0.5, 100.0);
    check_tortures (rates[r], 0.5, 1.0);
  }
}

/* Oracle: the ceiling, as a float. Here it is reached: no margin is kept. */
static void
test_samples_stay_below (void)
{
  mst_stage_defaults (stage, values);
  values[MST_LIMITER_TRUE_PEAK] = 0.0;
  values[MST_LIMITER_CEILING] = -3.0;
  for (Torture torture = 0; torture < N_TORTURES; torture++) {
    make_torture (torture, 48000.0);
    run (48000.0, N + TAIL);
    double peak = greatest (buffer[0], N + TAIL);
    mst_check (peak <= (float) amplitude (-3.0), "%s", torture_names[torture]);
    mst_check (mst_db (peak) >= -3.001, "%s reaches %g", torture_names[torture],
        mst_db (peak));
  }
}

/* Oracle: the input, delayed. */
static void
test_neutral_is_exact (void)
{
  uint64_t seed = 2;

  mst_stage_defaults (stage, values);
  for (int i = 0; i < N; i++)
    input[i] = (float) (0.3 * mst_noise (&seed)) * (i % 300 ? 1.0f : 1e-41f);
  int latency = run (48000.0, N);
  mst_check (
      memcmp (buffer[0] + latency, input, (N - latency) * sizeof (float)) == 0,
      "changed");
  mst_check (greatest (buffer[0], latency) == 0.0, "no silence before");
}

/* Oracle: where an impulse comes out. */
static void
test_latency_is_measured (void)
{
  static const double rates[] = { 8000, 44100, 48000, 192000, 384000 };

  mst_stage_defaults (stage, values);
  for (int turn = 0; turn < 10; turn++) {
    values[MST_LIMITER_LOOKAHEAD] = turn % 2 ? 0.5 : 7.0;
    values[MST_LIMITER_TRUE_PEAK] = turn % 3 != 0;
    memset (input, 0, N * sizeof (float));
    input[50] = turn % 4 < 2 ? 0.5f : 4.0f;
    int latency = run (rates[turn / 2], N), at = 0;
    for (int i = 0; i < N; i++)
      if (fabsf (buffer[0][i]) > fabsf (buffer[0][at]))
        at = i;
    mst_check (at - 50 == latency, "%d, says %d", at - 50, latency);
  }
}

/* Oracle: the look-ahead, rounded to frames, plus the detector's 43 frames and
 * the 12 that a peak is widened by (docs/stages/limiter.md). */
static void
test_latency_is_documented (void)
{
  mst_stage_defaults (stage, values);
  mst_check (run (48000.0, 1) == 240 + 43 + 24, "%d", run (48000.0, 1));
  values[MST_LIMITER_LOOKAHEAD] = 1.5;
  mst_check (run (44100.0, 1) == 66 + 43 + 24, "%d", run (44100.0, 1));
}

/* Six channels, of which the third alone exceeds the ceiling now and then. */
static void
make_channels (void)
{
  uint64_t seed = 9;

  for (int i = 0; i < N; i++)
    for (int c = 0; c < 6; c++)
      buffer[c][i] =
          (float) ((c == 2 && i % 5000 > 2500 ? 3.0 : 0.2) * mst_noise (&seed));
}

static void
other_values (void)
{
  values[MST_LIMITER_DRIVE] = 3.5;
  values[MST_LIMITER_CEILING] = -2.5;
  values[MST_LIMITER_RELEASE] = 30.0;
  values[MST_LIMITER_TRUE_PEAK] = 0.0;
}

/* Sets other values half-way. */
static void
process_with_change (void *limiter, int channels, int block, double *readouts)
{
  mst_stage_defaults (stage, values);
  stage->set (limiter, values);
  make_channels ();
  process_blocks (limiter, channels, 0, N / 2, block);
  other_values ();
  stage->set (limiter, values);
  process_blocks (limiter, channels, N / 2, N, block);
  stage->read (limiter, readouts);
}

/* Oracle: blocks of 4096 frames, for 1, 2 and 6 channels; and for reset, the
 * first run of the object. */
static void
test_whole_equals_split_and_reset_equals_new (void)
{
  static const int blocks[] = { MAX_BLOCK, 1, 7, 64, 480, MAX_BLOCK };
  static const int channels[] = { 1, 2, 6 };
  static float first[6][N];

  for (int k = 0; k < 3; k++) {
    double read_first[MST_LIMITER_N_READOUTS], read[MST_LIMITER_N_READOUTS];
    mst_stage_defaults (stage, values);
    void *limiter = new_limiter (48000.0, channels[k]);
    process_with_change (limiter, channels[k], MAX_BLOCK, read_first);
    for (int c = 0; c < channels[k]; c++)
      memcpy (first[c], buffer[c], sizeof (first[c]));
    for (int b = 0; b < 6; b++) {
      mst_stage_defaults (stage, values);
      stage->set (limiter, values);
      stage->reset (limiter);
      process_with_change (limiter, channels[k], blocks[b], read);
      for (int c = 0; c < channels[k]; c++)
        mst_check (memcmp (first[c], buffer[c], sizeof (first[c])) == 0,
            "channel %d of %d, blocks of %d", c, channels[k], blocks[b]);
      mst_check (memcmp (read, read_first, sizeof (read)) == 0,
          "readouts, blocks of %d", blocks[b]);
    }
    stage->free (limiter);
  }
  stage->free (NULL);
}

/* Oracle: the input, delayed; all channels must have the same gain. */
static void
test_channels_are_linked (void)
{
  static float before[6][N];

  mst_stage_defaults (stage, values);
  void *limiter = new_limiter (48000.0, 6);
  int latency = stage->latency (limiter);
  make_channels ();
  for (int c = 0; c < 6; c++)
    memcpy (before[c], buffer[c], sizeof (before[c]));
  process_blocks (limiter, 6, 0, N, MAX_BLOCK);
  for (int i = latency; i < N; i++) {
    double gain = buffer[2][i] / (double) before[2][i - latency];
    for (int c = 0; c < 6; c++)
      if (fabs (buffer[c][i] - gain * before[c][i - latency]) > 1e-6) {
        mst_check (false, "channel %d, frame %d", c, i);
        return;
      }
  }
  stage->free (limiter);
}

/* Oracles: isfinite(); the ceiling; and the input, delayed, once the release,
 * 2.4 s from the deepest reduction a float can ask for, has passed. */
static void
test_wild_input_recovers (void)
{
  static const float wild[] = { NAN, INFINITY, -INFINITY, 1e30f, -3e38f, 1e15f,
    -1e19f, 1e-41f };
  uint64_t seed = 5;

  mst_stage_defaults (stage, values);
  values[MST_LIMITER_DRIVE] = 0.0;
  for (int i = 0; i < LONG; i++)
    input[i] = (float) (0.1 * mst_noise (&seed));
  for (int i = 0; i < 3000; i++)
    input[500 + i] = wild[(i / 3) % 8];
  int latency = run (48000.0, LONG);
  for (int i = 0; i < LONG; i++)
    if (!isfinite (buffer[0][i]) ||
        fabsf (buffer[0][i]) > (float) amplitude (-1.0)) {
      mst_check (false, "%g at frame %d", buffer[0][i], i);
      break;
    }
  mst_check (memcmp (buffer[0] + 200000 + latency, input + 200000,
                 (LONG - 200000 - latency) * sizeof (float)) == 0,
      "not recovered");
}

/* Oracle: NaN, Inf and 1e30 count as silence, so they turn nothing down. */
static void
test_absurd_samples_turn_nothing_down (void)
{
  double readouts[MST_LIMITER_N_READOUTS];

  mst_stage_defaults (stage, values);
  void *limiter = new_limiter (48000.0, 1);
  for (int i = 0; i < N; i++)
    buffer[0][i] = i % 4 == 0 ? NAN : i % 4 == 1 ? -INFINITY : 1e30f;
  process_blocks (limiter, 1, 0, N, 480);
  stage->read (limiter, readouts);
  mst_check (readouts[MST_LIMITER_MAX_GAIN_REDUCTION] == 0.0, "%g dB",
      readouts[MST_LIMITER_MAX_GAIN_REDUCTION]);
  mst_check (greatest (buffer[0], N) == 0.0, "not silent");
  stage->free (limiter);
}

/* Oracle: out = in 10^(drive / 20), to a float's rounding. */
static void
test_drive_is_a_static_gain (void)
{
  uint64_t seed = 6;
  double worst = 0.0;

  mst_stage_defaults (stage, values);
  values[MST_LIMITER_DRIVE] = 6.0;
  for (int i = 0; i < N; i++)
    input[i] = (float) (0.1 * mst_noise (&seed));
  int latency = run (48000.0, N);
  for (int i = latency; i < N; i++)
    worst = fmax (worst,
        fabs (buffer[0][i] / (amplitude (6.0) * input[i - latency]) - 1.0));
  mst_check (worst <= 0x1p-22, "%g", worst);
}

/* 1 - gain of each frame, into buffer[1]; the input must not be 0. */
static void
measure_reduction (int latency, int n)
{
  for (int i = latency; i < n; i++)
    buffer[1][i - latency] =
        (float) (1.0 - buffer[0][i] / (double) input[i - latency]);
}

/* Frames from where the reduction falls below 0.9 of what it is at `from` to
 * where it is 1 / e of that. */
static int
recovery (int from, int n)
{
  double start = buffer[1][from];
  int i = from, begin;

  while (i < n && buffer[1][i] > 0.9 * start)
    i++;
  for (begin = i; i < n && buffer[1][i] > 0.9 / M_E * start; i++)
    ;
  return i - begin;
}

/* Oracle: 1 - gain decays by exp (-t / release) after a sustained reduction,
 * and at least three times as fast after a lone transient. */
static void
test_release_time (void)
{
  static const double releases[] = { 50.0, 400.0 };

  for (int r = 0; r < 2; r++) {
    double frames = releases[r] * 48.0;
    mst_stage_defaults (stage, values);
    values[MST_LIMITER_RELEASE] = releases[r];
    for (int i = 0; i < 150000; i++)
      input[i] = i < 48000 ? 2.0f : 0.1f;
    measure_reduction (run (48000.0, 150000), 149000);
    double slow = recovery (47999, 149000);
    mst_check_near (slow / frames, 1.0, 0.01);
    for (int i = 0; i < 150000; i++)
      input[i] = i == 9600 ? 2.0f : 0.1f;
    measure_reduction (run (48000.0, 150000), 149000);
    double fast = recovery (9600, 149000);
    mst_check (fast < slow / 3.0, "%g of %g frames", fast, slow);
    printf ("# release %g ms: %.1f ms, lone transient %.1f ms\n", releases[r],
        slow / 48.0, fast / 48.0);
  }
}

/* Oracle: a tone of level L dB leaves at the ceiling, 0.02 dB margin included:
 * the reduction is L - ceiling + 0.02. Afterwards it is 0, at most it was. */
static void
test_readouts (void)
{
  double readouts[MST_LIMITER_N_READOUTS];

  mst_stage_defaults (stage, values);
  values[MST_LIMITER_CEILING] = -2.0;
  void *limiter = new_limiter (48000.0, 1);
  for (int i = 0; i < LONG; i++)
    buffer[0][i] = (float) (amplitude (i < 96000 ? 7.0 : -20.0) *
        sin (2.0 * M_PI * 997.0 / 48000.0 * i));
  process_blocks (limiter, 1, 0, 96000, 480);
  stage->read (limiter, readouts);
  mst_check_near (readouts[MST_LIMITER_GAIN_REDUCTION], 9.02, 0.01);
  process_blocks (limiter, 1, 96000, LONG, 480);
  stage->read (limiter, readouts);
  mst_check_near (readouts[MST_LIMITER_GAIN_REDUCTION], 0.0, 1e-3);
  mst_check_near (readouts[MST_LIMITER_MAX_GAIN_REDUCTION], 9.02, 0.02);
  stage->reset (limiter);
  stage->read (limiter, readouts);
  mst_check (readouts[MST_LIMITER_MAX_GAIN_REDUCTION] == 0.0, "after reset");
  stage->free (limiter);
}

/* A click is a step or a kink. The eighth difference of a 1 kHz tone at 48 kHz
 * is (2 sin (w / 2))^8 = 8.6e-8 of its amplitude, that of a step of height h
 * up to 35 h (the binomials of 7). So the greatest eighth difference / 35 is
 * the height of the greatest step that the signal can hide. */
static double
hidden_step (const float *x, int n)
{
  static const double binomial[] = { 1, -8, 28, -56, 70, -56, 28, -8, 1 };
  double worst = 0.0;

  for (int i = 8; i < n; i++) {
    double sum = 0.0;
    for (int k = 0; k <= 8; k++)
      sum += binomial[k] * x[i - k];
    worst = fmax (worst, fabs (sum));
  }
  return mst_db (worst / 35.0);
}

/* Parameters jump every 50 ms while 1 kHz at -12 dBFS plays. */
static double
sweep (int parameter, double low, double high, double drive_level)
{
  uint64_t seed = 13;

  mst_stage_defaults (stage, values);
  values[MST_LIMITER_DRIVE] = drive_level;
  void *limiter = new_limiter (48000.0, 1);
  for (int i = 0; i < 240000; i++)
    buffer[0][i] = (float) (0.25 * sin (2.0 * M_PI * i / 48.0) *
        fmin (1.0, 0.5 - 0.5 * cos (M_PI * fmin (1.0, i / 4800.0))));
  for (int i = 0; i < 240000; i += 2400) {
    process_blocks (limiter, 1, i, i + 2400, 479);
    values[parameter] =
        low + (high - low) * (i % 4800 ? 0.0 : 0.5 + 0.5 * mst_noise (&seed));
    stage->set (limiter, values);
  }
  stage->free (limiter);
  return hidden_step (buffer[0] + 2400, 240000 - 2400);
}

/* Oracle: the analysis above; the bound, -80 dBFS, is under what a step in the
 * presence of a tone 68 dB louder can be heard at. */
static void
test_sweeps_do_not_click (void)
{
  double drive_free = sweep (MST_LIMITER_DRIVE, -24.0, 10.0, 0.0);
  double drive_hard = sweep (MST_LIMITER_DRIVE, 0.0, 24.0, 0.0);
  double ceiling = sweep (MST_LIMITER_CEILING, -24.0, 0.0, 18.0);
  double kind = sweep (MST_LIMITER_TRUE_PEAK, 0.0, 1.0, 18.0);

  printf ("# no step above: drive %.1f, drive limited %.1f, ceiling %.1f, "
          "true-peak %.1f dBFS\n",
      drive_free, drive_hard, ceiling, kind);
  mst_check (drive_free <= -80.0, "%g", drive_free);
  mst_check (drive_hard <= -80.0, "%g", drive_hard);
  mst_check (ceiling <= -80.0, "%g", ceiling);
  mst_check (kind <= -80.0, "%g", kind);
}

/* Oracle: the larger of the old and the new ceiling. */
static void
test_ceiling_moves_within_its_bounds (void)
{
  mst_stage_defaults (stage, values);
  values[MST_LIMITER_CEILING] = -12.0;
  void *limiter = new_limiter (48000.0, 1);
  make_torture (NOISE, 48000.0);
  memcpy (buffer[0], input, N * sizeof (float));
  process_blocks (limiter, 1, 0, 6000, 480);
  values[MST_LIMITER_CEILING] = -4.0;
  stage->set (limiter, values);
  process_blocks (limiter, 1, 6000, 12000, 480);
  values[MST_LIMITER_CEILING] = -9.0;
  stage->set (limiter, values);
  process_blocks (limiter, 1, 12000, N, 480);
  stage->free (limiter);
  mst_check (mst_db (greatest (buffer[0], 6000)) <= -12.0, "before");
  mst_check (mst_db (greatest (buffer[0], N)) <= -4.0, "during");
  mst_check (mst_db (greatest (buffer[0] + 16000, N - 16000)) <= -9.0, "after");
}

/* The amplitude of `hertz` in a second of 48 kHz. */
static double
partial (const float *x, double hertz)
{
  double re = 0.0, im = 0.0;

  for (int i = 0; i < 48000; i++) {
    re += x[i] * cos (2.0 * M_PI * hertz / 48000.0 * i);
    im += x[i] * sin (2.0 * M_PI * hertz / 48000.0 * i);
  }
  return hypot (re, im) / 24000.0;
}

static double
bass_thd (double hertz, double release)
{
  double power = 0.0;

  mst_stage_defaults (stage, values);
  values[MST_LIMITER_RELEASE] = release;
  for (int i = 0; i < 144000; i++)
    input[i] =
        (float) (amplitude (5.0) * sin (2.0 * M_PI * hertz / 48000.0 * i));
  run (48000.0, 144000);
  for (int k = 2; k <= 20; k++)
    power += pow (partial (buffer[0] + 96000, k * hertz), 2.0);
  return mst_db (sqrt (power) / partial (buffer[0] + 96000, hertz));
}

/* Side bands of 1 kHz, -12 dB, beside 60 Hz, 6 dB over the ceiling. */
static double
bass_imd (void)
{
  double power = 0.0;

  mst_stage_defaults (stage, values);
  for (int i = 0; i < 144000; i++)
    input[i] = (float) (amplitude (5.0) *
        (0.8 * sin (2.0 * M_PI * 60.0 / 48000.0 * i) +
            0.2 * sin (2.0 * M_PI * 1000.0 / 48000.0 * i)));
  run (48000.0, 144000);
  for (int k = -5; k <= 5; k++)
    if (k)
      power += pow (partial (buffer[0] + 96000, 1000.0 + k * 60.0), 2.0);
  return mst_db (sqrt (power) / partial (buffer[0] + 96000, 1000.0));
}

/* Oracle: a tone has no harmonics. What is left is the rounding of floats. */
static void
test_bass_stays_clean (void)
{
  double thd60 = bass_thd (60.0, 100.0), thd60_fast = bass_thd (60.0, 10.0);
  double thd40 = bass_thd (40.0, 100.0), imd = bass_imd ();

  printf ("# THD: 60 Hz %.1f, at 10 ms release %.1f, 40 Hz %.1f; 30 Hz %.1f; "
          "IMD of 60 Hz and 1 kHz %.1f dB\n",
      thd60, thd60_fast, thd40, bass_thd (30.0, 100.0), imd);
  mst_check (thd60 <= -100.0, "%g", thd60);
  mst_check (thd60_fast <= -80.0, "%g", thd60_fast);
  mst_check (thd40 <= -80.0, "%g", thd40);
  mst_check (imd <= -50.0, "%g", imd);
}

int
main (void)
{
  MST_RUN (test_true_peak_stays_below);
  MST_RUN (test_samples_stay_below);
  MST_RUN (test_neutral_is_exact);
  MST_RUN (test_latency_is_measured);
  MST_RUN (test_latency_is_documented);
  MST_RUN (test_whole_equals_split_and_reset_equals_new);
  MST_RUN (test_channels_are_linked);
  MST_RUN (test_wild_input_recovers);
  MST_RUN (test_absurd_samples_turn_nothing_down);
  MST_RUN (test_drive_is_a_static_gain);
  MST_RUN (test_release_time);
  MST_RUN (test_readouts);
  MST_RUN (test_sweeps_do_not_click);
  MST_RUN (test_ceiling_moves_within_its_bounds);
  MST_RUN (test_bass_stays_clean);
  return mst_done ();
}
