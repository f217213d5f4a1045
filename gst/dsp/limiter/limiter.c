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
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/dynamics/boxsmooth.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/fir/oversample.h"
#include "dsp/common/time/smooth.h"
#include "dsp/common/time/history.h"
#include "dsp/common/measure/truepeak.h"
#include "dsp/common/vector/vectors.h"
#include "gain.h"

/* Frames worked on at once; nothing depends on it. */
#define CHUNK MST_LIMITER_BLOCK

/* A peak answers for the frames about it that the interpolator made it of,
 * this many on each side. Farther ones weigh little. */
#define WIDEN 24

/* A shorter look-ahead, which only low rates have, would move the gain within
 * the interpolator's window too quickly for the peaks to scale with it. */
#define MIN_LOOKAHEAD 32 /* frames */

/* The soft clip runs at this many octaves over the rate, and its curve bends
 * towards a level this far above the ceiling, less what `soft-clip` says. */
#define CLIP_OCTAVES 2
#define CLIP_ROOM_DB 12.0
#define CLIP_DELAY_MAX 128 /* frames, see mst_oversample_delay() */

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
  int delay;     /* of the tapes, frames */
  int latency;   /* and of the soft clip */
  double rate;
  bool true_peak;
  bool detector_stale; /* has not seen the last frames */

  MstGrid grid;
  double smooth_share;
  MstSmooth drive;   /* dB */
  MstSmooth ceiling; /* dB */
  Ramp drive_gain;
  Ramp ceiling_level;
  bool flat; /* ceiling_curve is all ceiling_level */

  float deepest;      /* least gain of the grid block under way */
  float last_deepest; /* of the last whole one */
  float ever_deepest;

  float clip_level; /* of the soft clip, times the ceiling; 0: none */
  MstOversample *clips[MST_MAX_CHANNELS];
  int clip_delay;
  int quiet[MST_MAX_CHANNELS]; /* frames of silence that came last */
  int quiet_then[MST_MAX_CHANNELS][CLIP_DELAY_MAX]; /* clip_delay before */
  int clip_at;

  MstTruePeak *detector;
  MstTape tapes[MST_MAX_CHANNELS]; /* what goes in, driven and sanitised */
  float *fresh[MST_MAX_CHANNELS];  /* the chunk's frames there */
  MstLimiterGain *shapers[MST_MAX_CHANNELS]; /* the first, unless split */
  bool split;                                /* each channel has its own gain */
  float link;

  float drive_curve[CHUNK];
  float ceiling_curve[CHUNK];
  float peaks[CHUNK];
  float gains[CHUNK]; /* the least of all channels */
  float channel_gains[MST_MAX_CHANNELS][CHUNK];
} Limiter;

static const MstChoice characters[] = {
  [MST_LIMITER_TRANSPARENT] = { "transparent",
      "What lasts recovers by `release`, what does not in an eighth of it" },
  [MST_LIMITER_PUNCHY] = { "punchy",
      "Transients take the least from what follows them" },
  [MST_LIMITER_LOUD] = { "loud",
      "Recovers at the first opportunity; the densest" },
  [MST_LIMITER_SAFE] = { "safe",
      "Moves little and slowly; the least distortion, and loudness" },
};

/* How each recovers. The hold and the look-ahead must cover half a period of a
 * bass note, so that it does not move the gain. */
typedef struct {
  double body;   /* times `release` */
  double fast;   /* times the body's */
  double charge; /* ms */
  double hold;   /* ms */
} Character;

static const Character recoveries[] = {
  [MST_LIMITER_TRANSPARENT] = { 1.0, 1.0 / 8.0, 500.0, 7.0 },
  [MST_LIMITER_PUNCHY] = { 0.7, 1.0 / 16.0, 1200.0, 7.0 },
  [MST_LIMITER_LOUD] = { 0.5, 1.0 / 8.0, 500.0, 3.0 },
  [MST_LIMITER_SAFE] = { 20.0, 1.0 / 2.0, 40.0, 20.0 },
};
#define LONGEST_HOLD_MS 20.0

static const MstParam params[] = {
  [MST_LIMITER_DRIVE] = { "drive", "dB", -24.0, 48.0, 0.0, MST_KIND_DOUBLE, 0,
      NULL, "Gain before the ceiling" },
  [MST_LIMITER_CEILING] = { "ceiling", "dBTP", -24.0, 0.0, -1.0,
      MST_KIND_DOUBLE, 0, NULL, "What no peak passes" },
  [MST_LIMITER_LOOKAHEAD] = { "lookahead", "ms", 0.5, 10.0, 5.0,
      MST_KIND_DOUBLE, MST_PARAM_AT_START, NULL,
      "How long before a peak the gain begins to come down" },
  [MST_LIMITER_RELEASE] = { "release", "ms", 1.0, 2000.0, 10.0, MST_KIND_DOUBLE,
      0, NULL,
      "Time constant of the recovery from sustained reduction, which "
      "`character` scales; a lone transient recovers faster" },
  [MST_LIMITER_TRUE_PEAK] = { "true-peak", "", 0.0, 1.0, 1.0, MST_KIND_BOOL, 0,
      NULL, "Limit the peak between the samples, not the samples alone" },
  [MST_LIMITER_CHARACTER] = { "character", "", 0.0,
      MST_LIMITER_N_CHARACTERS - 1, MST_LIMITER_TRANSPARENT, MST_KIND_ENUM,
      .choices = characters, .blurb = "How the gain recovers" },
  [MST_LIMITER_AUTO_RELEASE] = { "auto-release", "", 0.0, 1.0, 0.0,
      MST_KIND_BOOL,
      .blurb = "Recover up to four times as slowly where the "
               "reduction is constant, as fast where it is not" },
  [MST_LIMITER_LINK] = { "link", "", 0.0, 1.0, 1.0, MST_KIND_DOUBLE,
      .blurb = "How far each channel is drawn to the gain of the lowest; at 1 "
               "the image does not move" },
  [MST_LIMITER_DITHER_BITS] = { "dither-bits", "", 0.0, 24.0, 0.0, MST_KIND_INT,
      .blurb = "Word length that is dithered to later, at least "
               "8, for whose peaks to leave room; 0 for none" },
  [MST_LIMITER_SOFT_CLIP] = { "soft-clip", "dB", 0.0, CLIP_ROOM_DB, 0.0,
      MST_KIND_DOUBLE, MST_PARAM_AT_START,
      .blurb = "How much of the work a soft clipper before the limiter does" },
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

/* What dither of +-1 step and rounding by half a step add at most. */
static double
less_dither (double ceiling, int bits)
{
  double room = bits ? 1.5 * ldexp (1.0, 1 - (bits > 8 ? bits : 8)) : 0.0;

  return room > 0.0 ? mst_to_db (mst_from_db (ceiling) - room) : ceiling;
}

static void
limiter_set (void *data, const double *values)
{
  Limiter *self = data;
  const Character *character = &recoveries[(int) values[MST_LIMITER_CHARACTER]];
  double body = values[MST_LIMITER_RELEASE] * character->body;
  MstLimiterTimes times = { body * character->fast, body, character->charge,
    character->hold, values[MST_LIMITER_AUTO_RELEASE] != 0.0 };

  self->true_peak = values[MST_LIMITER_TRUE_PEAK] != 0.0;
  self->link = self->channels > 1 ? (float) values[MST_LIMITER_LINK] : 1.0f;
  self->drive.target = values[MST_LIMITER_DRIVE];
  self->ceiling.target = less_dither (values[MST_LIMITER_CEILING],
      (int) values[MST_LIMITER_DITHER_BITS]);
  if (self->true_peak)
    self->ceiling.target -= TRUE_PEAK_MARGIN_DB;
  for (int c = 0; c < self->channels; c++)
    mst_limiter_gain_set (self->shapers[c], &times);
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
  self->flat = self->detector_stale = false;
  self->deepest = self->last_deepest = self->ever_deepest = 1.0f;
  mst_true_peak_reset (self->detector);
  for (int c = 0; c < self->channels; c++)
    memset (self->tapes[c].data, 0, self->tapes[c].size * sizeof (float));
  for (int c = 0; c < self->channels; c++)
    mst_limiter_gain_reset (self->shapers[c]);
  for (int c = 0; self->clip_level > 0.0f && c < self->channels; c++) {
    mst_oversample_reset (self->clips[c]);
    self->quiet[c] = self->clip_delay + 1;
    for (int i = 0; i < self->clip_delay; i++)
      self->quiet_then[c][i] = self->clip_delay + 1;
  }
  self->clip_at = 0;
  self->split = false;
}

static void
limiter_free (void *data)
{
  Limiter *self = data;

  if (!self)
    return;
  mst_true_peak_free (self->detector);
  for (int c = 0; c < self->channels; c++) {
    mst_tape_clear (&self->tapes[c]);
    mst_limiter_gain_free (self->shapers[c]);
    mst_oversample_free (self->clips[c]);
  }
  free (self);
}

/* A frame's gain is a mean over the smoother's length, lookahead + 1, of
 * minima, each of which must cover WIDEN frames on either side of the frame. */
static bool
limiter_allocate (Limiter *self, const MstFormat *format)
{
  int length = self->lookahead + 1;

  self->detector = mst_true_peak_new (self->rate, self->channels);
  if (!self->detector)
    return false;
  self->delay = self->latency =
      mst_true_peak_delay (self->detector) + self->lookahead + WIDEN;
  for (int c = 0; c < self->channels; c++) {
    self->shapers[c] = mst_limiter_gain_new (self->rate, length,
        length + 2 * WIDEN, LONGEST_HOLD_MS);
    if (!self->shapers[c] ||
        !mst_tape_init (&self->tapes[c], self->delay, CHUNK, sizeof (float)))
      return false;
  }
  return true;
}

static int
clip_octaves (const Limiter *self)
{
  return self->rate < 88200.0 ? CLIP_OCTAVES : CLIP_OCTAVES - 1;
}

static bool
limiter_allocate_clip (Limiter *self, double soft_clip)
{
  int octaves = clip_octaves (self);

  if (soft_clip <= 0.0)
    return true;
  self->clip_level = (float) mst_from_db (CLIP_ROOM_DB - soft_clip);
  for (int c = 0; c < self->channels; c++) {
    self->clips[c] = mst_oversample_new (octaves);
    if (!self->clips[c])
      return false;
  }
  self->clip_delay = mst_oversample_delay (self->clips[0]);
  self->latency += self->clip_delay;
  return true;
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
  if (!limiter_allocate (self, format) ||
      !limiter_allocate_clip (self, values[MST_LIMITER_SOFT_CLIP])) {
    limiter_free (self);
    return NULL;
  }
  self->smooth_share = mst_smooth_share (self->rate);
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

/* NaN, Inf and the absurd count as silence, as by mst_sanitize(). */
static inline uint32_t
finite_bits (uint32_t bits)
{
  return (bits & 0x7fffffff) > 0x4b7fffff ? 0 : bits;
}

MST_VECTORS static void
take (float *restrict d, const float *restrict s, int n)
{
  for (int i = 0; i < n; i++) {
    uint32_t bits;
    memcpy (&bits, &s[i], sizeof (bits));
    bits = finite_bits (bits);
    memcpy (&d[i], &bits, sizeof (bits));
  }
}

MST_VECTORS static void
take_scaled (float *restrict d, const float *restrict s, float gain, int n)
{
  for (int i = 0; i < n; i++) {
    float x = s[i] * gain;
    uint32_t bits;
    memcpy (&bits, &x, sizeof (bits));
    bits = finite_bits (bits);
    memcpy (&d[i], &bits, sizeof (bits));
  }
}

/* Frames i .. i + n - 1 of the chunk, driven and sanitised, to the tapes. */
static void
take_span (Limiter *self, int position, float *const planes[], int i, int n)
{
  const Ramp *ramp = &self->drive_gain;
  bool moving = ramp->from != ramp->to;

  if (moving)
    draw_ramp (ramp, position, self->drive_curve, n);
  for (int c = 0; c < self->channels; c++) {
    if (moving)
      mst_orc_mul_f32 (planes[c] + i, self->drive_curve, n);
    if (moving || ramp->to == 1.0)
      take (self->fresh[c] + i, planes[c] + i, n);
    else
      take_scaled (self->fresh[c] + i, planes[c] + i, (float) ramp->to, n);
  }
}

static bool
ramps_rest (const Limiter *self)
{
  return mst_smooth_settled (&self->drive) &&
      mst_smooth_settled (&self->ceiling) &&
      self->drive_gain.from == self->drive_gain.to &&
      self->ceiling_level.from == self->ceiling_level.to;
}

/* What moves on the grid: the drive, and the ceiling of each frame. Returns
 * the lowest ceiling. */
static float
drive_on_grid (Limiter *self, MstGrid grid, float *const planes[], int n)
{
  float lowest = INFINITY;

  self->flat = false;
  for (int i = 0, span; i < n; i += span) {
    int position = grid.position;
    if (mst_grid_at_start (&grid))
      start_grid_block (self);
    span = mst_grid_advance (&grid, n - i);
    take_span (self, position, planes, i, span);
    draw_ramp (&self->ceiling_level, position, self->ceiling_curve + i, span);
    lowest = fminf (lowest,
        fminf (self->ceiling_curve[i], self->ceiling_curve[i + span - 1]));
  }
  return lowest;
}

/* The same where nothing moves. */
static float
drive_at_rest (Limiter *self, float *const planes[], int n)
{
  if (!self->flat)
    draw_ramp (&self->ceiling_level, 0, self->ceiling_curve, CHUNK);
  self->flat = true;
  take_span (self, 0, planes, 0, n);
  return self->ceiling_curve[0];
}

/* x / sqrt (1 + (x / level)^2): its poles are as far off the real axis as the
 * level, so that harmonics die away by a constant factor, and soon. `inverse`
 * is 1 / level^2. */
MST_VECTORS static void
clip (float *restrict x, const float *restrict inverse, int n)
{
  for (int i = 0; i < n; i++)
    x[i] = x[i] / sqrtf (1.0f + x[i] * x[i] * inverse[i]);
}

/* One for each of the samples that half of a frame has. */
static void
draw_inverse (const Limiter *self, float *inverse, int octaves, int n)
{
  int size = 1 << (octaves - 1);

  for (int i = 0; i < n; i++) {
    float level = self->clip_level * self->ceiling_curve[i];
    for (int k = 0; k < size; k++)
      inverse[i * size + k] = 1.0f / (level * level);
  }
}

/* How much silence has come when each of n frames has. */
static void
count_quiet (Limiter *self, int c, int *quiet, int n)
{
  int count = self->quiet[c];

  for (int i = 0; i < n; i++) {
    bool silent = self->fresh[c][i] == 0.0f;
    count = !silent ? 0 : count <= self->clip_delay ? count + 1 : count;
    quiet[i] = count;
  }
  self->quiet[c] = count;
}

/* The oversampler rings before the first frame of a stream and after the last,
 * where nothing of it is left in the end: so the limiter must not count on it.
 * A frame is silent where all was before it, or all is after it, as far as the
 * oversampler sees. */
static void
cut_ringing (Limiter *self, int c, const int *quiet, int n)
{
  for (int i = 0; i < n; i++) {
    int *then = &self->quiet_then[c][(self->clip_at + i) % self->clip_delay];
    if (*then > self->clip_delay || quiet[i] > self->clip_delay)
      self->fresh[c][i] = 0.0f;
    *then = quiet[i];
  }
}

static void
clip_softly (Limiter *self, int n)
{
  int octaves = clip_octaves (self), quiet[CHUNK];
  float inverse[CHUNK << (CLIP_OCTAVES - 1)], *halves[2];

  draw_inverse (self, inverse, octaves, n);
  for (int c = 0; c < self->channels; c++) {
    count_quiet (self, c, quiet, n);
    mst_oversample_up (self->clips[c], self->fresh[c], n, halves);
    for (int h = 0; h < 2; h++)
      clip (halves[h], inverse, n << (octaves - 1));
    mst_oversample_down (self->clips[c], self->fresh[c], n);
    cut_ringing (self, c, quiet, n);
  }
  self->clip_at = (self->clip_at + n) % self->clip_delay;
}

/* Of channel c, in the detector's time. Below `floor` it may be anything. */
static void
read_peaks (Limiter *self, int c, float *peaks, int n, float floor)
{
  int delay = mst_true_peak_delay (self->detector);

  if (!self->true_peak) {
    mst_orc_abs_f32 (peaks, self->fresh[c] - delay, n);
    return;
  }
  if (self->detector_stale)
    mst_true_peak_prime (self->detector, c, self->fresh[c]);
  mst_true_peak_process_above (self->detector, c, self->fresh[c], peaks, n,
      floor);
}

/* gains[i] = min (1, ceiling / peak), below 1 by no rounding. Returns whether
 * any is. */
MST_VECTORS static bool
require (float *restrict gains, const float *restrict peaks,
    const float *restrict ceiling, int n)
{
  int any = 0;

  for (int i = 0; i < n; i++) {
    bool over = peaks[i] > ceiling[i];
    float gain = ceiling[i] * (float) ROUNDING / peaks[i];
    gains[i] = over ? gain : 1.0f;
    any |= over;
  }
  return any;
}

/* d[i] = the lesser of two gains */
MST_VECTORS static void
lower (float *restrict d, const float *restrict s, int n)
{
  for (int i = 0; i < n; i++)
    d[i] = s[i] < d[i] ? s[i] : d[i];
}

/* Draws d[i] to the lowest of all channels. No rounding raises it. */
MST_VECTORS static void
draw_to (float *restrict d, const float *restrict lowest, float link, int n)
{
  for (int i = 0; i < n; i++)
    d[i] = link < 1.0f ? d[i] + link * (lowest[i] - d[i]) : lowest[i];
}

/* One gain for all channels. False where all is 1 and stays so: there, not even
 * the windows move, for they hold nothing else. */
static bool
shape_as_one (Limiter *self, int n, float floor)
{
  read_peaks (self, 0, self->peaks, n, floor);
  for (int c = 1; c < self->channels; c++) {
    read_peaks (self, c, self->gains, n, floor);
    mst_orc_max_f32 (self->peaks, self->gains, n);
  }
  if (!require (self->gains, self->peaks, self->ceiling_curve, n) &&
      mst_limiter_gain_at_rest (self->shapers[0]))
    return false;
  mst_limiter_gain_process (self->shapers[0], self->grid, self->gains, n);
  return true;
}

/* A gain for each channel, and the least of them, for the readouts. */
static bool
shape_each (Limiter *self, int n, float floor)
{
  bool active = false;

  for (int c = 0; c < self->channels; c++) {
    float *gains = self->channel_gains[c];
    read_peaks (self, c, self->peaks, n, floor);
    active |= require (gains, self->peaks, self->ceiling_curve, n);
    active |= !mst_limiter_gain_at_rest (self->shapers[c]);
    if (c)
      lower (self->gains, gains, n);
    else
      memcpy (self->gains, gains, n * sizeof (float));
  }
  for (int c = 0; active && c < self->channels; c++) {
    draw_to (self->channel_gains[c], self->gains, self->link, n);
    mst_limiter_gain_process (self->shapers[c], self->grid,
        self->channel_gains[c], n);
  }
  for (int c = 0; active && c < self->channels; c++)
    if (c)
      lower (self->gains, self->channel_gains[c], n);
    else
      memcpy (self->gains, self->channel_gains[c], n * sizeof (float));
  return active;
}

/* Where all gains are at rest they are the same, and one will do again. */
static bool
may_unite (const Limiter *self)
{
  for (int c = 0; c < self->channels; c++)
    if (!mst_limiter_gain_at_rest (self->shapers[c]))
      return false;
  return self->link == 1.0f;
}

/* The gain of each delayed frame, from its peaks. False where it is 1. */
static bool
shape_gain (Limiter *self, int n, float floor)
{
  bool active;

  if (self->split && may_unite (self))
    self->split = false;
  else if (!self->split && self->link < 1.0f) {
    for (int c = 1; c < self->channels; c++)
      mst_limiter_gain_copy (self->shapers[c], self->shapers[0]);
    self->split = true;
  }
  active =
      self->split ? shape_each (self, n, floor) : shape_as_one (self, n, floor);
  self->detector_stale = !self->true_peak;
  return active;
}

MST_VECTORS static void
multiply (float *restrict d, const float *restrict s,
    const float *restrict gain, int n)
{
  for (int i = 0; i < n; i++)
    d[i] = s[i] * gain[i];
}

/* The least of non-negative floats, which order as their bits do. */
MST_VECTORS static float
least (const float *x, int n)
{
  int32_t best = INT32_MAX;
  float value;

  for (int i = 0; i < n; i++) {
    int32_t bits;
    memcpy (&bits, &x[i], sizeof (bits));
    best = bits < best ? bits : best;
  }
  memcpy (&value, &best, sizeof (value));
  return value;
}

/* The readouts. Moves the grid to the end of the chunk. */
static void
note_reduction (Limiter *self, bool reducing, int n)
{
  for (int i = 0, span; i < n; i += span) {
    if (mst_grid_at_start (&self->grid))
      self->deepest = 1.0f;
    span = mst_grid_advance (&self->grid, n - i);
    if (reducing)
      self->deepest = fminf (self->deepest, least (self->gains + i, span));
    self->ever_deepest = fminf (self->ever_deepest, self->deepest);
    if (mst_grid_at_start (&self->grid))
      self->last_deepest = self->deepest;
  }
}

static void
process_chunk (Limiter *self, float *const planes[], int n)
{
  bool reducing;
  float lowest;

  for (int c = 0; c < self->channels; c++)
    self->fresh[c] = mst_tape_room (&self->tapes[c], n);
  lowest = ramps_rest (self) ? drive_at_rest (self, planes, n)
                             : drive_on_grid (self, self->grid, planes, n);
  if (self->clip_level > 0.0f)
    clip_softly (self, n);
  reducing = shape_gain (self, n, lowest);
  for (int c = 0; c < self->channels; c++)
    if (reducing)
      multiply (planes[c], self->fresh[c] - self->delay,
          self->split ? self->channel_gains[c] : self->gains, n);
    else
      memcpy (planes[c], self->fresh[c] - self->delay, n * sizeof (float));
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
