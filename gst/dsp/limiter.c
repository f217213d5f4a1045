/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A chunk of frames at a time: drive and sanitise; read the peak between the
 * samples; the gain it requires; the least required over the window that a
 * frame must answer for; release; a smooth curve through the minima; times the
 * delayed audio. docs/stages/limiter.md has the equations, and the proof that
 * the gain of a frame is never above what the frame requires.
 */
#include "limiter.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/boxsmooth.h"
#include "common/decibel.h"
#include "common/delay.h"
#include "common/grid.h"
#include "common/kernels.h"
#include "common/slidemin.h"
#include "common/smooth.h"
#include "common/truepeak.h"

/* Frames worked on at once; nothing depends on it. */
#define CHUNK 256

/* A peak answers for the frames about it that the interpolator made it of,
 * this many on each side. Farther ones weigh little. */
#define WIDEN 24

/* A shorter look-ahead, which only low rates have, would move the gain within
 * the interpolator's window too quickly for the peaks to scale with it. */
#define MIN_LOOKAHEAD 32 /* frames */

/* The body of the gain waits this long before it recovers, so that half a
 * period of a bass note does not let it move: 10 ms and the look-ahead keep it
 * still down to 35 Hz. */
#define HOLD_MS 10.0

/* How quickly the body of the gain takes to a sustained reduction. */
#define CHARGE_MS 40.0

/* A lone transient recovers this much faster than the body. */
#define FAST_RATIO 4.0

/* Drive and ceiling count as arrived when this near. */
#define EPSILON_DB 1e-6

/* How far below the ceiling true peak is held: what the detector under-reads
 * at most, of noise up to the very edge of the band, and what the movement of
 * the gain within the interpolator's window adds. */
#define TRUE_PEAK_MARGIN_DB 0.02

/* Keeps the roundings of gain and product to float below the ceiling. */
#define ROUNDING (1.0 - 0x1p-20)

#define MAX_REDUCTION_DB 120.0

/* A line from grid line to grid line. */
typedef struct {
  double from;
  double to;
} Ramp;

typedef struct {
  int channels;
  int lookahead; /* frames */
  int latency;   /* frames */
  double rate;
  bool true_peak;

  MstGrid grid;
  double smooth_share;
  MstSmooth drive;   /* dB */
  MstSmooth ceiling; /* dB */
  Ramp drive_gain;
  Ramp ceiling_level;

  double fast_rise, slow_fall, slow_rise; /* a frame's part of the way */
  double fast, slow;                      /* gains */
  int settled; /* frames for which nothing has asked for less than unity */

  float deepest;      /* least gain of the grid block under way */
  float last_deepest; /* of the last whole one */
  float ever_deepest;

  MstTruePeak *detector;
  MstDelay *delay;
  MstSlideMin *required; /* over the look-ahead */
  MstSlideMin *held;     /* and the hold */
  MstBoxSmooth *smooth;

  float drive_curve[CHUNK];
  float ceiling_curve[CHUNK];
  float peaks[CHUNK];
  float gains[CHUNK];
  float held_gains[CHUNK];
  double released[CHUNK];
} Limiter;

static const MstParam params[] = {
  [MST_LIMITER_DRIVE] = { "drive", "dB", -24.0, 48.0, 0.0, MST_KIND_DOUBLE, 0,
      NULL, "Gain before the ceiling" },
  [MST_LIMITER_CEILING] = { "ceiling", "dBTP", -24.0, 0.0, -1.0,
      MST_KIND_DOUBLE, 0, NULL, "What no peak passes" },
  [MST_LIMITER_LOOKAHEAD] = { "lookahead", "ms", 0.5, 10.0, 5.0,
      MST_KIND_DOUBLE, MST_PARAM_AT_START, NULL,
      "How long before a peak the gain begins to come down" },
  [MST_LIMITER_RELEASE] = { "release", "ms", 1.0, 2000.0, 100.0,
      MST_KIND_DOUBLE, 0, NULL,
      "Time constant of the recovery from sustained reduction; a lone "
      "transient recovers four times as fast" },
  [MST_LIMITER_TRUE_PEAK] = { "true-peak", "", 0.0, 1.0, 1.0, MST_KIND_BOOL, 0,
      NULL, "Limit the peak between the samples, not the samples alone" },
};

static const MstParam readouts[] = {
  [MST_LIMITER_GAIN_REDUCTION] = { "gain-reduction", "dB", 0.0,
      MAX_REDUCTION_DB, 0.0, MST_KIND_DOUBLE, 0, NULL,
      "How far the signal is turned down now" },
  [MST_LIMITER_MAX_GAIN_REDUCTION] = { "max-gain-reduction", "dB", 0.0,
      MAX_REDUCTION_DB, 0.0, MST_KIND_DOUBLE, 0, NULL,
      "How far the signal has been turned down at most" },
};

static int
frames_for_ms (double ms, double rate)
{
  return (int) (ms * 1e-3 * rate + 0.5);
}

static int
lookahead_frames (double ms, double rate)
{
  int frames = frames_for_ms (ms, rate);

  if (frames < MIN_LOOKAHEAD)
    return MIN_LOOKAHEAD;
  return frames < MST_BOX_SMOOTH_MAX ? frames : MST_BOX_SMOOTH_MAX - 1;
}

/* Which part of its way an exponential of `ms` goes in a frame. */
static double
part_of_way (double ms, double rate)
{
  return 1.0 - exp (-1.0 / (ms * 1e-3 * rate));
}

static void
limiter_set (void *data, const double *values)
{
  Limiter *self = data;
  double release = values[MST_LIMITER_RELEASE];

  self->true_peak = values[MST_LIMITER_TRUE_PEAK] != 0.0;
  self->drive.target = values[MST_LIMITER_DRIVE];
  self->ceiling.target = values[MST_LIMITER_CEILING] -
      (self->true_peak ? TRUE_PEAK_MARGIN_DB : 0.0);
  self->fast_rise = part_of_way (release / FAST_RATIO, self->rate);
  self->slow_rise = part_of_way (release, self->rate);
}

static void
limiter_reset (void *data)
{
  Limiter *self = data;

  self->grid.position = 0;
  mst_smooth_snap (&self->drive, self->drive.target);
  mst_smooth_snap (&self->ceiling, self->ceiling.target);
  self->drive_gain.from = self->drive_gain.to = mst_from_db (self->drive.value);
  self->ceiling_level.from = self->ceiling_level.to =
      mst_from_db (self->ceiling.value);
  self->fast = self->slow = 1.0;
  self->settled = 0;
  self->deepest = self->last_deepest = self->ever_deepest = 1.0f;
  mst_true_peak_reset (self->detector);
  mst_delay_reset (self->delay);
  mst_slide_min_reset (self->required);
  mst_slide_min_reset (self->held);
  mst_box_smooth_reset (self->smooth);
}

static void
limiter_free (void *data)
{
  Limiter *self = data;

  if (!self)
    return;
  mst_true_peak_free (self->detector);
  mst_delay_free (self->delay);
  mst_slide_min_free (self->required);
  mst_slide_min_free (self->held);
  mst_box_smooth_free (self->smooth);
  free (self);
}

/* A frame's gain is a mean over the smoother's length, lookahead + 1, of
 * minima, each of which must cover WIDEN frames on either side of the frame. */
static bool
limiter_allocate (Limiter *self, const MstFormat *format)
{
  int length = self->lookahead + 1;
  int window = length + 2 * WIDEN;
  int hold = frames_for_ms (HOLD_MS, self->rate);

  self->detector = mst_true_peak_new (self->rate, self->channels);
  self->required = mst_slide_min_new (window);
  self->held = mst_slide_min_new (window + hold);
  self->smooth = mst_box_smooth_new (length);
  if (!self->detector)
    return false;
  self->latency =
      mst_true_peak_delay (self->detector) + self->lookahead + WIDEN;
  self->delay = mst_delay_new (self->latency, self->channels);
  return self->required && self->held && self->smooth && self->delay;
}

static void *
limiter_new (const MstFormat *format, const double *values)
{
  Limiter *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->rate = format->rate;
  self->lookahead =
      lookahead_frames (values[MST_LIMITER_LOOKAHEAD], format->rate);
  if (!limiter_allocate (self, format)) {
    limiter_free (self);
    return NULL;
  }
  self->smooth_share = mst_smooth_share (self->rate);
  self->slow_fall = part_of_way (CHARGE_MS, self->rate);
  limiter_set (self, values);
  limiter_reset (self);
  return self;
}

static int
limiter_latency (const void *data)
{
  return ((const Limiter *) data)->latency;
}

static void
start_grid_block (Limiter *self)
{
  mst_smooth_advance (&self->drive, self->smooth_share, EPSILON_DB);
  mst_smooth_advance (&self->ceiling, self->smooth_share, EPSILON_DB);
  self->drive_gain.from = self->drive_gain.to;
  self->drive_gain.to = mst_from_db (self->drive.value);
  self->ceiling_level.from = self->ceiling_level.to;
  self->ceiling_level.to = mst_from_db (self->ceiling.value);
}

/* Frames `position` .. of a grid block. */
static void
draw_ramp (const Ramp *ramp, int position, float *curve, int n)
{
  double slope = (ramp->to - ramp->from) / MST_GRID;

  for (int i = 0; i < n; i++)
    curve[i] = (float) (ramp->from + slope * (position + 1 + i));
}

static void
apply_drive (Limiter *self, int position, float *const planes[], int i, int n)
{
  const Ramp *ramp = &self->drive_gain;

  if (ramp->from == 1.0 && ramp->to == 1.0)
    return;
  if (ramp->from == ramp->to) {
    for (int c = 0; c < self->channels; c++)
      mst_orc_scale_f32 (planes[c] + i, (float) ramp->to, n);
    return;
  }
  draw_ramp (ramp, position, self->drive_curve, n);
  for (int c = 0; c < self->channels; c++)
    mst_orc_mul_f32 (planes[c] + i, self->drive_curve, n);
}

/* What moves on the grid: the drive, and the ceiling of each frame. Returns
 * the lowest ceiling. */
static float
drive (Limiter *self, MstGrid grid, float *const planes[], int n)
{
  float lowest = INFINITY;

  for (int i = 0, span; i < n; i += span) {
    int position = grid.position;
    if (mst_grid_at_start (&grid))
      start_grid_block (self);
    span = mst_grid_advance (&grid, n - i);
    apply_drive (self, position, planes, i, span);
    draw_ramp (&self->ceiling_level, position, self->ceiling_curve + i, span);
    lowest = fminf (lowest,
        fminf (self->ceiling_curve[i], self->ceiling_curve[i + span - 1]));
  }
  return lowest;
}

/* peaks[i] of the loudest channel. Below `floor` it may be anything. */
static void
detect (Limiter *self, float *const planes[], int n, float floor)
{
  if (!self->true_peak)
    floor = INFINITY;
  mst_true_peak_process_above (self->detector, 0, planes[0], self->peaks, n,
      floor);
  for (int c = 1; c < self->channels; c++) {
    mst_true_peak_process_above (self->detector, c, planes[c], self->gains, n,
        floor);
    mst_orc_max_f32 (self->peaks, self->gains, n);
  }
}

/* gains[i] = min (1, ceiling / peak). Returns whether any is below 1. */
static bool
require (Limiter *self, int n)
{
  bool any = false;

  for (int i = 0; i < n; i++) {
    float peak = self->peaks[i], ceiling = self->ceiling_curve[i];
    self->gains[i] = 1.0f;
    if (peak > ceiling) {
      self->gains[i] = (float) (ceiling * ROUNDING / peak);
      any = true;
    }
  }
  return any;
}

/* Towards 1 an exponential stops short; what is left is far below a float's
 * last bit. */
static inline double
approach (double from, double to, double part)
{
  from += part * (to - from);
  return from > 1.0 - 1e-10 && to == 1.0 ? 1.0 : from;
}

/* The gain may fall at once, for the smoother rounds it, and recovers along the
 * lower of two paths. `fast` follows each minimum. `slow`, the body, is drawn
 * down by what lasts, from minima held over a bass period. */
static void
release (Limiter *self, int n)
{
  for (int i = 0; i < n; i++) {
    double need = self->gains[i], held = self->held_gains[i], gain;
    self->fast =
        need < self->fast ? need : approach (self->fast, need, self->fast_rise);
    self->slow = approach (self->slow, held,
        held < self->slow ? self->slow_fall : self->slow_rise);
    gain = self->fast < self->slow ? self->fast : self->slow;
    self->released[i] = gain;
    self->settled = gain == 1.0 && held == 1.0 ? self->settled + 1 : 0;
  }
}

/* The gain of each delayed frame, from its peaks. False where all is 1 and
 * stays so: there, not even the windows move, for they hold nothing else. */
static bool
shape_gain (Limiter *self, int n)
{
  if (!require (self, n) && self->settled > self->lookahead)
    return false;
  mst_slide_min_process (self->held, self->gains, self->held_gains, n);
  mst_slide_min_process (self->required, self->gains, self->gains, n);
  release (self, n);
  mst_box_smooth_process (self->smooth, self->released, self->gains, n);
  return true;
}

/* The readouts. Moves the grid to the end of the chunk. */
static void
note_reduction (Limiter *self, bool reducing, int n)
{
  for (int i = 0, span; i < n; i += span) {
    if (mst_grid_at_start (&self->grid))
      self->deepest = 1.0f;
    span = mst_grid_advance (&self->grid, n - i);
    for (int k = i; reducing && k < i + span; k++)
      self->deepest = fminf (self->deepest, self->gains[k]);
    self->ever_deepest = fminf (self->ever_deepest, self->deepest);
    if (mst_grid_at_start (&self->grid))
      self->last_deepest = self->deepest;
  }
}

static void
process_chunk (Limiter *self, float *const planes[], int n)
{
  float lowest = drive (self, self->grid, planes, n);
  bool reducing;

  mst_sanitize (planes, self->channels, n);
  detect (self, planes, n, lowest);
  mst_delay_process (self->delay, (const float *const *) planes, planes, n);
  reducing = shape_gain (self, n);
  for (int c = 0; reducing && c < self->channels; c++)
    mst_orc_mul_f32 (planes[c], self->gains, n);
  note_reduction (self, reducing, n);
}

static void
limiter_process (void *data, float *const planes[], int n)
{
  Limiter *self = data;
  float *at[MST_MAX_CHANNELS];

  for (int i = 0, span; i < n; i += span) {
    span = n - i < CHUNK ? n - i : CHUNK;
    for (int c = 0; c < self->channels; c++)
      at[c] = planes[c] + i;
    process_chunk (self, at, span);
  }
}

static double
reduction_db (float gain)
{
  double db = gain > 0.0f ? -mst_to_db (gain) : MAX_REDUCTION_DB;

  return fmin (fmax (db, 0.0), MAX_REDUCTION_DB);
}

static void
limiter_read (const void *data, double *out)
{
  const Limiter *self = data;

  out[MST_LIMITER_GAIN_REDUCTION] = reduction_db (self->last_deepest);
  out[MST_LIMITER_MAX_GAIN_REDUCTION] = reduction_db (self->ever_deepest);
}

const MstStage mst_stage_limiter = {
  .name = "limiter",
  .title = "Mastering limiter",
  .klass = "Filter/Effect/Audio",
  .blurb = "Holds the true peak under a ceiling by a smooth gain that looks "
           "ahead",
  .params = params,
  .n_params = MST_N_ELEMENTS (params),
  .readouts = readouts,
  .n_readouts = MST_N_ELEMENTS (readouts),
  .new = limiter_new,
  .set = limiter_set,
  .latency = limiter_latency,
  .process = limiter_process,
  .reset = limiter_reset,
  .read = limiter_read,
  .free = limiter_free,
};
