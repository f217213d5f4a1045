/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "sibilants.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#define SLOW 0.5 /* s */
#define SHORTEST 0.03
#define LONGEST 0.25
#define RISE 4.0 /* 6 dB */
#define FALL 2.0

void
mst_analyzer_sibilants_init (MstAnalyzerSibilants *self, double step)
{
  self->slowness = exp (-step / SLOW);
  self->shortest = (int) ceil (SHORTEST / step);
  self->longest = (int) (LONGEST / step);
  self->settled = (int) ceil (SLOW / step);
  mst_analyzer_sibilants_reset (self);
}

void
mst_analyzer_sibilants_reset (MstAnalyzerSibilants *self)
{
  size_t from = offsetof (MstAnalyzerSibilants, steps);

  memset ((char *) self + from, 0, sizeof (*self) - from);
}

/* A plain mean until it has settled. */
static void
follow (MstAnalyzerSibilants *self, double voice, double hiss)
{
  double share = 1.0 - self->slowness;

  if (self->steps < self->settled)
    share = 1.0 / ++self->steps;
  self->voice += share * (voice - self->voice);
  self->hiss += share * (hiss - self->hiss);
}

static void
end_burst (MstAnalyzerSibilants *self)
{
  if (self->length >= self->shortest && self->length <= self->longest) {
    self->ratio += self->burst / self->length / self->beside;
    self->count++;
  }
  self->length = 0;
}

static void
start_burst (MstAnalyzerSibilants *self, double hiss)
{
  self->length = 1;
  self->burst = hiss;
  self->under = self->hiss;
  self->beside = self->voice;
}

void
mst_analyzer_sibilants_push (MstAnalyzerSibilants *self, double voice,
    double hiss)
{
  double now = 0.5 * (hiss + self->last);

  if (self->length > 0 && now > FALL * self->under) {
    self->length += self->length <= self->longest;
    self->burst += hiss;
  } else if (self->length > 0) {
    end_burst (self);
  } else if (self->steps == self->settled && self->voice > 0.0 &&
      now > RISE * self->hiss && now * self->voice > RISE * self->hiss * voice)
    start_burst (self, hiss);
  self->last = hiss;
  follow (self, voice, hiss);
}

void
mst_analyzer_sibilants_read (const MstAnalyzerSibilants *self, double seconds,
    MstAnalysis *out)
{
  double count = (double) self->count;

  out->sibilance =
      self->count > 0 ? 10.0 * log10 (self->ratio / count) : -INFINITY;
  out->sibilants = seconds > 0.0 ? count / seconds : 0.0;
}
