/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bench.h"
#include "dsp/limiter/limiter.h"
#include "reference/sinc.h"
#include "torture.h"

#define RATE 48000
#define N 144000
#define SHORT 24000

static const char *names[] = { "transparent", "punchy", "loud", "safe" };
static float audio[6 * N];

static Bench
new_limiter (double rate, int channels, int character)
{
  Bench bench = bench_new (&mst_stage_limiter, rate, channels);

  bench.values[MST_LIMITER_CHARACTER] = character;
  return bench;
}

/* N frames of audio[] through it; returns the latency. */
static int
run (Bench *bench, int n)
{
  bench_start (bench);
  int latency = bench->stage->latency (bench->self);
  bench_run (bench, audio, n, 1000);
  bench_stop (bench);
  return latency;
}

static double
thd (double hertz, int character)
{
  Bench bench = new_limiter (RATE, 1, character);
  double power = 0.0;

  bench_sine (audio, N, RATE, hertz, mst_amplitude (5.0));
  run (&bench, N);
  for (int k = 2; k * hertz < RATE / 2 && k <= 20; k++)
    power +=
        pow (bench_amplitude (audio, N - RATE, RATE, RATE, k * hertz), 2.0);
  return mst_db (
      sqrt (power) / bench_amplitude (audio, N - RATE, RATE, RATE, hertz));
}

static double
imd (int character)
{
  Bench bench = new_limiter (RATE, 1, character);
  double power = 0.0;

  for (int i = 0; i < N; i++)
    audio[i] = (float) (mst_amplitude (5.0) *
        (0.8 * sin (2.0 * M_PI * 60.0 / RATE * i) +
            0.2 * sin (2.0 * M_PI * 1000.0 / RATE * i)));
  run (&bench, N);
  for (int k = -5; k <= 5; k++)
    if (k)
      power +=
          pow (bench_amplitude (audio, N - RATE, RATE, RATE, 1000.0 + k * 60.0),
              2.0);
  return mst_db (
      sqrt (power) / bench_amplitude (audio, N - RATE, RATE, RATE, 1000.0));
}

/* Oracle: a tone has no harmonics, two have no products. */
static void
test_every_character_is_clean (void)
{
  for (int k = 0; k < MST_LIMITER_N_CHARACTERS; k++) {
    double bass = thd (60.0, k), middle = thd (1000.0, k), both = imd (k);
    printf ("# %s: THD of 60 Hz %.1f, of 1 kHz %.1f; 60 Hz and 1 kHz %.1f dB\n",
        names[k], bass, middle, both);
    mst_check (bass <= -80.0, "60 Hz: %g", bass);
    mst_check (middle <= -90.0, "1 kHz: %g", middle);
    mst_check (both <= -50.0, "IMD: %g", both);
  }
}

/* A drum over a tone: hits of 20 ms, four a second, 9 dB over. Returns how much
 * of the tone's level is lost on average [dB]. */
static double
lost_to_drums (int character, bool automatic)
{
  Bench bench = new_limiter (RATE, 1, character);
  double before = 0.0, after = 0.0;
  uint64_t seed = 4;

  bench.values[MST_LIMITER_AUTO_RELEASE] = automatic;
  for (int i = 0; i < N; i++)
    audio[i] =
        (float) (i % 12000 < 960 ? mst_amplitude (8.0) * mst_noise (&seed)
                                 : 0.3 * sin (2.0 * M_PI * 500.0 / RATE * i));
  for (int i = 0; i < N; i++)
    if (i % 12000 > 1500)
      before += audio[i] * audio[i];
  int latency = run (&bench, N);
  for (int i = 0; i < N - latency; i++)
    if (i % 12000 > 1500)
      after += audio[i + latency] * audio[i + latency];
  return -0.5 * mst_db (after / before);
}

/* Oracle: what each character is said to be. */
static void
test_characters_differ_as_told (void)
{
  double lost[MST_LIMITER_N_CHARACTERS];

  for (int k = 0; k < MST_LIMITER_N_CHARACTERS; k++) {
    lost[k] = lost_to_drums (k, false);
    printf ("# drums take from the tone: %s %.2f dB, by auto-release %.2f dB\n",
        names[k], lost[k], lost_to_drums (k, true));
  }
  mst_check (lost[MST_LIMITER_PUNCHY] < lost[MST_LIMITER_TRANSPARENT] - 0.01,
      "punchy");
  mst_check (lost[MST_LIMITER_LOUD] < lost[MST_LIMITER_TRANSPARENT] - 0.01,
      "loud");
  mst_check (lost[MST_LIMITER_SAFE] > lost[MST_LIMITER_TRANSPARENT] + 0.1,
      "safe");
}

/* The time [ms] in which the reduction falls from half to half / e, after
 * `length` frames at 6 dB over once a second, `times` times. */
static double
recovery (int length, int times, bool automatic)
{
  Bench bench = new_limiter (RATE, 1, MST_LIMITER_SAFE);
  static float long_audio[10 * RATE];
  int total = 10 * RATE, last = (times - 1) * RATE, from, to;

  bench.values[MST_LIMITER_AUTO_RELEASE] = automatic;
  for (int i = 0; i < total; i++)
    long_audio[i] = i < times * RATE && i % RATE < length ? 2.0f : 0.1f;
  bench_start (&bench);
  int latency = bench.stage->latency (bench.self);
  bench_run (&bench, long_audio, total, 1000);
  bench_stop (&bench);
  from = last + length + latency;
  while (from < total && 1.0 - long_audio[from] / 0.1 > 0.25)
    from++;
  for (to = from; to < total && 1.0 - long_audio[to] / 0.1 > 0.25 / M_E; to++)
    ;
  return (to - from) * 1000.0 / RATE;
}

/* Oracle: exp (-t / T), with T twenty times the release for `safe`; automatic
 * up to four times that where the reduction has lasted, and less than it where
 * it has not. */
static void
test_auto_release_follows_the_programme (void)
{
  double plain = recovery (RATE, 5, false), lasting = recovery (RATE, 5, true);
  double lone = recovery (RATE / 10, 1, true);

  printf (
      "# safe recovers in %.0f ms; automatically in %.0f ms after 5 s, %.0f "
      "ms after a lone 100 ms\n",
      plain, lasting, lone);
  mst_check_near (plain, 200.0, 2.0);
  mst_check (lasting > 2.5 * plain && lasting <= 4.0 * plain, "%g", lasting);
  mst_check (lone < 0.6 * plain, "%g", lone);
}

/* Left 9 dB over the ceiling in bursts, right 12 dB below it, N frames each. */
static void
make_pair (void)
{
  uint64_t seed = 8;

  for (int i = 0; i < N; i++) {
    audio[i] = (float) ((i % 9000 < 3000 ? mst_amplitude (8.0) : 0.1) *
        mst_noise (&seed));
    audio[N + i] = (float) (0.2 * mst_noise (&seed));
  }
}

/* The deepest reduction of the right channel [dB]. */
static double
taken_from_right (double link)
{
  static float before[N];
  Bench bench = new_limiter (RATE, 2, MST_LIMITER_TRANSPARENT);
  double least = 1.0;

  make_pair ();
  memcpy (before, audio + N, sizeof (before));
  bench.values[MST_LIMITER_LINK] = link;
  int latency = run (&bench, N);
  for (int i = 0; i < N - latency; i++)
    if (fabs (before[i]) > 0.01)
      least = fmin (least, audio[N + i + latency] / before[i]);
  mst_check (mst_db (mst_sinc_peak (audio, 20000)) <= -1.0, "left, link %g",
      link);
  return -mst_db (least);
}

/* Oracle: the definition. A channel under the ceiling loses nothing by itself,
 * and otherwise 1 - gain is the share of that of the lowest. */
static void
test_link (void)
{
  double none = taken_from_right (0.0), half = taken_from_right (0.5);
  double all = taken_from_right (1.0);

  printf ("# taken from the other channel: link 0 %.2f, 0.5 %.2f, 1 %.2f dB\n",
      none, half, all);
  mst_check (none == 0.0, "%g", none);
  mst_check (all > 9.0, "%g", all);
  mst_check_near (1.0 - mst_amplitude (-half),
      0.5 * (1.0 - mst_amplitude (-all)), 1e-3);
}

/* The link jumps there and back, and the limiter comes to rest in between. */
static void
run_jumps (int block)
{
  Bench bench = new_limiter (RATE, 2, MST_LIMITER_LOUD);
  float *planes[2];

  make_pair ();
  memset (audio + 100000, 0, 24000 * sizeof (float));
  bench_start (&bench);
  for (int i = 0, n; i < N; i += n) {
    int part = i / 4000;
    bench.values[MST_LIMITER_LINK] = part < 5 ? 1.0
        : part > 20                           ? (part == 32 ? 0.5 : 1.0)
                                              : part % 3 * 0.4;
    n = (part + 1) * 4000 - i < block ? (part + 1) * 4000 - i : block;
    planes[0] = audio + i;
    planes[1] = audio + N + i;
    bench_set (&bench);
    bench.stage->process (bench.self, planes, n);
  }
  bench_stop (&bench);
}

/* Oracles: blocks of 1000 frames; the ceiling. */
static void
test_link_may_change (void)
{
  static float first[2 * N];

  run_jumps (1000);
  memcpy (first, audio, sizeof (first));
  for (int c = 0; c < 2; c++)
    mst_check (mst_db (mst_sinc_peak (audio + c * N, 100000)) <= -1.0, "%d", c);
  run_jumps (37);
  mst_check (memcmp (first, audio, sizeof (first)) == 0, "blocks of 37");
}

/* Oracle: 1.5 steps of 2^(1 - bits), of dither and rounding. */
static void
test_leaves_room_for_dither (void)
{
  static const int words[][2] = { { 0, 0 }, { 3, 8 }, { 8, 8 }, { 16, 16 },
    { 24, 24 } };

  for (int k = 0; k < 5; k++) {
    Bench bench = new_limiter (RATE, 1, MST_LIMITER_TRANSPARENT);
    int bits = words[k][1];
    double room = bits ? 1.5 * ldexp (1.0, 1 - bits) : 0.0, peak = 0.0;
    bench.values[MST_LIMITER_TRUE_PEAK] = 0.0;
    bench.values[MST_LIMITER_DITHER_BITS] = words[k][0];
    torture_make (audio, NOISE, SHORT - 2000, 2000, RATE);
    run (&bench, SHORT);
    for (int i = 0; i < SHORT; i++)
      peak = fmax (peak, fabs (audio[i]));
    mst_check_near (peak, mst_amplitude (-1.0) - room, 2e-6);
    mst_check (peak <= (float) (mst_amplitude (-1.0) - room), "%d bits", bits);
  }
}

/* 5 kHz at 0.9 of full scale, 6 dB of drive, the hardest soft clip. The
 * greatest product at any multiple of `grid`, which all aliases are on, and not
 * of 5 kHz: dB below the tone. */
static double
clip_aliases (int rate, int grid)
{
  Bench bench = new_limiter (rate, 1, MST_LIMITER_TRANSPARENT);
  double tone, worst = 0.0;

  bench_sine (audio, 3 * rate, rate, 5000.0, 0.9);
  bench.values[MST_LIMITER_DRIVE] = 6.0;
  bench.values[MST_LIMITER_SOFT_CLIP] = 12.0;
  run (&bench, 3 * rate);
  tone = bench_amplitude (audio, 2 * rate, rate, rate, 5000.0);
  for (int hertz = grid; hertz < rate / 2; hertz += grid)
    if (hertz % 5000)
      worst =
          fmax (worst, bench_amplitude (audio, 2 * rate, rate, rate, hertz));
  mst_check (bench_amplitude (audio, 2 * rate, rate, rate, 15000.0) > 0.01,
      "not clipped");
  return mst_db (worst / tone);
}

/* Oracle: an odd curve makes odd harmonics alone. */
static void
test_soft_clip_does_not_alias (void)
{
  double at48 = clip_aliases (48000, 1000), at44 = clip_aliases (44100, 100);

  printf ("# aliases of the soft clip: %.1f, %.1f dB\n", at48, at44);
  mst_check (at48 <= -100.0, "48 kHz: %g", at48);
  mst_check (at44 <= -100.0, "44.1 kHz: %g", at44);
}

/* Oracles: the ceiling; the latency without, and an impulse; blocks of 37; that
 * the limiter has less to do. */
static void
test_soft_clip_before_the_limiter (void)
{
  static float first[SHORT];
  double reduction[2][MST_LIMITER_N_READOUTS];

  for (int k = 0; k < 3; k++) {
    Bench bench = new_limiter (RATE, 1, MST_LIMITER_TRANSPARENT);
    bench.values[MST_LIMITER_SOFT_CLIP] = k ? 9.0 : 0.0;
    torture_make (audio, NOISE_BURSTS, SHORT - 2000, 2000, RATE);
    bench_start (&bench);
    mst_check (bench.stage->latency (bench.self) ==
            240 + 24 + 43 + (k ? 40 + 72 + 8 : 0),
        "latency");
    bench_run (&bench, audio, SHORT, k == 1 ? 1000 : 37);
    bench.stage->read (bench.self, reduction[k > 0]);
    bench_stop (&bench);
    mst_check (mst_db (mst_sinc_peak (audio, SHORT)) <= -1.0, "over");
    mst_check (k < 2 || memcmp (first, audio, sizeof (first)) == 0, "split");
    memcpy (first, audio, sizeof (first));
  }
  mst_check (reduction[1][MST_LIMITER_MAX_GAIN_REDUCTION] <
          reduction[0][MST_LIMITER_MAX_GAIN_REDUCTION] - 6.0,
      "no less");
}

int
main (void)
{
  MST_RUN (test_every_character_is_clean);
  MST_RUN (test_characters_differ_as_told);
  MST_RUN (test_auto_release_follows_the_programme);
  MST_RUN (test_link);
  MST_RUN (test_link_may_change);
  MST_RUN (test_leaves_room_for_dither);
  MST_RUN (test_soft_clip_does_not_alias);
  MST_RUN (test_soft_clip_before_the_limiter);
  return mst_done ();
}
