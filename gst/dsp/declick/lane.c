/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "lane.h"

#include <math.h>
#include <string.h>

#define ROUGH 10.0 /* scales: what is taken out of the copy */
#define STEP 64    /* units: of the scale */
#define AHEAD 300  /* units behind the hop that are looked at, too */
#define UNSEEN 256 /* units at the end of the window that are not */
#define SILENCE 64 /* units that a click must be away from the ends */

void
mst_declick_lane_lay_out (MstDeclickLane *self, MstArena *arena)
{
  double **arrays[] = { &self->taper, &self->x, &self->rough, &self->tried,
    &self->work };

  self->window = MST_DECLICK_HOPS * self->hop;
  self->places.unit = self->unit;
  self->signals.window = self->window;
  self->signals.step = STEP * self->unit;
  self->signals.order = MST_DECLICK_ORDER;
  mst_declick_signals_lay_out (&self->signals, arena);
  for (size_t i = 0; i < sizeof (arrays) / sizeof (*arrays); i++)
    *arrays[i] = mst_arena_take (arena, self->window, sizeof (double));
}

void
mst_declick_lane_prepare (MstDeclickLane *self)
{
  for (int i = 0; i < self->window; i++)
    self->taper[i] = 0.5 - 0.5 * cos (2.0 * M_PI * (i + 0.5) / self->window);
}

void
mst_declick_lane_reset (MstDeclickLane *self)
{
  const size_t bytes = self->window * sizeof (double);

  memset (self->x, 0, bytes);
  memset (self->rough, 0, bytes);
  memset (self->model, 0, sizeof (self->model));
  self->model[0] = 1.0;
  self->has_fine = false;
  self->stood_out = 0;
  self->start = -self->window;
  mst_declick_places_reset (&self->places);
}

/* --- the models */

static void
make_model (MstDeclickLane *self, int order, double *a)
{
  double r[MST_AR_MAX_ORDER + 1];

  for (int i = 0; i < self->window; i++)
    self->work[i] = self->taper[i] * self->rough[i];
  mst_ar_autocorrelation (self->work, self->window, r, order);
  mst_ar_model (r, order, a);
  self->has_fine = false;
}

static const double *
fine_model (MstDeclickLane *self)
{
  if (!self->has_fine)
    make_model (self, MST_DECLICK_FILL_ORDER, self->fine);
  self->has_fine = true;
  return self->fine;
}

/* --- clicks in a window */

/* True if all that a repair looks at is within the window. */
static bool
is_inside (const MstDeclickLane *self, const MstDeclickClick *click)
{
  int edge = MST_DECLICK_FILL_ORDER;

  if (edge < SILENCE * self->unit)
    edge = SILENCE * self->unit;
  return click->start >= edge && click->end + edge <= self->window;
}

static bool
repair (MstDeclickLane *self, const MstDeclickSettings *set,
    MstDeclickClick *click)
{
  const bool great = click->peak > MST_DECLICK_GREAT;

  return mst_declick_click_is_additive (click) &&
      !mst_declick_click_touches_silence (click, self->x, self->unit) &&
      mst_declick_click_explain (click, &self->signals, self->fill, self->tried,
          self->model, great ? set->longest_great : set->longest, self->work) &&
      mst_declick_click_fill (click, self->fill, self->tried,
          fine_model (self));
}

/* Looks for clicks whose peak is in from .. to - 1: roughly in `rough`, else in
 * `tried`. Returns how many it filled, and puts these into clicks[]. */
static int
mend (MstDeclickLane *self, const MstDeclickSettings *set, bool roughly,
    int from, int to)
{
  double *x = roughly ? self->rough : self->tried;
  const double threshold =
      roughly ? fmin (set->threshold, ROUGH) : set->threshold;
  int filled = 0, at = from;

  mst_declick_signals_make (&self->signals, x, self->model, from, to);
  while (at < to && filled < MST_DECLICK_MOST_CLICKS) {
    MstDeclickClick *click = &self->clicks[filled];
    int peak;

    if (fabs (self->signals.m[at]) <=
        threshold * mst_declick_signals_scale (&self->signals, at)) {
      at++;
      continue;
    }
    peak = mst_declick_click_measure (click, &self->signals, threshold, at, to,
        set->longest_great, self->unit);
    at = click->last + 1;
    if (roughly)
      mst_declick_places_note (&self->places, self->start + peak, click->peak);
    else if (mst_declick_places_are_regular (&self->places,
                 self->start + peak)) {
      at = click->end + MST_DECLICK_ORDER;
      continue;
    }
    if (!is_inside (self, click))
      continue;
    if (roughly)
      mst_declick_click_fill_roughly (click, self->fill, x, self->model);
    if (roughly || repair (self, set, click)) {
      at = at > click->end ? at : click->end;
      filled++;
    }
  }
  return filled;
}

/* Takes what stands out of the copy, and makes the model of it: twice where
 * something does, the second time by the better model. */
static void
learn (MstDeclickLane *self, const MstDeclickSettings *set)
{
  const int hop = self->hop, kept = self->window - hop;
  const int unseen = UNSEEN * self->unit;
  bool found = mend (self, set, true, kept - unseen, self->window - unseen) > 0;

  self->stood_out = self->stood_out << 1 | found;
  make_model (self, MST_DECLICK_ORDER, self->model);
  if ((self->stood_out & ((1u << MST_DECLICK_HOPS) - 1)) == 0)
    return;
  memcpy (self->rough + hop, self->x + hop, kept * sizeof (double));
  mend (self, set, true, hop, self->window - unseen);
  make_model (self, MST_DECLICK_ORDER, self->model);
}

/* Keeps the repairs of clicks that begin before `end`. */
static void
keep (MstDeclickLane *self, int filled, int end, float *out)
{
  self->runs = self->samples = 0;
  for (int k = 0; k < filled; k++) {
    const MstDeclickClick *click = &self->clicks[k];

    if (click->start >= end)
      continue;
    self->runs++;
    self->samples += click->end - click->start;
    for (int i = click->start; i < click->end; i++) {
      self->x[i] = self->rough[i] = self->tried[i];
      out[i] = (float) self->tried[i];
    }
  }
}

void
mst_declick_lane_hop (MstDeclickLane *self, const MstDeclickSettings *set,
    const float *in, float *out)
{
  const int hop = self->hop, kept = self->window - hop;

  memmove (self->x, self->x + hop, kept * sizeof (double));
  memmove (self->rough, self->rough + hop, kept * sizeof (double));
  for (int i = 0; i < hop; i++)
    self->x[kept + i] = self->rough[kept + i] = in[i];
  self->start += hop;
  learn (self, set);
  memcpy (self->tried, self->x, self->window * sizeof (double));
  keep (self, mend (self, set, false, hop, kept + AHEAD * self->unit), kept,
      out);
}
