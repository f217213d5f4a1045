/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "reduction.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/dynamics/link.h"
#include "dsp/common/measure/truepeak.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/vectors.h"
#include "table.h"

#define BLOCK MST_LIMITER_BLOCK

/* A peak answers for the frames about it that the interpolator made it of,
 * this many on each side. Farther ones weigh little. */
#define WIDEN 24

/* Keeps the roundings of gain and product to float below the ceiling. */
#define ROUNDING (1.0 - 0x1p-20)

struct MstLimiterReduction {
  int channels;
  int lookahead; /* frames */
  bool true_peak;
  bool detector_stale; /* has not seen the last frames */
  bool split;          /* each channel has its own gain */
  MstLink groups;      /* what does not lead is limited by itself */
  bool apart;          /* one gain is never enough */
  float link;
  MstTruePeak *detector;
  MstLimiterGain *shapers[MST_MAX_CHANNELS]; /* the first, unless split */

  /* Planes of BLOCK frames, in `memory`. */
  float *peaks;
  float *least; /* gain of all channels */
  float *gains[MST_MAX_CHANNELS];
  void *memory;
};

/* --- life */

void
mst_limiter_reduction_free (MstLimiterReduction *self)
{
  if (!self)
    return;
  mst_true_peak_free (self->detector);
  for (int c = 0; c < self->channels; c++)
    mst_limiter_gain_free (self->shapers[c]);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  MstLimiterReduction *self = object;

  mst_arena_planes (arena, &self->peaks, 1, BLOCK);
  mst_arena_planes (arena, &self->least, 1, BLOCK);
  mst_arena_planes (arena, self->gains, self->channels, BLOCK);
}

/* A frame's gain is a mean over the smoother's length, lookahead + 1, of
 * minima, each of which must cover WIDEN frames on either side of the frame. */
static bool
allocate (MstLimiterReduction *self, double rate)
{
  int length = self->lookahead + 1;

  self->detector = mst_true_peak_new (rate, self->channels);
  self->memory = mst_arena_new (lay_out, self);
  if (!self->detector || !self->memory)
    return false;
  for (int c = 0; c < self->channels; c++) {
    self->shapers[c] = mst_limiter_gain_new (rate, length, length + 2 * WIDEN,
        MST_LIMITER_LONGEST_HOLD_MS);
    if (!self->shapers[c])
      return false;
  }
  return true;
}

MstLimiterReduction *
mst_limiter_reduction_new (const MstFormat *format, MstLinkGroups groups,
    bool link_lfe, int lookahead)
{
  MstLimiterReduction *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  self->lookahead = lookahead;
  mst_link_init (&self->groups, format, groups, link_lfe);
  self->apart = self->groups.groups > 1;
  for (int c = 0; c < self->channels; c++)
    self->apart = self->apart || !self->groups.leads[c];
  if (!allocate (self, format->rate)) {
    mst_limiter_reduction_free (self);
    return NULL;
  }
  return self;
}

void
mst_limiter_reduction_reset (MstLimiterReduction *self)
{
  self->detector_stale = self->split = false;
  mst_true_peak_reset (self->detector);
  for (int c = 0; c < self->channels; c++)
    mst_limiter_gain_reset (self->shapers[c]);
}

void
mst_limiter_reduction_set (MstLimiterReduction *self,
    const MstLimiterTimes *times, bool true_peak, double link)
{
  self->true_peak = true_peak;
  self->link = self->channels > 1 ? (float) link : 1.0f;
  for (int c = 0; c < self->channels; c++)
    mst_limiter_gain_set (self->shapers[c], times);
}

int
mst_limiter_reduction_delay (const MstLimiterReduction *self)
{
  return mst_true_peak_delay (self->detector) + self->lookahead + WIDEN;
}

/* --- frames */

/* Writes the peaks of channel c, in the detector's time. Below `floor` they may
 * be anything. */
static void
read_peaks (MstLimiterReduction *self, int c, const float *plane, float *peaks,
    int n, float floor)
{
  if (!self->true_peak) {
    mst_orc_abs_f32 (peaks, plane - mst_true_peak_delay (self->detector), n);
    return;
  }
  if (self->detector_stale)
    mst_true_peak_prime (self->detector, c, plane);
  mst_true_peak_process_above (self->detector, c, plane, peaks, n, floor);
}

/* gains[i] = min (1, ceiling / peak), below 1 by no rounding. True if any is.
 */
static MST_VECTORS (bool, require,
    (float *restrict gains, const float *restrict peaks,
        const float *restrict ceiling, int n),
    (gains, peaks, ceiling, n))
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
static MST_VECTORS (void, lower,
    (float *restrict d, const float *restrict s, int n), (d, s, n))
{
  for (int i = 0; i < n; i++)
    d[i] = s[i] < d[i] ? s[i] : d[i];
}

/* Draws d[i] to the lowest of all channels. No rounding raises it. */
static MST_VECTORS (void, draw_to,
    (float *restrict d, const float *restrict lowest, float link, int n),
    (d, lowest, link, n))
{
  for (int i = 0; i < n; i++)
    d[i] = link < 1.0f ? d[i] + link * (lowest[i] - d[i]) : lowest[i];
}

/* Finds one gain for all channels. False if it is 1 and stays so: then not even
 * the windows move, for they hold nothing else. */
static bool
shape_as_one (MstLimiterReduction *self, float *const planes[],
    const float *ceiling, float floor, int n, int at)
{
  read_peaks (self, 0, planes[0], self->peaks, n, floor);
  for (int c = 1; c < self->channels; c++) {
    read_peaks (self, c, planes[c], self->least, n, floor);
    mst_orc_max_f32 (self->peaks, self->least, n);
  }
  if (!require (self->least, self->peaks, ceiling, n) &&
      mst_limiter_gain_at_rest (self->shapers[0]))
    return false;
  mst_limiter_gain_process (self->shapers[0], self->least, n, at);
  return true;
}

/* Finds the least gain of all channels. */
static void
find_least (MstLimiterReduction *self, int n)
{
  for (int i = 0; i < n; i++)
    self->least[i] = 1.0f;
  for (int c = 0; c < self->channels; c++)
    lower (self->least, self->gains[c], n);
}

/* Draws the channels of each group to the lowest of them. */
static void
link_gains (MstLimiterReduction *self, int n)
{
  const MstLink *groups = &self->groups;

  for (int g = 0; g < groups->groups; g++) {
    for (int i = 0; i < n; i++)
      self->least[i] = 1.0f;
    for (int c = 0; c < self->channels; c++)
      if (groups->group[c] == g && groups->leads[c])
        lower (self->least, self->gains[c], n);
    for (int c = 0; c < self->channels; c++)
      if (groups->group[c] == g && groups->leads[c])
        draw_to (self->gains[c], self->least, self->link, n);
  }
}

/* Finds a gain for each channel. */
static bool
shape_each (MstLimiterReduction *self, float *const planes[],
    const float *ceiling, float floor, int n, int at)
{
  bool active = false;

  for (int c = 0; c < self->channels; c++) {
    read_peaks (self, c, planes[c], self->peaks, n, floor);
    active |= require (self->gains[c], self->peaks, ceiling, n);
    active |= !mst_limiter_gain_at_rest (self->shapers[c]);
  }
  if (!active)
    return false;
  link_gains (self, n);
  for (int c = 0; c < self->channels; c++)
    mst_limiter_gain_process (self->shapers[c], self->gains[c], n, at);
  find_least (self, n);
  return true;
}

/* Gains that are all at rest are the same, so that one will do again. */
static bool
may_unite (const MstLimiterReduction *self)
{
  for (int c = 0; c < self->channels; c++)
    if (!mst_limiter_gain_at_rest (self->shapers[c]))
      return false;
  return self->link == 1.0f && !self->apart;
}

bool
mst_limiter_reduction_process (MstLimiterReduction *self, float *const planes[],
    const float *ceiling, float floor, int n, int at)
{
  bool active;

  if (self->split && may_unite (self))
    self->split = false;
  else if (!self->split && (self->link < 1.0f || self->apart)) {
    for (int c = 1; c < self->channels; c++)
      mst_limiter_gain_copy (self->shapers[c], self->shapers[0]);
    self->split = true;
  }
  active = (self->split ? shape_each : shape_as_one) (self, planes, ceiling,
      floor, n, at);
  self->detector_stale = !self->true_peak;
  return active;
}

const float *
mst_limiter_reduction_gains (const MstLimiterReduction *self, int c)
{
  return self->split ? self->gains[c] : self->least;
}

const float *
mst_limiter_reduction_least (const MstLimiterReduction *self)
{
  return self->least;
}
