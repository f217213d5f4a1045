/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The inner protocol of the stages, gst/dsp/common/time. The oracles are the
 * promises of its headers, and the formulas that comments name. */
#include <string.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/time/entrance.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/span.h"
#include "mst-test.h"

#define N 1000
#define CHANNELS 3

static float memory[CHANNELS][N];
static float *const planes[CHANNELS] = { memory[0], memory[1], memory[2] };

/* --- spans */

static void
test_spans_cover_a_call_without_gap_or_overlap (void)
{
  MstGrid grid = { 0 };
  MstSpan span;
  int frames = 0;

  mst_span_start (&span, &grid, planes, CHANNELS, N, 300);
  while (mst_span_next (&span)) {
    mst_check (span.done == frames, "%d", span.done);
    for (int c = 0; c < CHANNELS; c++)
      mst_check (span.planes[c] == planes[c] + frames, "channel %d", c);
    frames += span.n;
  }
  mst_check (frames == N, "%d frames", frames);
  mst_check (grid.frame == N, "the grid is at %d", (int) grid.frame);
}

/* The lines are where the count of frames is a multiple of MST_GRID, whatever
 * the calls are. */
static void
test_spans_stop_at_the_same_lines_in_any_calls (void)
{
  static const int blocks[] = { 1, 7, 63, 64, 65, 480, N };

  for (size_t k = 0; k < sizeof (blocks) / sizeof (blocks[0]); k++) {
    MstGrid grid = { 0 };
    uint64_t frame = 0;
    int lines = 0, ends = 0;
    for (int i = 0, n; i < N; i += n) {
      MstSpan span;
      n = blocks[k] < N - i ? blocks[k] : N - i;
      mst_span_start (&span, &grid, planes, CHANNELS, n, N);
      while (mst_span_next (&span)) {
        bool line = mst_span_to_line (&span);
        mst_check (line == (frame % MST_GRID == 0), "frame %d", (int) frame);
        mst_check (span.at == (int) (frame % MST_GRID), "%d", span.at);
        mst_check (span.at + span.n <= MST_GRID, "%d frames", span.n);
        lines += line;
        ends += mst_span_ends_on_line (&span);
        frame += (uint64_t) span.n;
      }
    }
    mst_check (lines == 16 && ends == 15, "block %d: %d lines, %d ends",
        blocks[k], lines, ends);
  }
}

static void
test_spans_may_pass_lines (void)
{
  MstGrid grid = { 10 };
  MstSpan span;

  mst_span_start (&span, &grid, planes, CHANNELS, N, N);
  mst_check (mst_span_next (&span) && span.n == N, "%d", span.n);
  mst_check (span.at == 10, "%d", span.at);
  mst_span_limit (&span, 70);
  mst_span_limit (&span, 100);
  mst_check (span.n == 70, "%d", span.n);
  mst_check (mst_span_next (&span) && span.done == 70, "%d", span.done);
  mst_check (span.at == 80 - MST_GRID, "%d", span.at);
}

static void
test_no_frames_are_no_span (void)
{
  MstGrid grid = { 5 };
  MstSpan span;

  mst_span_start (&span, &grid, planes, CHANNELS, 0, N);
  mst_check (!mst_span_next (&span), "there is one");
  mst_check (grid.frame == 5, "the grid moved");
  mst_grid_skip (&grid, 1000);
  mst_check (mst_grid_at (&grid) == 1005 % MST_GRID, "%d", mst_grid_at (&grid));
}

/* Oracle: the definition of a millisecond. */
static void
test_times_are_whole_frames (void)
{
  mst_check (mst_frames (5.0, 48000.0) == 240, "5 ms at 48 kHz");
  mst_check (mst_frames (1.0, 44100.0) == 44, "1 ms is 44.1 frames");
  mst_check (mst_frames (50.0, 22050.0) == 1103, "50 ms are 1102.5 frames");
  mst_check (mst_frames (0.0, 48000.0) == 0, "no time");
}

/* --- ramps */

/* Oracle: from + (to - from) (i + 1) / frames, in double. */
static void
test_a_ramp_is_a_straight_line (void)
{
  const MstRamp ramp = mst_ramp_over (0.25, 1.5, 100);
  float whole[100], part[100];

  mst_ramp_write (&ramp, whole, 100, 0);
  mst_ramp_write (&ramp, part, 37, 0);
  mst_ramp_write (&ramp, part + 37, 63, 37);
  for (int i = 0; i < 100; i++) {
    double want = 0.25 + 1.25 * (i + 1) / 100;
    mst_check_near (whole[i], want, 1e-7);
    mst_check_near (mst_ramp_at (&ramp, i), want, 1e-15);
  }
  mst_check (memcmp (whole, part, sizeof (whole)) == 0, "the split shows");
  mst_check (whole[99] == 1.5f, "it arrives at %g", whole[99]);
}

static void
test_a_ramp_multiplies_every_plane (void)
{
  const MstRamp moving = mst_ramp_between (0.0, 1.0);
  const MstRamp still = mst_ramp_hold (0.5), one = mst_ramp_hold (1.0);

  for (int c = 0; c < CHANNELS; c++)
    for (int i = 0; i < N; i++)
      memory[c][i] = 2.0f;
  mst_ramp_multiply (&one, planes, CHANNELS, N, 0);
  mst_ramp_multiply (&still, planes, CHANNELS, N, 0);
  mst_check (mst_ramp_is (&still, 0.5) && !mst_ramp_is (&moving, 0.0), "is");
  for (int c = 0; c < CHANNELS; c++)
    mst_check (memory[c][N - 1] == 1.0f, "%g", memory[c][N - 1]);
  mst_ramp_multiply (&moving, planes, CHANNELS - 1, 300, 0);
  for (int i = 0; i < 300; i++)
    mst_check_near (memory[1][i], (i + 1) / 64.0, 1e-6);
  mst_check (memory[1][300] == 1.0f && memory[2][0] == 1.0f, "it goes astray");
}

/* Oracle: the gain of the smoothed level, 10^(dB / 20). */
static void
test_a_ramp_in_decibels_follows_the_smoothed_level (void)
{
  const double share = mst_smooth_share (48000.0);
  MstSmooth level;
  MstRamp ramp = mst_ramp_hold (1.0);
  int lines = 0;

  mst_smooth_snap (&level, 0.0);
  level.target = -6.0;
  for (; lines < 1000; lines++) {
    double before = ramp.at + MST_GRID * ramp.step;
    mst_ramp_advance_db (&ramp, &level, share, 1e-4);
    mst_check_near (ramp.at, before, 1e-12);
    if (ramp.step == 0.0 && lines > 0)
      break;
    mst_check_near (ramp.at + MST_GRID * ramp.step,
        pow (10.0, level.value / 20.0), 1e-12);
  }
  mst_check (lines < 1000, "it never arrives");
  mst_check_near (ramp.at, pow (10.0, -0.3), 1e-12);
}

static void
test_a_ramp_rests_where_its_value_has_arrived (void)
{
  const double share = mst_smooth_share (48000.0);
  MstSmooth smooth;
  MstRamp ramp;

  mst_smooth_snap (&smooth, 1.0);
  ramp = mst_ramp_hold (1.0);
  mst_check (mst_ramp_rests (&ramp, &smooth), "it should rest");
  smooth.target = 0.0;
  mst_check (!mst_ramp_rests (&ramp, &smooth), "it is due to move");
  while (!mst_smooth_settled (&smooth))
    mst_ramp_advance (&ramp, &smooth, share, 1e-6);
  mst_check (!mst_ramp_rests (&ramp, &smooth), "the last piece is to come");
  mst_ramp_advance (&ramp, &smooth, share, 1e-6);
  mst_check (mst_ramp_rests (&ramp, &smooth), "it should rest again");
}

/* --- the entrance */

static void
test_work_enters_after_its_warm_up_and_leaves_faded (void)
{
  const double share = mst_smooth_share (48000.0);
  MstEntrance entrance;
  int warming = 0;

  mst_entrance_reset (&entrance, false);
  mst_check (mst_entrance_is_shut (&entrance), "it is open");
  mst_check (mst_entrance_is_settled (&entrance), "it is restless");
  mst_entrance_start (&entrance, 100, 48000.0);
  mst_check (entrance.warming == 100 + 2400, "%d", entrance.warming);
  for (; !mst_entrance_is_warm (&entrance); warming++) {
    mst_entrance_advance (&entrance, true, share);
    mst_check (mst_entrance_is_shut (&entrance), "it is heard while cold");
  }
  mst_check (warming == 40, "%d lines", warming); /* 2500 / 64 = 39.06 */
  for (int i = 0; i < 400; i++)
    mst_entrance_advance (&entrance, true, share);
  mst_check (mst_entrance_is_open (&entrance), "it does not open");
  mst_check (mst_entrance_is_settled (&entrance), "it does not come to rest");
  mst_entrance_advance (&entrance, false, share);
  mst_check (!mst_entrance_is_shut (&entrance), "it slams");
  for (int i = 0; i < 400; i++)
    mst_entrance_advance (&entrance, false, share);
  mst_check (mst_entrance_is_shut (&entrance), "it does not shut");
}

static void
test_the_mix_goes_from_dry_to_wet (void)
{
  float wet[4] = { 2, 2, 2, 2 };
  const float dry[4] = { 1, 1, 1, 1 };
  MstEntrance entrance = { .ramp = mst_ramp_over (0.0, 1.0, 8) };

  mst_entrance_mix (&entrance, wet, dry, 4, 4);
  for (int i = 0; i < 4; i++)
    mst_check (wet[i] == 1.0f + (5 + i) / 8.0f, "%g", wet[i]);
}

/* --- memory */

typedef struct {
  char *bytes;
  double *numbers;
  float *planes[CHANNELS];
} Arrays;

static void
lay_out (void *object, MstArena *arena)
{
  Arrays *self = object;

  self->bytes = mst_arena_take (arena, 5, 1);
  self->numbers = mst_arena_take (arena, 7, sizeof (double));
  mst_arena_planes (arena, self->planes, CHANNELS, 33);
}

static void
test_an_arena_gives_each_array_its_own_place (void)
{
  Arrays arrays;
  char *all = mst_arena_new (lay_out, &arrays);

  mst_check (arrays.bytes == all, "the first is not at the start");
  mst_check ((uintptr_t) arrays.numbers % 64 == 0, "not on a cache line");
  memset (arrays.bytes, 1, 5);
  for (int i = 0; i < 7; i++) {
    mst_check (arrays.numbers[i] == 0.0, "number %d", i);
    arrays.numbers[i] = 1.0;
  }
  for (int c = 0; c < CHANNELS; c++)
    for (int i = 0; i < 33; i++) {
      mst_check (arrays.planes[c][i] == 0.0f, "channel %d, frame %d", c, i);
      arrays.planes[c][i] = 1.0f;
    }
  free (all);
}

static void
test_objects_are_zeroed_and_aligned (void)
{
  unsigned char *object = mst_object_new (100);
  int sum = 0;

  for (int i = 0; i < 100; i++)
    sum += object[i];
  mst_check (sum == 0, "%d", sum);
  mst_check ((uintptr_t) object % 64 == 0, "not on a cache line");
  free (object);
}

int
main (void)
{
  MST_RUN (test_spans_cover_a_call_without_gap_or_overlap);
  MST_RUN (test_spans_stop_at_the_same_lines_in_any_calls);
  MST_RUN (test_spans_may_pass_lines);
  MST_RUN (test_no_frames_are_no_span);
  MST_RUN (test_times_are_whole_frames);
  MST_RUN (test_a_ramp_is_a_straight_line);
  MST_RUN (test_a_ramp_multiplies_every_plane);
  MST_RUN (test_a_ramp_in_decibels_follows_the_smoothed_level);
  MST_RUN (test_a_ramp_rests_where_its_value_has_arrived);
  MST_RUN (test_work_enters_after_its_warm_up_and_leaves_faded);
  MST_RUN (test_the_mix_goes_from_dry_to_wet);
  MST_RUN (test_an_arena_gives_each_array_its_own_place);
  MST_RUN (test_objects_are_zeroed_and_aligned);
  return mst_done ();
}
