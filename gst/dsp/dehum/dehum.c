/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Past 400 lines: what decides stands beside the life of the object; its parts
 * have files of their own. */
#include "dehum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/repair/mend.h"
#include "dsp/common/vector/decibel.h"
#include "finder.h"
#include "tone.h"

#define PAST_HOPS 16 /* that are remembered beside those to come */
#define LEAST_HOPS 3 /* before anything can be told */
#define MOST_WAIT 16 /* hops from one try to the next */
#define NOTHING_DB -200.0
#define WIDE 1.1            /* of the range: the most that a hum is off */
#define NEAR 0.5            /* the same where it is not very clear */
#define VERY_CLEAR 1000.0   /* power over error of partials */
#define LEAST_LEVEL -90.0   /* dBFS of a hum */
#define LEAST_OFFSET 3.2e-3 /* -50 dBFS; half of that to go on */
#define SURE_OFFSET 400.0   /* power over error */

typedef struct {
  double rate;
  MstMend mend;
  MstDehumPartials partials;
  MstDehumFinder finder;
  MstDehumTrack track;
  int base; /* the parameter */
  bool dc;
  int hops;      /* that are known */
  int next_try;  /* at this count of hops */
  int wait;      /* hops until the one after that */
  bool followed; /* there is a hum */
  bool begun;    /* a hop has left since the stage was last at rest */
  double hz, level;
  int clear;                             /* partials */
  MstDehumTone before[MST_MAX_CHANNELS]; /* at the end of the last hop */
  MstDehumTone now[MST_MAX_CHANNELS];
  MstDehumTone between[MST_MAX_CHANNELS];
  MstSteady offset[MST_MAX_CHANNELS];
  MstSteadyRoom room;
  double *nothing; /* zeros: the imaginary part of what has none */
  double offset_before[MST_MAX_CHANNELS], offset_now[MST_MAX_CHANNELS];
  void *memory;
} Dehum;

/* --- whether there is a hum */

/* The mean frequency [Hz] of what is followed, from the mains'. */
static double
off_of (const Dehum *self)
{
  const MstDehumTrack *track = &self->track;
  const int from = track->from, to = track->to;

  if (to - from < 2)
    return 0.0;
  return (track->phase[to - 1] - track->phase[from]) / (to - 1 - from) *
      self->rate / self->partials.step / (2.0 * M_PI);
}

/* The level [dBFS] of the hum, over all channels. */
static double
level_of (const Dehum *self)
{
  double sum = 0.0;

  for (int c = 0; c < self->mend.channels; c++)
    for (int k = 0; k < self->track.most; k++) {
      const MstSteady *partial = &self->track.partial[c * MST_DEHUM_MOST + k];
      sum += 0.5 * partial->share * partial->share * partial->power;
    }
  return fmax (10.0 * log10 (sum / self->mend.channels), NOTHING_DB);
}

/* Many partials that are the same in all parts of the time, or a few that are
 * so without a doubt, or many that are heard very clearly somewhere, as before
 * the music, and stop nowhere. Notes come and go. */
static bool
convinces (const Dehum *self, const MstDehumEvidence *evidence)
{
  const int pair = self->mend.channels > 1 ? 2 : 1;
  const double off = fabs (off_of (self)) / mst_dehum_bases[self->track.base];

  if (off > WIDE * MST_DEHUM_RANGE || level_of (self) < LEAST_LEVEL ||
      evidence->absence > 0.02)
    return false;
  if (evidence->partials >= 4 * pair && evidence->clarity >= VERY_CLEAR)
    return true;
  return off <= NEAR * MST_DEHUM_RANGE &&
      ((evidence->partials >= 4 * pair && evidence->agreement >= 0.95) ||
          (evidence->partials >= 3 * pair && evidence->agreement >= 0.98 &&
              evidence->clarity >= 100.0));
}

static bool
try_base (Dehum *self, int base)
{
  MstDehumEvidence evidence;
  int middle;
  double off;

  if (!mst_dehum_finder_best (&self->finder, &self->partials, base, &middle,
          &off))
    return false;
  self->track.base = base;
  mst_dehum_track_start (&self->track, middle, off);
  evidence = mst_dehum_track_evidence (&self->track);
  self->clear = evidence.partials;
  return convinces (self, &evidence);
}

static void
seek (Dehum *self)
{
  if (self->hops < self->next_try)
    return;
  self->next_try = self->hops + self->wait;
  self->wait = self->wait * 2 < MOST_WAIT ? self->wait * 2 : MOST_WAIT;
  for (int b = 0; b < MST_DEHUM_BASES && !self->followed; b++)
    if (self->base == MST_DEHUM_AUTO || self->base == MST_DEHUM_50 + b)
      self->followed = try_base (self, b);
}

static void
start_over (Dehum *self)
{
  self->followed = false;
  self->wait = LEAST_HOPS;
  self->next_try = self->hops + LEAST_HOPS;
}

/* `frozen`: the steps before it have left. */
static void
follow (Dehum *self, int frozen)
{
  MstDehumEvidence evidence;

  mst_dehum_track_go_on (&self->track, frozen);
  evidence = mst_dehum_track_evidence (&self->track);
  self->clear = evidence.partials;
  if (evidence.partials < 2 || evidence.absence > 0.2 ||
      (evidence.agreement < 0.7 && evidence.clarity < VERY_CLEAR / 3.0))
    start_over (self);
}

/* --- what is taken out */

static void
set_tones (Dehum *self)
{
  const double off = off_of (self);

  memset (self->now, 0, sizeof (self->now));
  self->hz = self->followed ? mst_dehum_bases[self->track.base] + off : 0.0;
  self->level = self->followed ? level_of (self) : NOTHING_DB;
  for (int c = 0; self->followed && c < self->mend.channels; c++)
    for (int k = 0; k < self->track.most; k++) {
      const MstSteady *partial = &self->track.partial[c * MST_DEHUM_MOST + k];
      double gain = partial->share /
          mst_dehum_partials_response (&self->partials, (k + 1) * off);
      self->now[c].re[k] = (float) (gain * partial->re);
      self->now[c].im[k] = (float) (gain * partial->im);
    }
}

/* That of a recorder is the mean of each quarter of the time, too; that of a
 * sound which is not symmetric comes and goes with it. */
static bool
is_constant (const double *x, const double *sound, int n, double offset)
{
  for (int p = 0; p < MST_STEADY_PARTS; p++) {
    double sum = 0.0, count = 0.0;

    for (int i = p * n / MST_STEADY_PARTS; i < (p + 1) * n / MST_STEADY_PARTS;
         i++) {
      sum += sound[i] * x[i];
      count += sound[i];
    }
    if (count > 0.0 && fabs (sum / count - offset) > 0.5 * fabs (offset))
      return false;
  }
  return true;
}

static void
set_offsets (Dehum *self)
{
  const int n = self->partials.known, from = self->partials.steps - n;

  for (int c = 0; c < self->mend.channels; c++) {
    MstSteady *offset = &self->offset[c];
    const bool was = self->offset_now[c] != 0.0;
    double same = 0.0, most = 1e-30, least = was ? 0.5 : 1.0;

    self->offset_now[c] = 0.0;
    if (!self->dc || self->hops < LEAST_HOPS)
      continue;
    mst_steady_find (offset, &self->room, self->partials.rest[c] + from,
        self->nothing, self->partials.sound[c] + from, n);
    mst_steady_agreement (offset, &same, &most);
    if (fabs (offset->re) > least * LEAST_OFFSET &&
        offset->power > least * SURE_OFFSET * offset->error &&
        same > least * 0.98 * most &&
        (was ||
            is_constant (self->partials.rest[c] + from,
                self->partials.sound[c] + from, n, offset->re)))
      self->offset_now[c] = offset->re;
  }
}

/* Those of one line, on the way from the last hop's end to this one's. */
static void
mix_tones (Dehum *self, float share)
{
  for (int c = 0; c < self->mend.channels; c++)
    for (int k = 0; k < self->track.most; k++) {
      const MstDehumTone *a = &self->before[c], *b = &self->now[c];
      MstDehumTone *to = &self->between[c];
      to->re[k] = a->re[k] + share * (b->re[k] - a->re[k]);
      to->im[k] = a->im[k] + share * (b->im[k] - a->im[k]);
    }
}

static void
take_out (Dehum *self, int64_t frame, bool hum)
{
  const int hop = self->mend.hop;
  float spaces[MST_MAX_CHANNELS][MST_GRID];
  float *planes[MST_MAX_CHANNELS];

  for (int c = 0; c < self->mend.channels; c++)
    planes[c] = spaces[c];
  for (int at = 0; at < hop; at += MST_GRID) {
    if (hum) {
      mix_tones (self, (at + MST_GRID / 2.0f) / hop);
      mst_dehum_tone_write (&self->track, self->between, frame + at, planes);
    }
    for (int c = 0; c < self->mend.channels; c++) {
      float *to = mst_mend_output (&self->mend, c, self->mend.latency) + at;
      const double offset = self->offset_before[c];
      const double more = (self->offset_now[c] - offset) / hop;

      if (offset != 0.0 || more != 0.0)
        for (int i = 0; i < MST_GRID; i++)
          to[i] = (float) (to[i] - offset - more * (at + i));
      for (int i = 0; hum && i < MST_GRID; i++)
        to[i] -= planes[c][i];
    }
  }
}

static void
let_go (Dehum *self, int64_t frame, bool was_followed)
{
  set_tones (self);
  set_offsets (self);
  if (!self->begun) {
    memcpy (self->before, self->now, sizeof (self->before));
    memcpy (self->offset_before, self->offset_now,
        sizeof (self->offset_before));
  }
  self->begun = true;
  take_out (self, frame, self->followed || was_followed);
  memcpy (self->before, self->now, sizeof (self->before));
  memcpy (self->offset_before, self->offset_now, sizeof (self->offset_before));
}

static void
dehum_work (void *object)
{
  Dehum *self = object;
  const int64_t frame = (int64_t) self->mend.grid.frame;
  const int64_t leaves = frame - self->mend.latency;
  const bool was_followed = self->followed;
  int64_t frozen;

  if (frame < self->mend.hop)
    return;
  mst_dehum_partials_take (&self->partials, &self->mend, frame);
  self->hops++;
  frozen = leaves / self->partials.step -
      (self->partials.end - self->partials.steps);
  if (self->followed) {
    mst_dehum_finder_pass (&self->finder);
    follow (self, (int) frozen + 1);
  } else {
    mst_dehum_finder_take (&self->finder, &self->partials);
    seek (self);
  }
  if (leaves >= 0)
    let_go (self, leaves, was_followed);
}

static void
dehum_forget (void *object)
{
  Dehum *self = object;

  mst_dehum_partials_reset (&self->partials);
  mst_dehum_finder_reset (&self->finder);
  self->hops = self->clear = 0;
  self->followed = self->begun = false;
  self->wait = LEAST_HOPS;
  self->next_try = self->mend.latency / self->mend.hop;
  if (self->next_try < LEAST_HOPS)
    self->next_try = LEAST_HOPS;
  self->hz = 0.0;
  self->level = NOTHING_DB;
  memset (self->now, 0, sizeof (self->now));
  memset (self->before, 0, sizeof (self->before));
  memset (self->offset_now, 0, sizeof (self->offset_now));
  memset (self->offset_before, 0, sizeof (self->offset_before));
}

static const MstMendCalls calls = { dehum_work, dehum_forget };

/* --- values */

static void
dehum_set (void *object, const double *values)
{
  Dehum *self = object;

  self->base = (int) values[MST_DEHUM_BASE];
  self->dc = values[MST_DEHUM_DC] != 0.0;
  self->track.most = (int) values[MST_DEHUM_HARMONICS];
  mst_mend_set (&self->mend, values[MST_DEHUM_AMOUNT],
      values[MST_DEHUM_LISTEN]);
}

/* --- life */

static void
dehum_reset (void *object)
{
  mst_mend_reset (&((Dehum *) object)->mend);
}

static void
dehum_free (void *object)
{
  Dehum *self = object;

  if (!self)
    return;
  mst_dehum_finder_clear (&self->finder);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  Dehum *self = object;

  mst_mend_lay_out (&self->mend, arena);
  mst_dehum_partials_lay_out (&self->partials, arena);
  mst_dehum_finder_lay_out (&self->finder, arena);
  mst_dehum_track_lay_out (&self->track, arena, &self->partials);
  mst_steady_lay_out (&self->room, arena, self->partials.steps);
  self->nothing =
      mst_arena_take (arena, self->partials.steps, sizeof (*self->nothing));
}

static void *
dehum_new (const MstFormat *format, const double *values)
{
  Dehum *self = mst_object_new (sizeof (*self));
  const int ahead = (int) values[MST_DEHUM_LOOK_AHEAD];
  int hop;

  if (!self)
    return NULL;
  self->rate = format->rate;
  mst_dehum_partials_init (&self->partials, format,
      (ahead + PAST_HOPS) * MST_DEHUM_HOP);
  hop = mst_dehum_partials_hop (&self->partials);
  mst_mend_init (&self->mend, format, hop, ahead * hop,
      ahead * hop + hop + mst_dehum_partials_margin (&self->partials), &calls,
      self);
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory ||
      !mst_dehum_finder_init (&self->finder, self->partials.steps)) {
    dehum_free (self);
    return NULL;
  }
  mst_dehum_partials_prepare (&self->partials);
  dehum_set (self, values);
  dehum_reset (self);
  return self;
}

static int
dehum_latency (const void *object)
{
  return ((const Dehum *) object)->mend.latency;
}

static void
dehum_process (void *object, float *const planes[], int n)
{
  mst_mend_process (&((Dehum *) object)->mend, planes, n);
}

static int
dehum_idle (const void *object)
{
  return mst_mend_idle (&((const Dehum *) object)->mend);
}

static void
dehum_skip (void *object, uint64_t frames)
{
  mst_mend_skip (&((Dehum *) object)->mend, frames);
}

static void
dehum_read (const void *object, double *out)
{
  const Dehum *self = object;
  double offset = 0.0;

  for (int c = 0; c < self->mend.channels; c++)
    offset = fmax (offset, fabs (self->offset_now[c]));
  out[MST_DEHUM_HUM] = self->hz;
  out[MST_DEHUM_HUM_LEVEL] = self->level;
  out[MST_DEHUM_HUM_PARTIALS] = self->followed ? self->clear : 0.0;
  out[MST_DEHUM_DC_LEVEL] = fmax (mst_to_db (offset), NOTHING_DB);
  out[MST_DEHUM_REMOVED_LEVEL] = mst_mend_removed_level (&self->mend);
}

const MstStage mst_stage_dehum = {
  .name = "dehum",
  .title = "Mastering hum remover",
  .klass = "Filter/Effect/Audio",
  .blurb = "Takes out hum and a constant offset, and leaves the bass as it is",
  .params = mst_dehum_params,
  .n_params = MST_DEHUM_N_PARAMS,
  .readouts = mst_dehum_readouts,
  .n_readouts = MST_DEHUM_N_READOUTS,
  .new = dehum_new,
  .set = dehum_set,
  .latency = dehum_latency,
  .process = dehum_process,
  .idle = dehum_idle,
  .skip = dehum_skip,
  .reset = dehum_reset,
  .read = dehum_read,
  .free = dehum_free,
};
