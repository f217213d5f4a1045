/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mend.h"

#include <math.h>
#include <string.h>

#include "dsp/common/time/span.h"
#include "dsp/common/vector/kernels.h"

#define BLOCK 1024   /* frames taken at once; nothing depends on it */
#define EPSILON 1e-6 /* amount and listen have arrived when this near */
#define NOTHING_DB -200.0

const MstChoice mst_listens[MST_N_LISTENS] = {
  [MST_LISTEN_OUT] = { "out", "The repaired sound" },
  [MST_LISTEN_REMOVED] = { "removed", "Input minus output" },
};

void
mst_mend_init (MstMend *self, const MstFormat *format, int hop, int latency,
    int past, const MstMendCalls *calls, void *stage)
{
  self->calls = calls;
  self->stage = stage;
  self->channels = format->channels;
  self->share = mst_smooth_share (format->rate);
  self->hop = hop;
  self->latency = latency;
  self->past = past;
}

void
mst_mend_lay_out (MstMend *self, MstArena *arena)
{
  /* a long past moves the seldomer */
  const int block = self->past / 4 > BLOCK ? self->past / 4 : BLOCK;

  for (int c = 0; c < self->channels; c++) {
    mst_history_take (&self->in[c], arena, self->past, block, sizeof (float));
    mst_history_take (&self->mended[c], arena, self->past, block,
        sizeof (float));
  }
}

void
mst_mend_set (MstMend *self, double amount, double listen)
{
  self->amount.target = amount;
  self->listen.target = listen;
}

/* --- on and off */

static bool
rests (const MstMend *self)
{
  return mst_ramp_rests (&self->amount_ramp, &self->amount) &&
      mst_ramp_rests (&self->listen_ramp, &self->listen);
}

static bool
is_off (const MstMend *self)
{
  return self->amount.target == 0.0 && mst_ramp_is (&self->amount_ramp, 0.0);
}

static void
stop (MstMend *self)
{
  self->on = false;
  for (int c = 0; c < self->channels; c++)
    memcpy (mst_mend_output (self, c, self->past),
        mst_mend_input (self, c, self->past), self->past * sizeof (float));
  self->calls->forget (self->stage);
}

/* A stage that was left out knows the last `latency` frames only. */
static void
start (MstMend *self)
{
  self->on = true;
  self->warming = self->past - self->latency;
}

static void
advance (MstMend *self)
{
  mst_ramp_advance (&self->amount_ramp, &self->amount, self->share, EPSILON);
  mst_ramp_advance (&self->listen_ramp, &self->listen, self->share, EPSILON);
  if (is_off (self) && self->on)
    stop (self);
  else if (!is_off (self) && !self->on)
    start (self);
}

void
mst_mend_reset (MstMend *self)
{
  self->grid.frame = 0;
  self->frames = 0.0;
  memset (self->removed, 0, sizeof (self->removed));
  mst_smooth_snap (&self->amount, self->amount.target);
  mst_smooth_snap (&self->listen, self->listen.target);
  self->amount_ramp = mst_ramp_hold (self->amount.value);
  self->listen_ramp = mst_ramp_hold (self->listen.value);
  for (int c = 0; c < self->channels; c++) {
    mst_history_reset (&self->in[c]);
    mst_history_reset (&self->mended[c]);
  }
  self->on = !is_off (self);
  self->warming = 0;
  self->calls->forget (self->stage);
}

/* --- frames */

/* Writes what leaves, and adds up what is removed. With an amount of 1 it is
 * the repaired frame to the bit. */
static void
put_out (MstMend *self, float *plane, int c, int n, int at)
{
  const float *x = mst_mend_input (self, c, n) - self->latency;
  const float *mended = mst_mend_output (self, c, n) - self->latency;
  const bool whole = mst_ramp_is (&self->amount_ramp, 1.0);
  double *sum = &self->removed[c];

  for (int i = 0; i < n; i++) {
    float y = mended[i], removed;

    if (!whole)
      y = x[i] + (float) mst_ramp_at (&self->amount_ramp, at + i) * (y - x[i]);
    removed = x[i] - y;
    *sum += (double) removed * removed;
    if (mst_ramp_is (&self->listen_ramp, 0.0))
      plane[i] = y;
    else if (mst_ramp_is (&self->listen_ramp, 1.0))
      plane[i] = removed;
    else
      plane[i] =
          y + (float) mst_ramp_at (&self->listen_ramp, at + i) * (removed - y);
  }
}

static void
take_in (MstMend *self, float *const planes[], int n)
{
  for (int c = 0; c < self->channels; c++) {
    float *in = mst_history_room (&self->in[c], n);
    float *mended = mst_history_room (&self->mended[c], n);

    memcpy (in, planes[c], n * sizeof (float));
    memcpy (mended, planes[c], n * sizeof (float));
  }
}

static void
pass_span (MstMend *self, const MstSpan *span)
{
  const bool untouched = !self->on && mst_ramp_is (&self->listen_ramp, 0.0);

  take_in (self, span->planes, span->n);
  for (int c = 0; c < self->channels; c++)
    if (untouched)
      memcpy (span->planes[c],
          mst_mend_input (self, c, span->n) - self->latency,
          span->n * sizeof (float));
    else
      put_out (self, span->planes[c], c, span->n, span->at);
  self->frames += span->n;
  if (self->on && self->warming > 0)
    self->warming -= span->n;
}

void
mst_mend_process (MstMend *self, float *const planes[], int n)
{
  MstSpan span;

  mst_sanitize (planes, self->channels, n);
  mst_span_start (&span, &self->grid, planes, self->channels, n, BLOCK);
  while (mst_span_next (&span)) {
    int into;

    if (!rests (self) && mst_span_to_line (&span))
      advance (self);
    into = (int) (self->grid.frame % self->hop);
    mst_span_limit (&span, self->hop - into);
    if (self->on && self->warming <= 0 && into == 0)
      self->calls->work (self->stage);
    pass_span (self, &span);
  }
}

int
mst_mend_idle (const MstMend *self)
{
  return is_off (self) && !self->on && rests (self) &&
      self->listen.value == 0.0;
}

void
mst_mend_skip (MstMend *self, uint64_t frames)
{
  mst_grid_skip (&self->grid, frames);
  self->frames += (double) frames;
}

double
mst_mend_removed_level (const MstMend *self)
{
  double sum = 0.0;

  for (int c = 0; c < self->channels; c++)
    sum += self->removed[c];
  sum /= fmax (self->frames * self->channels, 1.0);
  return fmax (10.0 * log10 (sum), NOTHING_DB);
}
