/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "compressor.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/delay.h"
#include "dsp/common/dynamics/dynamics.h"
#include "dsp/common/dynamics/dynamicschoices.h"
#include "dsp/common/vector/fastmath.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/midside.h"
#include "dsp/common/filter/keyfilter.h"
#include "dsp/common/dynamics/link.h"
#include "dsp/common/measure/loudmatch.h"
#include "dsp/common/vector/pairs.h"
#include "dsp/common/time/smooth.h"

#define MAX_PAIRS (MST_MAX_CHANNELS / 2)
#define SPAN MST_DYNAMICS_SPAN /* frames at once, where nothing glides */
#define MAX_CUT_HZ 20000.0     /* from there on the high-cut is off */

static const MstChoice modes[] = {
  [MST_COMPRESSOR_STEREO] = { "stereo", "Channel by channel" },
  [MST_COMPRESSOR_MID_SIDE] = { "mid-side",
      "What the first two channels have in common, and what sets them apart" },
};

static const MstParam params[] = {
  [MST_COMPRESSOR_THRESHOLD] = { "threshold", "dB", -80, 0, -20,
      MST_KIND_DOUBLE, .blurb = "Level from which gain changes" },
  [MST_COMPRESSOR_RATIO] = { "ratio", "", 1, 100, 1, MST_KIND_DOUBLE,
      .blurb = "Input over output change past the threshold; 1 is neutral" },
  [MST_COMPRESSOR_KNEE] = { "knee", "dB", 0, 36, 6, MST_KIND_DOUBLE,
      .blurb = "Width of the bend around the threshold" },
  [MST_COMPRESSOR_ATTACK] = { "attack", "ms", 0, 500, 20, MST_KIND_DOUBLE,
      .blurb = "Time to answer a rising level by 63 %" },
  [MST_COMPRESSOR_RELEASE] = { "release", "ms", 0, 5000, 200, MST_KIND_DOUBLE,
      .blurb = "Time to answer a falling level by 63 %" },
  [MST_COMPRESSOR_HOLD] = { "hold", "ms", 0, 500, 0, MST_KIND_DOUBLE,
      .blurb = "Time before the release begins" },
  [MST_COMPRESSOR_AUTO_RELEASE] = { "auto-release", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Release fast what was short, slowly what lasted" },
  [MST_COMPRESSOR_AUTO_TIMES] = { "auto-times", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Attack and release by the crest factor, not as set" },
  [MST_COMPRESSOR_ACTION] = { "action", "", 0, MST_N_ELEMENTS (mst_actions) - 1,
      MST_COMPRESS_DOWN, MST_KIND_ENUM, .choices = mst_actions,
      .blurb = "What happens on which side of the threshold" },
  [MST_COMPRESSOR_DETECTOR] = { "detector", "", 0,
      MST_N_ELEMENTS (mst_detectors) - 1, MST_DETECT_PEAK, MST_KIND_ENUM,
      .choices = mst_detectors, .blurb = "What counts as level" },
  [MST_COMPRESSOR_FEEDBACK] = { "topology", "", 0,
      MST_N_ELEMENTS (mst_topologies) - 1, 0, MST_KIND_ENUM,
      .choices = mst_topologies, .blurb = "What the detector hears" },
  [MST_COMPRESSOR_RANGE] = { "range", "dB", 0, 60, 36, MST_KIND_DOUBLE,
      .blurb = "The most that gain changes" },
  [MST_COMPRESSOR_LOOKAHEAD] = { "lookahead", "ms", 0, 20, 0, MST_KIND_DOUBLE,
      MST_PARAM_AT_START, .blurb = "How far the detector is ahead" },
  [MST_COMPRESSOR_MODE] = { "mode", "", 0, MST_N_ELEMENTS (modes) - 1,
      MST_COMPRESSOR_STEREO, MST_KIND_ENUM, .choices = modes,
      .blurb = "What is compressed" },
  [MST_COMPRESSOR_LINK] = { "link", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "How far channels share one detector: 0 each its own, 1 the "
               "loudest counts for all" },
  [MST_COMPRESSOR_KEY_LOW_CUT] = { "sidechain-low-cut", "Hz", 0, 10000, 0,
      MST_KIND_DOUBLE, .blurb = "What is below is not heard; 0 is off" },
  [MST_COMPRESSOR_KEY_HIGH_CUT] = { "sidechain-high-cut", "Hz", 100, 20000,
      20000, MST_KIND_DOUBLE, MST_PARAM_OFF_AT_MAX,
      .blurb = "What is above is not heard; 20000 is off" },
  [MST_COMPRESSOR_KEY_TILT] = { "sidechain-tilt", "dB", -12, 12, 0,
      MST_KIND_DOUBLE,
      .blurb = "Hear the top more than the bottom, by so "
               "much, or less" },
  [MST_COMPRESSOR_MAKEUP] = { "makeup", "dB", -24, 24, 0, MST_KIND_DOUBLE,
      .blurb = "Gain of the compressed signal" },
  [MST_COMPRESSOR_AUTO_MAKEUP] = { "auto-makeup", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "Bring the output to the loudness (K-weighted) of the input" },
  [MST_COMPRESSOR_MIX] = { "mix", "", 0, 1, 1, MST_KIND_DOUBLE,
      .blurb = "Share of the compressed signal; less is parallel compression" },
};

static const MstParam readouts[] = {
  [MST_COMPRESSOR_GAIN_REDUCTION] = { "gain-reduction", "dB", -1000, 1000, 0,
      MST_KIND_DOUBLE,
      .blurb = "Greatest reduction in the last 64 frames; negative where gain "
               "is added" },
};

/* Smoothed on the grid, each with how near its target it snaps. */
enum { LINK, MAKEUP, MIX, AUTO, N_SMOOTH };

static const double epsilons[N_SMOOTH] = { 1e-6, 1e-4, 1e-6, 1e-4 };

enum { KEY_LOW_CUT, KEY_HIGH_CUT, KEY_TILT, N_KEYS };

typedef struct {
  MstFormat format;
  int pairs;
  double share;
  int position; /* frames since the last line of the grid */
  MstDynamics dynamics;
  MstLane lanes[MST_MAX_CHANNELS];
  MstSmooth smooth[N_SMOOTH];
  float from[N_SMOOTH], step[N_SMOOTH]; /* at the last line, and a frame */
  MstKeyFilter keys[N_KEYS];
  MstDelay *delay; /* of the audio: the look-ahead */
  bool auto_makeup;
  bool resting; /* changes nothing, and so detects nothing */
  MstLoudMatch *loudness;
  MstDeepest deepest; /* dB of change */

  /* SPAN frames each, into `memory`, as the keys' states are. */
  float *x[MST_MAX_CHANNELS];   /* magnitude, level, change, gain */
  float *key[MST_MAX_CHANNELS]; /* what is heard, where it is not the audio */
  MstPair *pair[MAX_PAIRS];
  void *memory;
} Compressor;

static void
set_keys (Compressor *self, const double *v)
{
  const double low = v[MST_COMPRESSOR_KEY_LOW_CUT];
  const double high = v[MST_COMPRESSOR_KEY_HIGH_CUT];
  const double q = M_SQRT1_2;

  mst_keyfilter_set (&self->keys[KEY_LOW_CUT],
      &(MstBandShape){ MST_SHAPE_LOW_CUT, 2, fmax (low, 10.0), 0, q },
      low > 0.0);
  mst_keyfilter_set (&self->keys[KEY_HIGH_CUT],
      &(MstBandShape){ MST_SHAPE_HIGH_CUT, 2, high, 0, q }, high < MAX_CUT_HZ);
  mst_keyfilter_set (&self->keys[KEY_TILT],
      &(MstBandShape){ MST_SHAPE_TILT, 1, 1000.0, v[MST_COMPRESSOR_KEY_TILT],
          q },
      v[MST_COMPRESSOR_KEY_TILT] != 0.0);
}

static int
lookahead_of (double rate, const double *v)
{
  return (int) (v[MST_COMPRESSOR_LOOKAHEAD] * 1e-3 * rate + 0.5);
}

static void
compressor_set (void *object, const double *v)
{
  Compressor *self = object;
  const MstDynamicsSettings settings = {
    .action = (MstAction) v[MST_COMPRESSOR_ACTION],
    .detect = (MstDetect) v[MST_COMPRESSOR_DETECTOR],
    .feedback = v[MST_COMPRESSOR_FEEDBACK] != 0.0,
    .auto_release = v[MST_COMPRESSOR_AUTO_RELEASE] != 0.0,
    .auto_times = v[MST_COMPRESSOR_AUTO_TIMES] != 0.0,
    .variant = self->format.channels > 1 ? (int) v[MST_COMPRESSOR_MODE]
                                         : MST_COMPRESSOR_STEREO,
    .threshold = v[MST_COMPRESSOR_THRESHOLD],
    .ratio = v[MST_COMPRESSOR_RATIO],
    .knee = v[MST_COMPRESSOR_KNEE],
    .range = v[MST_COMPRESSOR_RANGE],
    .attack = v[MST_COMPRESSOR_ATTACK],
    .release = v[MST_COMPRESSOR_RELEASE],
    .hold = v[MST_COMPRESSOR_HOLD],
  };

  mst_dynamics_set (&self->dynamics, self->format.rate, &settings,
      mst_delay_frames (self->delay));
  set_keys (self, v);
  self->auto_makeup = v[MST_COMPRESSOR_AUTO_MAKEUP] != 0.0;
  self->smooth[LINK].target = v[MST_COMPRESSOR_LINK];
  self->smooth[MAKEUP].target = v[MST_COMPRESSOR_MAKEUP];
  self->smooth[MIX].target = v[MST_COMPRESSOR_MIX];
}

/* Whether nothing glides, nor is due to: then a span may pass lines. */
static bool
is_settled (const Compressor *self)
{
  bool settled = !self->auto_makeup && self->smooth[AUTO].target == 0.0 &&
      mst_dynamics_is_settled (&self->dynamics);

  for (int i = 0; i < N_SMOOTH; i++)
    settled = settled && mst_smooth_settled (&self->smooth[i]) &&
        self->step[i] == 0.0f;
  for (int i = 0; i < N_KEYS; i++)
    settled = settled && mst_keyfilter_is_settled (&self->keys[i]);
  return settled;
}

/* Whether no change of gain is heard, nor due. */
static bool
is_neutral (const Compressor *self)
{
  bool unheard = self->smooth[MIX].target == 0.0 &&
      mst_smooth_settled (&self->smooth[MIX]) && self->step[MIX] == 0.0f;

  return is_settled (self) &&
      (unheard ||
          (mst_dynamics_is_neutral (&self->dynamics) &&
              self->smooth[MAKEUP].target == 0.0));
}

/* The detectors begin anew when it ends. */
static void
rest (Compressor *self)
{
  self->resting = true;
  memset (self->lanes, 0, sizeof (self->lanes));
  for (int i = 0; i < N_KEYS; i++)
    mst_keyfilter_settle (&self->keys[i], self->format.rate, self->pairs);
  self->deepest = (MstDeepest){ 0 };
}

static void
aim_auto_makeup (Compressor *self)
{
  self->smooth[AUTO].target =
      self->auto_makeup ? mst_loudmatch_gain (self->loudness) : 0.0;
}

static void
compressor_reset (void *object)
{
  Compressor *self = object;

  self->position = 0;
  mst_loudmatch_reset (self->loudness);
  aim_auto_makeup (self);
  for (int i = 0; i < N_SMOOTH; i++) {
    mst_smooth_snap (&self->smooth[i], self->smooth[i].target);
    self->from[i] = (float) self->smooth[i].value;
    self->step[i] = 0.0f;
  }
  self->dynamics.generation = 0;
  mst_dynamics_settle (&self->dynamics);
  rest (self);
  self->resting = is_neutral (self);
  mst_delay_reset (self->delay);
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

/* Pairs are vectors: malloc's alignment is not enough everywhere. */
static bool
allocate_memory (Compressor *self)
{
  int channels = self->format.channels, pairs = self->pairs;
  size_t states = N_KEYS * (size_t) pairs * sizeof (MstSvfState);
  size_t frames = (size_t) pairs * SPAN * sizeof (MstPair);
  size_t planes = 2 * (size_t) channels * SPAN * sizeof (float);
  MstPair *next;

  if (posix_memalign (&self->memory, 64, states + frames + planes) != 0) {
    self->memory = NULL;
    return false;
  }
  memset (self->memory, 0, states + frames + planes);
  for (int i = 0; i < N_KEYS; i++)
    self->keys[i].states = (MstSvfState *) self->memory + i * pairs;
  next = (MstPair *) ((MstSvfState *) self->memory + N_KEYS * pairs);
  for (int p = 0; p < pairs; p++, next += SPAN)
    self->pair[p] = next;
  for (int c = 0; c < channels; c++) {
    self->x[c] = (float *) next + 2 * c * SPAN;
    self->key[c] = self->x[c] + SPAN;
  }
  return true;
}

static bool
allocate (Compressor *self, const double *values)
{
  int lookahead = lookahead_of (self->format.rate, values);

  self->loudness = mst_loudmatch_new (&self->format, lookahead);
  self->delay = mst_delay_new (lookahead, self->format.channels);
  return self->loudness && self->delay && allocate_memory (self);
}

static void *
compressor_new (const MstFormat *format, const double *values)
{
  Compressor *self = NULL;

  if (posix_memalign ((void **) &self, 64, sizeof (*self)) != 0)
    return NULL;
  memset (self, 0, sizeof (*self));
  self->format = *format;
  self->pairs = (format->channels + 1) / 2;
  self->share = mst_smooth_share (format->rate);
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
  const Compressor *self = object;

  return mst_delay_frames (self->delay);
}

/* On a grid line: the ramps of the next block start where the last ended. */
static void
compressor_advance (Compressor *self)
{
  aim_auto_makeup (self);
  for (int i = 0; i < N_SMOOTH; i++) {
    self->from[i] = (float) self->smooth[i].value;
    mst_smooth_advance (&self->smooth[i], self->share, epsilons[i]);
    self->step[i] = ((float) self->smooth[i].value - self->from[i]) / MST_GRID;
  }
  mst_dynamics_advance (&self->dynamics, self->share, MST_GRID);
  for (int i = 0; i < N_KEYS; i++)
    mst_keyfilter_advance (&self->keys[i], self->format.rate, self->share,
        MST_GRID);
}

/* --- frames */

static bool
hears_sides (const Compressor *self)
{
  return self->dynamics.set.variant == MST_COMPRESSOR_MID_SIDE;
}

static bool
keys_are_off (const Compressor *self)
{
  bool off = true;

  for (int i = 0; i < N_KEYS; i++)
    off = off && mst_keyfilter_is_off (&self->keys[i]);
  return off;
}

static void
filter_key (Compressor *self, float *const key[], int n)
{
  MstPair *const *x = self->pair;

  for (int p = 0; p < self->pairs; p++)
    mst_pairs_load (x[p], key[2 * p],
        2 * p + 1 < self->format.channels ? key[2 * p + 1] : NULL, n);
  for (int i = 0; i < N_KEYS; i++)
    mst_keyfilter_run (&self->keys[i], x, self->pairs, n);
  for (int p = 0; p < self->pairs; p++)
    mst_pairs_store (x[p], key[2 * p],
        2 * p + 1 < self->format.channels ? key[2 * p + 1] : NULL, n);
}

/* What the detectors hear, where it is not the audio itself. */
static void
make_key (Compressor *self, float *const planes[], float *const key[], int n)
{
  for (int c = 0; c < self->format.channels; c++)
    memcpy (key[c], planes[c], n * sizeof (float));
  if (hears_sides (self))
    mst_mid_side (key[0], key[1], planes[0], planes[1], n);
  if (!keys_are_off (self))
    filter_key (self, key, n);
}

static bool
is_fully_linked (const Compressor *self)
{
  return self->from[LINK] == 1.0f && self->step[LINK] == 0.0f;
}

static void
link_levels (Compressor *self, float *const x[], int count, int n, int at)
{
  float link[SPAN];

  for (int i = 0; i < n; i++)
    link[i] = self->from[LINK] + self->step[LINK] * (float) (at + i + 1);
  mst_link_levels (x, count, link, n);
}

/* The magnitudes that count, one for each detector; returns how many. */
static int
find_magnitudes (Compressor *self, float *const planes[], float *const x[],
    int n)
{
  float *const *heard = planes;
  int channels = self->format.channels;

  if (hears_sides (self) || !keys_are_off (self)) {
    make_key (self, planes, self->key, n);
    heard = self->key;
  }
  if (!is_fully_linked (self)) {
    for (int c = 0; c < channels; c++)
      mst_orc_abs_f32 (x[c], heard[c], n);
    return channels;
  }
  memset (x[0], 0, n * sizeof (float));
  for (int c = 0; c < channels; c++)
    mst_orc_maxabs_f32 (x[0], heard[c], n);
  return 1;
}

/* Magnitude to change, in place. */
static void
find_changes (Compressor *self, float *const x[], int count, int n, int at)
{
  const MstDynamics *settings[MST_MAX_CHANNELS];
  MstLane *lanes[MST_MAX_CHANNELS];

  for (int c = 0; c < count; c++) {
    settings[c] = &self->dynamics;
    lanes[c] = &self->lanes[c];
  }
  mst_dynamics_detect (settings, lanes, x, count, n, at);
  if (count > 1)
    link_levels (self, x, count, n, at);
  mst_dynamics_run (settings, lanes, x, count, n, at);
  for (int c = count; c < self->format.channels; c++)
    self->lanes[c] = self->lanes[0]; /* should the link loosen, from here */
}

/* Change [dB] to gain, in place. */
static void
change_to_gain (const Compressor *self, float *x, int n, int at)
{
  bool up = self->dynamics.set.action == MST_COMPRESS_UP;
  float sign = up ? MST_OCTAVES_PER_DB : -MST_OCTAVES_PER_DB;
  float makeup = self->from[MAKEUP] * MST_OCTAVES_PER_DB;
  float makeup_step = self->step[MAKEUP] * MST_OCTAVES_PER_DB;
  float mix = self->from[MIX], mix_step = self->step[MIX];

  for (int i = 0; i < n; i++)
    x[i] = (makeup + makeup_step * (float) (at + i + 1)) + sign * x[i];
  mst_exp2 (x, n);
  if (mix == 1.0f && mix_step == 0.0f)
    return;
  for (int i = 0; i < n; i++)
    x[i] = 1.0f + (mix + mix_step * (float) (at + i + 1)) * (x[i] - 1.0f);
}

static void
apply (Compressor *self, float *const planes[], float *const gains[], int count,
    int n)
{
  int c = 0;

  if (hears_sides (self) && count > 1) {
    mst_mid_side_gains (gains[0], gains[1], n);
    mst_cross (planes[0], planes[1], gains[0], gains[1], n);
    c = 2;
  }
  for (; c < self->format.channels; c++)
    mst_orc_mul_f32 (planes[c], gains[count > 1 ? c : 0], n);
}

static void
apply_auto_makeup (Compressor *self, float *const planes[], int n, int at)
{
  float gain[SPAN];

  if (self->from[AUTO] == 0.0f && self->step[AUTO] == 0.0f)
    return;
  for (int i = 0; i < n; i++)
    gain[i] = MST_OCTAVES_PER_DB *
        (self->from[AUTO] + self->step[AUTO] * (float) (at + i + 1));
  mst_exp2 (gain, n);
  for (int c = 0; c < self->format.channels; c++)
    mst_orc_mul_f32 (planes[c], gain, n);
}

static void
run_span (Compressor *self, float *const planes[], int n, int at)
{
  float *const *x = self->x;
  const float *const *audio = (const float *const *) planes;
  int count;

  if (self->resting) {
    mst_delay_process (self->delay, audio, planes, n);
    return;
  }
  count = find_magnitudes (self, planes, x, n);
  if (self->auto_makeup)
    mst_loudmatch_before (self->loudness, audio, n);
  mst_delay_process (self->delay, audio, planes, n);
  find_changes (self, x, count, n, at);
  mst_deepest_note (&self->deepest, x, count, n, at);
  for (int c = 0; c < count; c++)
    change_to_gain (self, x[c], n, at);
  apply (self, planes, x, count, n);
  if (self->auto_makeup)
    mst_loudmatch_after (self->loudness, audio, n);
  apply_auto_makeup (self, planes, n, at);
}

/* How many of the next `left` frames are alike. */
static int
next_span (Compressor *self, int left)
{
  int span = left < SPAN ? left : SPAN;

  if (is_settled (self))
    return span;
  if (self->position == 0) {
    compressor_advance (self);
    if (!is_neutral (self))
      self->resting = false;
    else if (!self->resting)
      rest (self);
  }
  if (span > MST_GRID - self->position)
    span = MST_GRID - self->position;
  if (self->auto_makeup && span > mst_loudmatch_left (self->loudness))
    span = mst_loudmatch_left (self->loudness);
  return span;
}

static void
compressor_process (void *object, float *const planes[], int n)
{
  Compressor *self = object;
  float *here[MST_MAX_CHANNELS];

  mst_sanitize (planes, self->format.channels, n);
  for (int i = 0, span; i < n; i += span) {
    span = next_span (self, n - i);
    for (int c = 0; c < self->format.channels; c++)
      here[c] = planes[c] + i;
    run_span (self, here, span, self->position);
    self->position = (self->position + span) % MST_GRID;
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

  self->position = (int) ((self->position + frames) % MST_GRID);
}

static void
compressor_read (const void *object, double *out)
{
  const Compressor *self = object;
  bool up = self->dynamics.set.action == MST_COMPRESS_UP;

  out[MST_COMPRESSOR_GAIN_REDUCTION] =
      up ? -self->deepest.reading : self->deepest.reading;
}

const MstStage mst_stage_compressor = {
  .name = "compressor",
  .title = "Mastering compressor",
  .klass = "Filter/Effect/Audio",
  .blurb = "Evens out the dynamics with a soft knee, attack and release",
  .params = params,
  .n_params = MST_N_ELEMENTS (params),
  .readouts = readouts,
  .n_readouts = MST_N_ELEMENTS (readouts),
  .new = compressor_new,
  .set = compressor_set,
  .latency = compressor_latency,
  .process = compressor_process,
  .idle = compressor_idle,
  .skip = compressor_skip,
  .reset = compressor_reset,
  .read = compressor_read,
  .free = compressor_free,
};
