/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "onsets.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define SLOW 0.1   /* s */
#define PAUSE 0.06 /* s */
#define RISE 6.0   /* 7.8 dB */
#define GATE 1e-9  /* of the mean power of the piece */
#define SEVERAL 3  /* bands at once are an onset of the whole */

void
mst_analyzer_onsets_init (MstAnalyzerOnsets *self, double step)
{
  self->slowness = exp (-step / SLOW);
  self->pause = (int) (PAUSE / step + 0.5);
  mst_analyzer_onsets_reset (self);
}

void
mst_analyzer_onsets_reset (MstAnalyzerOnsets *self)
{
  size_t from = offsetof (MstAnalyzerOnsets, steps);

  memset ((char *) self + from, 0, sizeof (*self) - from);
}

/* An onset is two steps that are RISE times what was before, and no less than
 * the band's mean so far. */
static bool
push_band (MstAnalyzerOnsets *self, MstAnalyzerBandOnsets *band, double power,
    double all)
{
  double now = 0.5 * (power + band->last[0]);
  bool onset = false;

  band->sum += power;
  if (band->rest > 0)
    band->rest--;
  else if (now > RISE * band->slow && now * (double) self->steps >= band->sum &&
      now > GATE * all) {
    onset = true;
    band->count++;
    band->rest = self->pause;
  }
  band->slow = band->last[1] + self->slowness * (band->slow - band->last[1]);
  band->last[1] = band->last[0];
  band->last[0] = power;
  return onset;
}

/* The power of the whole is that of the bass, over which nothing else rises. So
 * an onset of the whole is a rise of several bands at once. */
static void
push_whole (MstAnalyzerOnsets *self, int bands)
{
  int together = bands;

  for (int i = MST_ANALYZER_TOGETHER - 1; i >= 0; i--) {
    together += self->before[i];
    self->before[i] = i > 0 ? self->before[i - 1] : bands;
  }
  if (self->rest > 0)
    self->rest--;
  else if (bands > 0 && together >= SEVERAL) {
    self->count++;
    self->rest = self->pause;
  }
}

void
mst_analyzer_onsets_push (MstAnalyzerOnsets *self,
    const double power[MST_ANALYSIS_BANDS], double all)
{
  int bands = 0;

  self->steps++;
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    bands += push_band (self, &self->band[b], power[b], all);
  push_whole (self, bands);
}

double
mst_analyzer_onsets_rate (const MstAnalyzerOnsets *self, int band,
    double seconds)
{
  uint64_t count =
      band < MST_ANALYSIS_BANDS ? self->band[band].count : self->count;

  return seconds > 0.0 ? (double) count / seconds : 0.0;
}
