/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The leveller: exact and neutral where it is told, on target and unhurried
 * where it is not. The oracle of loudness is libebur128, that of gains the
 * formula.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "bench.h"

#include <ebur128.h>

#include "dsp/common/vector/decibel.h"
#include "dsp/loudness/loudness.h"

#define RATE 48000
#define STEP (RATE / 10) /* frames: what is looked at at a time */

static const MstStage *const stage = &mst_stage_loudness;

static Bench
live_bench (double rate, double target)
{
  Bench bench = bench_new (stage, rate, 2);

  bench.values[MST_LOUDNESS_MODE] = MST_LOUDNESS_LIVE;
  bench.values[MST_LOUDNESS_TARGET] = target;
  return bench;
}

static double
readout (const Bench *bench, int i)
{
  double out[MST_LOUDNESS_N_READOUTS];

  stage->read (bench->self, out);
  return out[i];
}

/* --- static */

/* gain = target - measured, beyond the limits of `live` too. */
static void
test_static_gain_is_exact (void)
{
  static const double cases[][2] = { { -14, -19.3 }, { -23, -6.61 },
    { -60, 19 }, { 0, -69.9 }, { -16, -50 } };
  static float audio[RATE];

  for (size_t i = 0; i < MST_N_ELEMENTS (cases); i++) {
    Bench bench = bench_new (stage, RATE, 1);
    double gain = cases[i][0] - cases[i][1];

    bench.values[MST_LOUDNESS_TARGET] = cases[i][0];
    bench.values[MST_LOUDNESS_MEASURED] = cases[i][1];
    bench_start (&bench);
    bench_sine (audio, RATE, RATE, 997, 0.25);
    bench_run (&bench, audio, RATE, 1000);
    mst_check_near (
        mst_to_db (bench_amplitude (audio, 0, RATE, RATE, 997) / 0.25), gain,
        0.001);
    mst_check_near (readout (&bench, MST_LOUDNESS_GAIN), gain, 1e-9);
    mst_check_near (readout (&bench, MST_LOUDNESS_INPUT), cases[i][1], 1e-9);
    mst_check_near (readout (&bench, MST_LOUDNESS_OUTPUT), cases[i][0], 1e-9);
    bench_stop (&bench);
  }
}

static void
test_neutral_is_exact (void)
{
  static const double measured[] = { MST_LOUDNESS_UNKNOWN, -14 };
  static float audio[20000], same[20000];

  for (int i = 0; i < 2; i++) {
    Bench bench = bench_new (stage, RATE, 2);

    bench.values[MST_LOUDNESS_MEASURED] = measured[i];
    bench_start (&bench);
    bench_noise (audio, 20000, 3.0, 1);
    memcpy (same, audio, sizeof (same));
    bench_run (&bench, audio, 10000, 333);
    mst_check (memcmp (audio, same, sizeof (same)) == 0, "changed");
    mst_check (stage->latency (bench.self) == 0, "latency");
    bench_stop (&bench);
  }
}

/* A jump of 20 dB glides: of a constant, no step is over 1/500 of the way; and
 * it arrives, to the bit, after 1 s. The oracle is the constant. */
static void
test_static_changes_glide (void)
{
  static float audio[RATE];
  Bench bench = bench_new (stage, RATE, 1);
  float largest = 0;

  bench_start (&bench);
  for (int pass = 0; pass < 2; pass++) {
    for (int i = 0; i < RATE; i++)
      audio[i] = 0.0625f;
    bench_run (&bench, audio, RATE, 480);
    bench.values[MST_LOUDNESS_MEASURED] = -34;
    bench_set (&bench);
  }
  for (int i = 1; i < RATE; i++) {
    largest = fmaxf (largest, audio[i] - audio[i - 1]);
    mst_check (audio[i] >= audio[i - 1], "frame %d goes back", i);
  }
  mst_check (largest < 0.5625f / 500, "a step of %g", largest);
  mst_check_near (audio[RATE - 1], 0.625, 1e-7);
  bench_stop (&bench);
}

/* --- live */

/* The look-ahead in whole ticks of 10 ms, in frames rounded down. */
static void
test_latency (void)
{
  static const double cases[][3] = { { 48000, 5000, 240000 },
    { 44100, 3000, 132300 }, { 11025, 10, 110 }, { 11025, 1234, 13560 },
    { 96000, 0, 0 } };

  for (size_t i = 0; i < MST_N_ELEMENTS (cases); i++) {
    Bench bench = live_bench (cases[i][0], -23);

    bench.values[MST_LOUDNESS_LOOKAHEAD] = cases[i][1];
    bench_start (&bench);
    mst_check_near (stage->latency (bench.self), cases[i][2], 0);
    bench_stop (&bench);
  }
}

/* A piece of a programme: low-passed noise, at a level, that pauses as speech
 * does. */
typedef struct {
  double seconds;
  double db;    /* of the noise: LUFS, nearly */
  double pause; /* share of each 2 s that is 30 dB lower */
  double swell; /* dB, at 0.07 Hz */
} Piece;

typedef struct {
  double in, out; /* LUFS: integrated, by libebur128 */
  double told;    /* the readout at the end */
  double slope;   /* dB/s: the greatest after 10 s */
  double lowest, highest;
} Result;

typedef struct {
  Bench bench;
  const Piece *piece;
  double left; /* s of it */
  uint64_t seed;
  double low[2];
  double t;
  long skip; /* frames of latency */
  ebur128_state *in, *out;
  double last_gain;
  long left_frames;
  Result result;
} Run;

static void
make_step (Run *run, float *audio)
{
  for (int i = 0; i < STEP; i++) {
    const Piece *p = run->piece;
    double t = run->t, common = mst_noise (&run->seed);
    double quiet = fmod (t, 2) < 2 * p->pause ? -30 : 0;
    double g = mst_from_db (8 + p->db + quiet + p->swell * sin (0.44 * t));

    for (int c = 0; c < 2; c++) {
      run->low[c] +=
          0.15 * (common + 0.5 * mst_noise (&run->seed) - run->low[c]);
      audio[c * STEP + i] = (float) (g * run->low[c]);
    }
    run->t += 1.0 / RATE;
  }
}

static void
weigh (ebur128_state *state, const float *audio, long from)
{
  static float both[2 * STEP];

  for (int i = 0; i < STEP; i++)
    for (int c = 0; c < 2; c++)
      both[2 * i + c] = audio[c * STEP + i];
  ebur128_add_frames_float (state, both + 2 * from, (size_t) (STEP - from));
}

static void
note (Run *run)
{
  double gain = readout (&run->bench, MST_LOUDNESS_GAIN);
  Result *r = &run->result;

  if (run->left_frames > 10 * RATE + STEP) {
    r->slope = fmax (r->slope, 10 * fabs (gain - run->last_gain));
    r->lowest = fmin (r->lowest, gain);
    r->highest = fmax (r->highest, gain);
  }
  run->last_gain = gain;
}

/* One step through the stage; whole steps of latency. */
static void
take_step (Run *run, float *audio)
{
  bench_run (&run->bench, audio, STEP, 1000);
  if (run->skip > 0) {
    run->skip -= STEP;
    return;
  }
  weigh (run->out, audio, 0);
  run->left_frames += STEP;
  note (run);
}

static Result
play (Bench bench, const Piece *pieces)
{
  static float audio[2 * STEP];
  int mode = EBUR128_MODE_I;
  Run run = { .bench = bench,
    .seed = 5,
    .result = { .lowest = 99, .highest = -99 } };

  bench_start (&run.bench);
  long latency = run.skip = stage->latency (run.bench.self);
  run.in = ebur128_init (2, RATE, mode);
  run.out = ebur128_init (2, RATE, mode);
  for (run.piece = pieces; run.piece->seconds > 0; run.piece++)
    for (int k = 0; k < run.piece->seconds * 10; k++) {
      make_step (&run, audio);
      weigh (run.in, audio, 0);
      take_step (&run, audio);
    }
  for (; latency > 0; latency -= STEP) {
    memset (audio, 0, sizeof (audio));
    take_step (&run, audio);
  }
  ebur128_loudness_global (run.in, &run.result.in);
  ebur128_loudness_global (run.out, &run.result.out);
  run.result.told = readout (&run.bench, MST_LOUDNESS_OUTPUT);
  ebur128_destroy (&run.in);
  ebur128_destroy (&run.out);
  bench_stop (&run.bench);
  return run.result;
}

static const Piece steady[] = { { 180, -20, 0, 0 }, { 0 } };
static const Piece music[] = { { 60, -12, 0, 4 }, { 60, -24, 0, 6 },
  { 30, -10, 0, 3 }, { 60, -18, 0, 5 }, { 0 } };
static const Piece speech[] = { { 90, -26, 0.3, 1 }, { 60, -18, 0.2, 2 },
  { 60, -26, 0.4, 1 }, { 0 } };
static const Piece mixed[] = { { 30, -22, 0.3, 1 }, { 45, -14, 0, 3 },
  { 30, -22, 0.3, 1 }, { 45, -12, 0, 2 }, { 45, -20, 0.25, 2 }, { 0 } };
static const Piece shifted[] = { { 40, -12, 0, 2 }, { 40, -20, 0, 3 },
  { 40, -12, 0.2, 2 }, { 40, -20, 0.3, 1 }, { 40, -12, 0, 3 }, { 0 } };
static const Piece faded[] = { { 8, -200, 0, 0 }, { 60, -14, 0, 4 },
  { 10, -90, 0, 0 }, { 100, -22, 0.3, 3 }, { 0 } };

/* Within 0.5 LU, at less than 1 dB/s after 10 s: what the page promises. */
static void
test_live_lands_on_target (void)
{
  static const struct {
    const char *name;
    const Piece *pieces;
  } programmes[] = { { "steady", steady }, { "music", music },
    { "speech", speech }, { "mixed", mixed }, { "shifted by 8 dB", shifted },
    { "fades and gaps", faded } };
  static const double targets[] = { -23, -14 };

  for (size_t i = 0; i < MST_N_ELEMENTS (programmes); i++) {
    double target = targets[i % 2];
    Result r = play (live_bench (RATE, target), programmes[i].pieces);

    printf (
        "# %-16s %6.2f -> %6.2f LUFS (%+.2f), %.3f dB/s, %+.1f .. %+.1f dB\n",
        programmes[i].name, r.in, r.out, r.out - target, r.slope, r.lowest,
        r.highest);
    mst_check_near (r.out, target, 0.5);
    mst_check (r.slope < 1.0, "%g dB/s", r.slope);
    mst_check_near (r.told, r.out, 0.1);
  }
}

/* A steady programme lands exactly, and then the gain stands. */
static void
test_live_is_exact_where_it_can_be (void)
{
  Result r = play (live_bench (RATE, -23), steady);

  mst_check_near (r.out, -23, 0.05);
  mst_check (r.highest - r.lowest < 0.5, "wanders by %g dB",
      r.highest - r.lowest);
}

static void
test_limits_hold (void)
{
  Bench bench = live_bench (RATE, -18);
  Result r;

  bench.values[MST_LOUDNESS_MAX_GAIN] = 3;
  bench.values[MST_LOUDNESS_MAX_ATTENUATION] = 2;
  r = play (bench, shifted);
  mst_check (r.highest > 2.8 && r.highest <= 3.0001, "%g dB", r.highest);
  mst_check (r.lowest < -1.8 && r.lowest >= -2.0001, "%g dB", r.lowest);
}

/* --- over silence, and before a change */

/* The gain, step by step, as frames leave. */
static int
record_gains (Bench bench, const Piece *pieces, double *gains)
{
  static float audio[2 * STEP];
  Run run = { .bench = bench, .seed = 5 };
  int n = 0;

  bench_start (&run.bench);
  int skip = stage->latency (run.bench.self) / STEP;
  for (run.piece = pieces; run.piece->seconds > 0; run.piece++)
    for (int k = 0; k < run.piece->seconds * 10; k++) {
      make_step (&run, audio);
      bench_run (&run.bench, audio, STEP, 960);
      if (skip-- <= 0)
        gains[n++] = readout (&run.bench, MST_LOUDNESS_GAIN);
    }
  bench_stop (&run.bench);
  return n;
}

/* 40 s of programme, 60 s of silence or of noise below `freeze-below`: from
 * when that leaves until what follows leaves, not one step up; and none at all
 * before what follows comes in. */
static void
test_holds_over_silence_and_noise (void)
{
  static const double floors[] = { -200, -52 };
  static double gains[2000];

  for (int k = 0; k < 2; k++) {
    const Piece pieces[] = { { 40, -20, 0, 3 }, { 60, floors[k], 0, 0 },
      { 30, -14, 0, 0 }, { 0 } };

    record_gains (live_bench (RATE, -23), pieces, gains);
    for (int i = 406; i < 950; i++)
      mst_check (gains[i] == gains[405], "step %d: %g, was %g", i, gains[i],
          gains[405]);
    for (int i = 950; i < 1000; i++)
      mst_check (gains[i] <= gains[i - 1], "step %d rises", i);
    mst_check (gains[999] < gains[900] - 1, "%g, from %g: nothing was foreseen",
        gains[999], gains[900]);
  }
}

/* A step of +8 dB: the gain has come down by a good third when it leaves, and
 * has not moved while it was not in sight. */
static void
test_looks_ahead (void)
{
  static const Piece pieces[] = { { 60, -22, 0, 0 }, { 30, -14, 0, 0 }, { 0 } };
  static double gains[2000];
  Bench bench = live_bench (RATE, -23);

  for (int k = 0; k < 2; k++) {
    bench.values[MST_LOUDNESS_LOOKAHEAD] = k ? 5000 : 0;
    record_gains (bench, pieces, gains);
    double change = gains[600] - gains[540];

    printf ("# look-ahead %d s: %+.2f dB when the step leaves\n", 5 * k,
        change);
    mst_check (k ? change < -2.5 : change > -0.2, "%g dB", change);
    mst_check_near (gains[548], gains[500], 0.2);
  }
}

/* Decisions fall on ticks counted from the start: 12 s, cut in ways. */
static void
test_cuts_change_nothing (void)
{
  enum { N = 12 * 44100 };
  static const int blocks[] = { 1024, 441, 64, 7 };
  float *audio = malloc (sizeof (float) * 2 * N);
  float *first = malloc (sizeof (float) * 2 * N);

  for (size_t i = 0; i < MST_N_ELEMENTS (blocks); i++) {
    Bench bench = live_bench (44100, -16);

    bench.values[MST_LOUDNESS_LOOKAHEAD] = 1000;
    bench_start (&bench);
    for (int k = 0; k < 12; k++)
      bench_noise (audio + k * (N / 6), N / 6, 0.02 + 0.1 * (k % 3),
          (uint64_t) k);
    bench_run (&bench, audio, N, blocks[i]);
    bench_stop (&bench);
    if (i == 0)
      memcpy (first, audio, sizeof (float) * 2 * N);
    mst_check (memcmp (first, audio, sizeof (float) * 2 * N) == 0,
        "blocks of %d", blocks[i]);
  }
  free (first);
  free (audio);
}

/* Oracle: the leveller of the centre alone. */
static void
test_the_anchor_leads (void)
{
  enum { N = 4 * RATE };
  static float audio[6 * N], centre[N];
  Bench bench = bench_new (stage, RATE, 6), alone = bench_new (stage, RATE, 1);

  bench.values[MST_LOUDNESS_MODE] = MST_LOUDNESS_LIVE;
  bench.values[MST_LOUDNESS_LOOKAHEAD] = 500;
  memcpy (alone.values, bench.values, sizeof (bench.values));
  bench.values[MST_LOUDNESS_ANCHOR] = MST_LOUDNESS_OF_CENTRE;
  bench_start (&bench);
  bench_start (&alone);
  bench_noise (audio, 6 * N, 0.5, 3);
  bench_noise (centre, N, 0.02, 4);
  memcpy (audio + LAYOUT_CENTRE * N, centre, sizeof (centre));
  bench_run (&bench, audio, N, 480);
  bench_run (&alone, centre, N, 480);
  mst_check (readout (&bench, MST_LOUDNESS_GAIN) ==
              readout (&alone, MST_LOUDNESS_GAIN) &&
          memcmp (audio + LAYOUT_CENTRE * N, centre, sizeof (centre)) == 0,
      "%g, alone %g", readout (&bench, MST_LOUDNESS_GAIN),
      readout (&alone, MST_LOUDNESS_GAIN));
  bench_stop (&bench);
  bench_stop (&alone);
}

int
main (void)
{
  MST_RUN (test_static_gain_is_exact);
  MST_RUN (test_neutral_is_exact);
  MST_RUN (test_static_changes_glide);
  MST_RUN (test_latency);
  MST_RUN (test_live_lands_on_target);
  MST_RUN (test_live_is_exact_where_it_can_be);
  MST_RUN (test_limits_hold);
  MST_RUN (test_holds_over_silence_and_noise);
  MST_RUN (test_looks_ahead);
  MST_RUN (test_cuts_change_nothing);
  MST_RUN (test_the_anchor_leads);
  return mst_done ();
}
