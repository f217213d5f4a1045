/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A few lines past 400: a stage reads best with its life and its stream in one
 * file.
 */
#include "compressor.h"

#include <stdlib.h>
#include <string.h>

#include "dsp/common/dynamics/dynamics.h"
#include "dsp/common/dynamics/link.h"
#include "dsp/common/measure/loudmatch.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/delay.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/fastmath.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/midside.h"
#include "key.h"

#define SPAN MST_DYNAMICS_SPAN /* frames at once, where nothing glides */

/* The values that glide on the grid, each with how near its target it snaps. */
enum { LINK, MAKEUP, MIX, AUTO, N_SMOOTH };

static const double epsilons[N_SMOOTH] = { 1e-6, 1e-4, 1e-6, 1e-4 };

typedef struct {
  MstFormat format;
  double share;
  MstGrid grid;
  MstDynamics dynamics;
  MstLane lanes[MST_MAX_CHANNELS];
  MstSmooth smooth[N_SMOOTH];
  MstRamp ramp[N_SMOOTH];
  MstCompressorKey key;
  MstDelay *delay; /* of the audio: the look-ahead */
  bool auto_makeup;
  bool resting; /* changes nothing, and so detects nothing */
  MstLoudMatch *loudness;
  MstDeepest deepest; /* dB of change */

  MstLink link;
  float *x[MST_MAX_CHANNELS]; /* SPAN of magnitude, level, change, gain */
  void *memory;
} Compressor;

/* --- values */

static void
compressor_set (void *object, const double *v)
{
  Compressor *self = object;
  const MstDynamicsSettings settings =
      mst_compressor_settings (v, self->link.layout.pairs);

  mst_dynamics_set (&self->dynamics, self->format.rate, &settings,
      mst_delay_frames (self->delay));
  mst_compressor_key_set (&self->key, v);
  self->auto_makeup = v[MST_COMPRESSOR_AUTO_MAKEUP] != 0.0;
  self->smooth[LINK].target = v[MST_COMPRESSOR_LINK];
  self->smooth[MAKEUP].target = v[MST_COMPRESSOR_MAKEUP];
  self->smooth[MIX].target = v[MST_COMPRESSOR_MIX];
}

/* True if nothing glides, nor is due to: then a span may pass lines. */
static bool
is_settled (const Compressor *self)
{
  if (self->auto_makeup || self->smooth[AUTO].target != 0.0 ||
      !mst_dynamics_is_settled (&self->dynamics))
    return false;
  for (int i = 0; i < N_SMOOTH; i++)
    if (!mst_smooth_settled (&self->smooth[i]) || self->ramp[i].step != 0.0)
      return false;
  return mst_compressor_key_is_settled (&self->key);
}

/* True if no change of gain is heard, nor due. */
static bool
is_neutral (const Compressor *self)
{
  const bool unheard = self->smooth[MIX].target == 0.0 &&
      mst_ramp_rests (&self->ramp[MIX], &self->smooth[MIX]);

  return is_settled (self) &&
      (unheard ||
          (mst_dynamics_is_neutral (&self->dynamics) &&
              self->smooth[MAKEUP].target == 0.0));
}

/* The detectors begin anew when the rest ends. */
static void
rest (Compressor *self)
{
  self->resting = true;
  memset (self->lanes, 0, sizeof (self->lanes));
  mst_compressor_key_settle (&self->key);
  self->deepest = (MstDeepest){ 0 };
}

static void
aim_auto_makeup (Compressor *self)
{
  self->smooth[AUTO].target =
      self->auto_makeup ? mst_loudmatch_gain (self->loudness) : 0.0;
}

/* --- life */

/* Starts with the first frame of a stream, the values as they are set. */
static void
start (Compressor *self)
{
  self->grid.frame = 0;
  aim_auto_makeup (self);
  for (int i = 0; i < N_SMOOTH; i++) {
    mst_smooth_snap (&self->smooth[i], self->smooth[i].target);
    self->ramp[i] = mst_ramp_hold (self->smooth[i].value);
  }
  mst_dynamics_settle (&self->dynamics);
  mst_compressor_key_settle (&self->key);
  mst_delay_reset (self->delay);
  self->deepest = (MstDeepest){ 0 };
}

static void
compressor_reset (void *object)
{
  Compressor *self = object;

  self->dynamics.generation = 0;
  mst_loudmatch_reset (self->loudness);
  start (self);
  rest (self);
  self->resting = is_neutral (self);
}

/* The gain and the make-up stay as the programme had them. */
static void
compressor_flush (void *object)
{
  Compressor *self = object;

  mst_loudmatch_flush (self->loudness);
  start (self);
  if (is_neutral (self))
    rest (self);
}

static void
compressor_free (void *object)
{
  Compressor *self = object;

  if (!self)
    return;
  mst_loudmatch_free (self->loudness);
  mst_delay_free (self->delay);
  free (self->memory);
  free (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  Compressor *self = object;

  mst_arena_planes (arena, self->x, self->format.channels, SPAN);
  mst_compressor_key_lay_out (&self->key, arena);
}

static bool
allocate (Compressor *self, const double *values)
{
  int lookahead =
      mst_frames (values[MST_COMPRESSOR_LOOKAHEAD], self->format.rate);

  self->loudness = mst_loudmatch_new (&self->format, lookahead);
  self->delay = mst_delay_new (lookahead, self->format.channels);
  self->memory = mst_arena_new (lay_out, self);
  return self->loudness && self->delay && self->memory;
}

static void *
compressor_new (const MstFormat *format, const double *values)
{
  Compressor *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  mst_link_init (&self->link, format,
      (MstLinkGroups) values[MST_COMPRESSOR_LINK_GROUPS],
      values[MST_COMPRESSOR_LINK_LFE] != 0.0);
  self->share = mst_smooth_share (format->rate);
  mst_compressor_key_init (&self->key, format);
  if (!allocate (self, values)) {
    compressor_free (self);
    return NULL;
  }
  compressor_set (self, values);
  compressor_reset (self);
  return self;
}

static int
compressor_latency (const void *object)
{
  return mst_delay_frames (((const Compressor *) object)->delay);
}

/* --- on a line of the grid */

static void
compressor_advance (Compressor *self)
{
  aim_auto_makeup (self);
  for (int i = 0; i < N_SMOOTH; i++)
    mst_ramp_advance (&self->ramp[i], &self->smooth[i], self->share,
        epsilons[i]);
  mst_dynamics_advance (&self->dynamics, self->share, MST_GRID);
  mst_compressor_key_advance (&self->key, self->share);
  if (!is_neutral (self))
    self->resting = false;
  else if (!self->resting)
    rest (self);
}

/* --- frames */

static bool
hears_sides (const Compressor *self)
{
  return self->dynamics.set.variant == MST_COMPRESSOR_MID_SIDE;
}

/* The lanes that are in use, and their planes: those of the first channels of
 * the groups, if one gain counts for each group, and else all. */
typedef struct {
  bool linked;
  int count;
  const MstDynamics *settings[MST_MAX_CHANNELS];
  MstLane *lanes[MST_MAX_CHANNELS];
  float *x[MST_MAX_CHANNELS];
} Lanes;

static void
choose_lanes (Compressor *self, Lanes *out)
{
  const MstLink *link = &self->link;

  out->linked = mst_ramp_is (&self->ramp[LINK], 1.0);
  out->count = out->linked ? link->groups : self->format.channels;
  for (int i = 0; i < out->count; i++) {
    int c = out->linked ? link->first[i] : i;
    out->settings[i] = &self->dynamics;
    out->lanes[i] = &self->lanes[c];
    out->x[i] = self->x[c];
  }
}

/* Writes the magnitudes that count. */
static void
find_magnitudes (Compressor *self, const Lanes *lanes, float *const planes[],
    int n)
{
  float *const *heard =
      mst_compressor_key_hear (&self->key, planes, hears_sides (self), n);

  for (int i = 0; i < lanes->count; i++)
    if (lanes->linked)
      mst_link_hear_group (&self->link, lanes->x[i], heard, i, n);
    else
      mst_link_hear (&self->link, lanes->x[i], heard, i, n);
}

/* Turns magnitudes into changes [dB], in place. */
static void
find_changes (Compressor *self, const Lanes *lanes, int n, int at)
{
  float link[SPAN];

  mst_dynamics_detect (lanes->settings, lanes->lanes, lanes->x, lanes->count, n,
      at);
  if (!lanes->linked) {
    mst_ramp_write (&self->ramp[LINK], link, n, at);
    mst_link_levels (&self->link, self->x, link, n);
  }
  mst_dynamics_run (lanes->settings, lanes->lanes, lanes->x, lanes->count, n,
      at);
  for (int c = 0; lanes->linked && c < self->format.channels; c++)
    /* should the link loosen, from here */
    self->lanes[c] = self->lanes[self->link.first[self->link.group[c]]];
}

/* Turns changes [dB] into gains, in place. */
static void
find_gains (Compressor *self, const Lanes *lanes, int n, int at)
{
  const bool up = self->dynamics.set.action == MST_COMPRESS_UP;
  float curve[SPAN];

  mst_ramp_write (&self->ramp[MAKEUP], curve, n, at);
  mst_orc_scale_f32 (curve, MST_OCTAVES_PER_DB, n);
  for (int i = 0; i < lanes->count; i++)
    mst_changes_to_gains (lanes->x[i], curve, up, n);
  if (mst_ramp_is (&self->ramp[MIX], 1.0))
    return;
  mst_ramp_write (&self->ramp[MIX], curve, n, at);
  for (int i = 0; i < lanes->count; i++)
    mst_mix_gains (lanes->x[i], curve, n);
}

static void
apply_gains (Compressor *self, const Lanes *lanes, float *const planes[], int n)
{
  const MstLayout *layout = &self->link.layout;
  int from = 0;

  if (hears_sides (self) && !lanes->linked)
    for (; from < 2 * layout->pairs; from += 2) {
      const int left = layout->order[from], right = layout->order[from + 1];
      mst_mid_side_gains (self->x[left], self->x[right], n);
      mst_cross (planes[left], planes[right], self->x[left], self->x[right], n);
    }
  for (int i = from; i < layout->channels; i++) {
    const int c = layout->order[i];
    const int lane = lanes->linked ? self->link.first[self->link.group[c]] : c;
    mst_orc_mul_f32 (planes[c], self->x[lane], n);
  }
}

static void
apply_auto_makeup (Compressor *self, float *const planes[], int n, int at)
{
  float gain[SPAN];

  if (mst_ramp_is (&self->ramp[AUTO], 0.0))
    return;
  mst_ramp_write (&self->ramp[AUTO], gain, n, at);
  mst_orc_scale_f32 (gain, MST_OCTAVES_PER_DB, n);
  mst_exp2 (gain, n);
  for (int c = 0; c < self->format.channels; c++)
    mst_orc_mul_f32 (planes[c], gain, n);
}

static void
run_span (Compressor *self, float *const planes[], int n, int at)
{
  const float *const *audio = (const float *const *) planes;
  Lanes lanes;

  if (self->resting) {
    mst_delay_process (self->delay, audio, planes, n);
    return;
  }
  choose_lanes (self, &lanes);
  find_magnitudes (self, &lanes, planes, n);
  if (self->auto_makeup)
    mst_loudmatch_before (self->loudness, audio, n);
  mst_delay_process (self->delay, audio, planes, n);
  find_changes (self, &lanes, n, at);
  mst_deepest_note (&self->deepest, lanes.x, lanes.count, n, at);
  find_gains (self, &lanes, n, at);
  apply_gains (self, &lanes, planes, n);
  if (self->auto_makeup)
    mst_loudmatch_after (self->loudness, audio, n);
  apply_auto_makeup (self, planes, n, at);
}

static void
compressor_process (void *object, float *const planes[], int n)
{
  Compressor *self = object;
  MstSpan span;

  mst_sanitize (planes, self->format.channels, n);
  mst_span_start (&span, &self->grid, planes, self->format.channels, n, SPAN);
  while (mst_span_next (&span)) {
    if (!is_settled (self) && mst_span_to_line (&span))
      compressor_advance (self);
    if (self->auto_makeup)
      mst_span_limit (&span, mst_loudmatch_left (self->loudness));
    run_span (self, span.planes, span.n, span.at);
  }
}

static int
compressor_idle (const void *object)
{
  const Compressor *self = object;

  return self->resting && is_settled (self);
}

static void
compressor_skip (void *object, uint64_t frames)
{
  Compressor *self = object;

  mst_grid_skip (&self->grid, frames);
}

static void
compressor_read (const void *object, double *out)
{
  const Compressor *self = object;
  double change = self->deepest.reading;

  out[MST_COMPRESSOR_GAIN_REDUCTION] =
      self->dynamics.set.action == MST_COMPRESS_UP ? -change : change;
}

const MstStage mst_stage_compressor = {
  .name = "compressor",
  .title = "Mastering compressor",
  .klass = "Filter/Effect/Audio",
  .blurb = "Evens out the dynamics with a soft knee, attack and release",
  .params = mst_compressor_params,
  .n_params = MST_COMPRESSOR_N_PARAMS,
  .readouts = mst_compressor_readouts,
  .n_readouts = MST_COMPRESSOR_N_READOUTS,
  .new = compressor_new,
  .set = compressor_set,
  .latency = compressor_latency,
  .process = compressor_process,
  .idle = compressor_idle,
  .skip = compressor_skip,
  .reset = compressor_reset,
  .flush = compressor_flush,
  .read = compressor_read,
  .free = compressor_free,
};
