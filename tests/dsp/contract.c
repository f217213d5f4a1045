/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The contract of stage.h, for every stage. The oracle is the contract.
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include "bench.h"

#include "dsp/common/vector/vectors.h"
#include "mst-stages.h"

#define N 9001

static const MstStage *stage;

/* Somewhere inside each range, differently for each parameter. */
static void
stir (Bench *bench, unsigned seed)
{
  const MstStage *s = bench->stage;
  uint64_t state = seed * 7919u + 1;

  for (int i = 0; i < mst_stage_n_values (s); i++) {
    MstParam row = bench_row (s, i);
    double share = 0.5 + 0.35 * mst_noise (&state);
    double value = row.min + share * (row.max - row.min);
    if (strcmp (row.unit, "Hz") == 0 && row.min > 0)
      value = row.min * pow (row.max / row.min, share);
    if (row.kind != MST_KIND_DOUBLE)
      value = floor (value + 0.5);
    if (row.kind == MST_KIND_BOOL)
      value = 1;
    if (strcmp (row.name, "bands") == 0)
      value = fmin (4, row.max);
    bench->values[i] = value;
  }
}

static void
run_noise (Bench *bench, float *audio, int block)
{
  bench_noise (audio, N * bench->format.channels, 0.9, 1);
  bench_run (bench, audio, N, block);
}

static void
test_split_blocks_change_nothing (void)
{
  static const int blocks[] = { 1, 7, 63, 64, 65, 480, 1000 };
  static const int channels[] = { 1, 2, 3, 6 };
  static float whole[N * 6], split[N * 6];

  for (int k = 0; k < 4; k++)
    for (size_t i = 0; i < MST_N_ELEMENTS (blocks); i++) {
      Bench bench = bench_new (stage, 48000, channels[k]);
      size_t bytes = sizeof (float) * N * channels[k];
      stir (&bench, 1);
      bench_start (&bench);
      run_noise (&bench, whole, 1024);
      bench_stop (&bench);
      bench_start (&bench);
      run_noise (&bench, split, blocks[i]);
      bench_stop (&bench);
      mst_check (memcmp (whole, split, bytes) == 0, "%s, %d channels, block %d",
          stage->name, channels[k], blocks[i]);
    }
}

/* The values too are taken over at the same frame however the stream is cut. */
static void
test_split_blocks_after_set (void)
{
  static float whole[N * 2], split[N * 2];
  Bench a = bench_new (stage, 48000, 2), b = bench_new (stage, 48000, 2);

  stir (&a, 1);
  stir (&b, 1);
  bench_start (&a);
  bench_start (&b);
  run_noise (&a, whole, 1024);
  run_noise (&b, split, 1024);
  stir (&a, 2);
  stir (&b, 2);
  bench_set (&a);
  bench_set (&b);
  run_noise (&a, whole, 1024);
  run_noise (&b, split, 17);
  mst_check (memcmp (whole, split, sizeof (whole)) == 0, "%s", stage->name);
  bench_stop (&a);
  bench_stop (&b);
}

static void
test_reset_is_new (void)
{
  static float fresh[N * 2], again[N * 2];
  Bench bench = bench_new (stage, 44100, 2);

  stir (&bench, 3);
  bench_start (&bench);
  run_noise (&bench, fresh, 512);
  bench_noise (again, N * 2, 5.0, 99);
  bench_run (&bench, again, N, 512);
  stage->reset (bench.self);
  run_noise (&bench, again, 512);
  mst_check (memcmp (fresh, again, sizeof (fresh)) == 0, "%s", stage->name);
  bench_stop (&bench);
}

/* After a flush silence gives what it gives in a fresh stage: nothing is left
 * of the audio, and what is known of the programme is heard in audio alone. */
static void
test_flush_forgets_the_audio (void)
{
  static float fresh[N * 2], flushed[N * 2];
  Bench bench = bench_new (stage, 44100, 2);

  if (!stage->flush)
    return;
  stir (&bench, 3);
  bench_start (&bench);
  memset (fresh, 0, sizeof (fresh));
  bench_run (&bench, fresh, N, 512);
  stage->reset (bench.self);
  run_noise (&bench, flushed, 512);
  stage->flush (bench.self);
  memset (flushed, 0, sizeof (flushed));
  bench_run (&bench, flushed, N, 512);
  mst_check (memcmp (fresh, flushed, sizeof (fresh)) == 0, "%s", stage->name);
  bench_stop (&bench);
}

/* Frames are counted from the flush on. */
static void
test_split_blocks_after_flush (void)
{
  static float whole[N * 2], split[N * 2];
  Bench a = bench_new (stage, 48000, 2), b = bench_new (stage, 48000, 2);

  if (!stage->flush)
    return;
  stir (&a, 1);
  stir (&b, 1);
  bench_start (&a);
  bench_start (&b);
  run_noise (&a, whole, 1024);
  run_noise (&b, split, 480);
  stage->flush (a.self);
  stage->flush (b.self);
  run_noise (&a, whole, 1024);
  run_noise (&b, split, 17);
  mst_check (memcmp (whole, split, sizeof (whole)) == 0, "%s", stage->name);
  bench_stop (&a);
  bench_stop (&b);
}

/* By one set of vector instructions: the values move on the way. */
static void
run_with_vectors (MstVectors set, float *audio, int channels)
{
  Bench bench = bench_new (stage, 48000, channels);

  if (!mst_vectors_use (set)) {
    printf ("# this machine does not have set %d of vectors\n", set);
    return;
  }
  stir (&bench, 1);
  bench_start (&bench);
  run_noise (&bench, audio, 480);
  stir (&bench, 2);
  bench_set (&bench);
  run_noise (&bench, audio, 480);
  bench_stop (&bench);
}

/* The oracle is the loop as the compiler makes it for every machine. */
static void
test_vectors_change_nothing (void)
{
  static float plain[N * 3], fast[N * 3];

  for (int channels = 1; channels <= 3; channels++) {
    size_t bytes = sizeof (float) * N * channels;
    run_with_vectors (MST_VECTORS_BASELINE, plain, channels);
    memcpy (fast, plain, bytes);
    run_with_vectors (MST_VECTORS_AVX2, fast, channels);
    mst_check (memcmp (plain, fast, bytes) == 0, "%s, AVX2", stage->name);
    memcpy (fast, plain, bytes);
    run_with_vectors (MST_VECTORS_AVX512, fast, channels);
    mst_check (memcmp (plain, fast, bytes) == 0, "%s, AVX-512", stage->name);
  }
  mst_vectors_init ();
}

static void
test_poison_passes (void)
{
  static const uint32_t bits[] = { 0x7fc00000, 0x7f800000, 0xff800000,
    0x7f7fffff, 0x00000001, 0x4b7fffff, 0x7f800001 };
  static float audio[N * 2];
  Bench bench = bench_new (stage, 48000, 2);

  stir (&bench, 4);
  bench_start (&bench);
  for (int pass = 0; pass < 3; pass++) {
    bench_noise (audio, N * 2, 0.5, 5);
    for (int i = 0; pass == 0 && i < 3000; i += 3)
      memcpy (&audio[i], &bits[i % MST_N_ELEMENTS (bits)], 4);
    bench_run (&bench, audio, N, 480);
    if (!(stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT)))
      for (int i = 0; i < N * 2; i++)
        if (!isfinite (audio[i])) {
          mst_check (false, "%s: sample %d is not finite", stage->name, i);
          break;
        }
  }
  for (int i = 0; i < N; i++) /* nothing absurd is left of it in the state */
    if (!(stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT)) &&
        !(fabsf (audio[i]) < 1e10f)) {
      mst_check (false, "%s: %g", stage->name, audio[i]);
      break;
    }
  bench_stop (&bench);
}

/* Whatever the values inside their ranges, at any rate. */
static void
test_extreme_values_stay_finite (void)
{
  static const double rates[] = { 4000, 8000, 44100, 192000, 768000 };
  static float audio[N];

  for (int corner = 0; corner < 3; corner++)
    for (size_t r = 0; r < MST_N_ELEMENTS (rates); r++) {
      Bench bench = bench_new (stage, rates[r], 1);
      for (int i = 0; i < mst_stage_n_values (stage); i++) {
        MstParam row = bench_row (stage, i);
        bench.values[i] = corner == 0 ? row.min
            : corner == 1             ? row.max
            : i % 2                   ? row.min
                                      : row.max;
      }
      bench_start (&bench);
      bench_noise (audio, N, 1.0, 5);
      bench_run (&bench, audio, N, 1024);
      if (!(stage->flags & (MST_STAGE_ANALYZER | MST_STAGE_INTEGER_OUT)))
        for (int i = 0; i < N; i++)
          if (!isfinite (audio[i])) {
            mst_check (false, "%s corner %d at %g Hz", stage->name, corner,
                rates[r]);
            break;
          }
      bench_stop (&bench);
    }
}

static void
test_tables_are_sound (void)
{
  const MstParam *tables[] = { stage->params, stage->band_params };
  int sizes[] = { stage->n_params, stage->n_band_params };

  for (int t = 0; t < 2; t++)
    for (int i = 0; i < sizes[t]; i++) {
      const MstParam *row = &tables[t][i];
      mst_check (row->min <= row->def && row->def <= row->max, "%s.%s",
          stage->name, row->name);
      mst_check (row->min < row->max, "%s.%s", stage->name, row->name);
      mst_check (row->blurb && row->blurb[0], "%s.%s", stage->name, row->name);
      if (row->kind == MST_KIND_ENUM)
        mst_check (row->choices[(int) row->max].nick, "%s", row->name);
    }
  for (int i = 0; i < stage->n_curves; i++) {
    const MstCurveRow *row = &stage->curves[i];
    mst_check (row->min < 0 && row->max > 0, "%s.%s", stage->name, row->name);
    mst_check (row->blurb && row->blurb[0], "%s.%s", stage->name, row->name);
  }
  if (stage->max_bands)
    mst_check (strcmp (stage->params[0].name, "bands") == 0 &&
            stage->params[0].max == stage->max_bands,
        "%s", stage->name);
  stage->free (NULL);
}

static void
test_zero_frames (void)
{
  float plane[1] = { 0.5f }, *planes[] = { plane };
  Bench bench = bench_new (stage, 48000, 1);

  bench_start (&bench);
  stage->process (bench.self, planes, 0);
  mst_check (plane[0] == 0.5f, "%s wrote", stage->name);
  bench_stop (&bench);
}

#define CHANNELS 2
#define IDLE_FRAMES                                                            \
  500009 /* longer than any latency, and no multiple of 64                     \
          */

/* The frames from `from` on of IDLE_FRAMES of noise. */
static void
run_from (Bench *bench, float *audio, int from, int n)
{
  float *planes[CHANNELS];

  for (int done = 0, span; done < n; done += span) {
    span = n - done < 777 ? n - done : 777;
    for (int c = 0; c < CHANNELS; c++)
      planes[c] = audio + c * IDLE_FRAMES + from + done;
    bench->stage->process (bench->self, planes, span);
  }
}

/* Leaves out what an idle stage would do of all but the first 64 frames; what
 * it does of them is the delay. */
static void
check_idle (Bench *asleep, Bench *awake)
{
  static float in[IDLE_FRAMES * CHANNELS], out[IDLE_FRAMES * CHANNELS];
  int latency = stage->latency (awake->self);
  int left_out = IDLE_FRAMES - 64;

  bench_noise (in, IDLE_FRAMES * CHANNELS, 0.9, 11);
  memcpy (out, in, sizeof (in));
  run_from (awake, out, 0, IDLE_FRAMES);
  for (int c = 0; c < CHANNELS; c++)
    mst_check (memcmp (out + c * IDLE_FRAMES + latency, in + c * IDLE_FRAMES,
                   (IDLE_FRAMES - latency) * sizeof (float)) == 0,
        "%s is not idle", stage->name);
  run_from (asleep, in, 0, 64);
  if (stage->skip)
    stage->skip (asleep->self, (uint64_t) left_out - latency);
  run_from (asleep, in, IDLE_FRAMES - latency, latency);
}

static void
check_sleep (Bench *asleep, Bench *awake)
{
  static float a[IDLE_FRAMES * CHANNELS], b[IDLE_FRAMES * CHANNELS];
  double neutral[BENCH_MAX_VALUES];

  memcpy (neutral, awake->values, sizeof (neutral));
  check_idle (asleep, awake);
  for (int pass = 0; pass < 2; pass++) {
    if (pass == 0)
      stir (awake, 4);
    else
      memcpy (awake->values, neutral, sizeof (neutral));
    memcpy (asleep->values, awake->values, sizeof (neutral));
    bench_set (awake);
    bench_set (asleep);
    bench_noise (a, IDLE_FRAMES * CHANNELS, 0.9, 12);
    memcpy (b, a, sizeof (a));
    run_from (awake, a, 0, IDLE_FRAMES);
    run_from (asleep, b, 0, IDLE_FRAMES);
    mst_check (memcmp (a, b, sizeof (a)) == 0, "%s, pass %d", stage->name,
        pass);
  }
  mst_check (stage->idle (awake->self), "%s does not come to rest",
      stage->name);
  check_idle (asleep, awake);
}

/* An idle stage may be left out, and then goes on as if it had not been: with
 * its default values, and with those of its latency that shape it. */
static void
test_idle_may_be_left_out (void)
{
  for (int late = 0; stage->idle && late < 2; late++) {
    Bench awake = bench_new (stage, 48000, CHANNELS);
    Bench asleep;
    static float first[CHANNELS * IDLE_FRAMES];

    for (int i = 0; late && i < stage->n_params; i++)
      if (stage->params[i].flags & MST_PARAM_AT_START)
        awake.values[i] = stage->params[i].kind == MST_KIND_DOUBLE
            ? 0.4 * stage->params[i].max
            : stage->params[i].max;
    asleep = awake;
    bench_start (&awake);
    bench_start (&asleep);
    run_from (&awake, first, 0, 64);
    run_from (&asleep, first, 0, 64);
    if (stage->idle (awake.self))
      check_sleep (&asleep, &awake);
    else
      mst_check (late, "%s has work to do by default", stage->name);
    bench_stop (&awake);
    bench_stop (&asleep);
  }
}

int
main (void)
{
  for (size_t i = 0; i < MST_N_ELEMENTS (mst_stages); i++) {
    stage = mst_stages[i];
    printf ("# %s\n", stage->name);
    MST_RUN (test_tables_are_sound);
    MST_RUN (test_zero_frames);
    MST_RUN (test_split_blocks_change_nothing);
    MST_RUN (test_split_blocks_after_set);
    MST_RUN (test_reset_is_new);
    MST_RUN (test_flush_forgets_the_audio);
    MST_RUN (test_split_blocks_after_flush);
    MST_RUN (test_vectors_change_nothing);
    MST_RUN (test_poison_passes);
    MST_RUN (test_extreme_values_stay_finite);
    MST_RUN (test_idle_may_be_left_out);
  }
  return mst_done ();
}
