/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * A span at a time: the bands; of each what goes before the curve, up
 * to the higher rate, and the difference that the curve makes; the sum of these
 * back down, and what undoes what went before. docs/stages/saturator.md has the
 * equations.
 */
#include "saturator.h"

#include <stdlib.h>
#include <string.h>

#include "common/crossover.h"
#include "common/decibel.h"
#include "common/delay.h"
#include "common/grid.h"
#include "common/kernels.h"
#include "common/loudmatch.h"
#include "common/oversample.h"
#include "common/ramp.h"
#include "saturator-curve.h"
#include "saturator-filters.h"
#include "saturator-values.h"

#define MAX_BANDS MST_SATURATOR_MAX_BANDS
#define SPAN MST_OVERSAMPLE_BLOCK /* lines are in it */
#define MAX_OCTAVES 3
#define WARM_MS 50.0 /* what filters of 20 Hz take to forget that they began */
#define EPSILON 1e-6 /* of what glides, where it ends */
#define AUTO_EPSILON 1e-4 /* dB */

#define BASS_HZ 100.0  /* corner of the transformer's shelf */
#define TONE_HZ 1000.0 /* and of the tone's */
#define MEAN_HZ 5.0
#define BUTTERWORTH 1.41421356237309504880

/* What glides: the numbers of the model, then these. */
enum {
  LAG = MST_SATURATOR_TERMS,
  REPLAY,
  BASS,
  HIGH,
  BIAS,
  TONE,
  FREQUENCY, /* its logarithm to 2 */
  MIX,
  DRIVE,
  BAND_MIX = DRIVE + MAX_BANDS,
  N_SMOOTH = BAND_MIX + MAX_BANDS,
};

/* Of one channel of one band, and of one channel. */
typedef struct {
  double bass, tone, high[2], lag[MST_LAGS];
} Before;

typedef struct {
  double bass, tone;
  MstReplayState replay;
} After;

typedef struct {
  MstFormat format;
  double share;
  int octaves;
  int latency;
  int position; /* frames since the last multiple of SPAN */

  int bands; /* in force; what is wanted follows when nothing of it is heard */
  int wanted_bands;
  double frequencies[MAX_BANDS - 1]; /* wanted [Hz] */
  MstSmooth smooth[N_SMOOTH];
  bool moving;                        /* on this stretch of the grid */
  MstSaturatorCurve curve[MAX_BANDS]; /* on the line before */
  MstSaturatorCurve next[MAX_BANDS];  /* on the line after */
  MstTilt bass, tone;
  MstTwoPole high;
  MstRamp high_ramp, replay_ramp;
  MstReplay replay;
  double mean_share, lag_shares[MST_LAGS];

  bool running;  /* else the curves are not computed */
  MstSmooth wet; /* 0: the input as it is; 1: the work of the stage */
  MstRamp wet_ramp;
  int warming; /* frames until it may be heard */

  bool auto_gain;
  MstSmooth auto_db, gain_db;
  double last_gain; /* linear */
  MstRamp gain_ramp;
  MstLoudMatch *loudness;

  MstCrossover *crossover;
  MstDelay *delay;      /* of the input */
  MstDelay *sum_delay;  /* of the sum of the bands */
  MstOversample **over; /* of each band, each channel */
  Before *before;       /* the same */
  After *after;         /* of each channel */
  MstPair means[(MST_MAX_CHANNELS + 1) / 2];
  float *planes[MAX_BANDS][MST_MAX_CHANNELS];
  float *dry[MST_MAX_CHANNELS];
  float *sum[MST_MAX_CHANNELS];
  float *memory;
} Saturator;

/* --- values */

static double
band_drive (const double *values, int b)
{
  double drive = values[MST_SATURATOR_DRIVE] +
      values[MST_SATURATOR_BAND (b, MST_SATURATOR_BAND_DRIVE)];

  return fmin (fmax (drive, 0.0),
      mst_saturator_params[MST_SATURATOR_DRIVE].max);
}

static void
set_model (Saturator *self, const MstSaturatorModel *model)
{
  for (int i = 0; i < MST_SATURATOR_TERMS; i++)
    self->smooth[i].target = model->terms[i];
  self->smooth[LAG].target = model->lag;
  self->smooth[REPLAY].target = model->replay;
  self->smooth[BASS].target = model->bass;
  self->smooth[HIGH].target = model->high;
}

static void
saturator_set (void *object, const double *values)
{
  Saturator *self = object;
  double frequencies[MAX_BANDS - 1] = { 0 };
  int bands = (int) values[MST_SATURATOR_BANDS];

  self->wanted_bands = bands < MAX_BANDS ? bands : MAX_BANDS;
  set_model (self, &mst_saturator_models[(int) values[MST_SATURATOR_TYPE]]);
  self->smooth[BIAS].target = values[MST_SATURATOR_BIAS];
  self->smooth[TONE].target = values[MST_SATURATOR_TONE];
  self->smooth[FREQUENCY].target = log2 (values[MST_SATURATOR_FREQUENCY]);
  self->smooth[MIX].target = values[MST_SATURATOR_MIX];
  for (int b = 0; b < MAX_BANDS; b++) {
    self->smooth[DRIVE + b].target = band_drive (values, b);
    self->smooth[BAND_MIX + b].target =
        values[MST_SATURATOR_BAND (b, MST_SATURATOR_BAND_MIX)];
  }
  self->auto_gain = values[MST_SATURATOR_AUTO_GAIN] != 0.0;
  self->gain_db.target = values[MST_SATURATOR_GAIN];
  for (int b = 0; b < self->wanted_bands - 1; b++)
    frequencies[b] =
        mst_saturator_upper_frequency (values, self->wanted_bands, b);
  if (memcmp (frequencies, self->frequencies, sizeof (frequencies)) == 0)
    return;
  memcpy (self->frequencies, frequencies, sizeof (frequencies));
  if (self->bands == self->wanted_bands && self->bands > 1)
    mst_crossover_set (self->crossover, frequencies, self->bands);
}

static bool
is_still (const Saturator *self, int what)
{
  return self->smooth[what].target == 0.0 &&
      mst_smooth_settled (&self->smooth[what]);
}

/* Whether no curve makes a difference, nor is about to. */
static bool
is_neutral (const Saturator *self)
{
  if (is_still (self, MIX))
    return true;
  for (int b = 0; b < self->bands; b++)
    if (!is_still (self, DRIVE + b) && !is_still (self, BAND_MIX + b))
      return false;
  return true;
}

/* --- what the values come to, on a line */

static void
design_curves (Saturator *self, MstSaturatorCurve curves[])
{
  double terms[MST_SATURATOR_TERMS];

  for (int i = 0; i < MST_SATURATOR_TERMS; i++)
    terms[i] = self->smooth[i].value;
  for (int b = 0; b < MAX_BANDS; b++)
    curves[b] = mst_saturator_curve_design (terms, self->smooth[LAG].value,
        self->smooth[DRIVE + b].value, self->smooth[BIAS].value,
        self->smooth[MIX].value * self->smooth[BAND_MIX + b].value);
}

static void
design_high (Saturator *self)
{
  mst_two_pole_design (&self->high, exp2 (self->smooth[FREQUENCY].value),
      BUTTERWORTH, self->format.rate);
}

static double
bass_gain (const Saturator *self)
{
  return mst_from_db (self->smooth[BASS].value);
}

/* Of the treble; the bass has the inverse. */
static double
tone_gain (const Saturator *self)
{
  return mst_from_db (0.5 * self->smooth[TONE].value);
}

static void
settle (Saturator *self)
{
  for (int i = 0; i < N_SMOOTH; i++)
    mst_smooth_snap (&self->smooth[i], self->smooth[i].target);
  self->moving = false;
  design_curves (self, self->curve);
  memcpy (self->next, self->curve, sizeof (self->next));
  design_high (self);
  mst_tilt_snap (&self->bass, bass_gain (self), 1.0);
  mst_tilt_snap (&self->tone, 1.0 / tone_gain (self), tone_gain (self));
  self->high_ramp = (MstRamp){ self->smooth[HIGH].value, 0.0 };
  self->replay_ramp = (MstRamp){ self->smooth[REPLAY].value, 0.0 };
}

/* --- life */

static void
take_bands (Saturator *self)
{
  self->bands = self->wanted_bands;
  if (self->bands > 1)
    mst_crossover_set (self->crossover, self->frequencies, self->bands);
}

static void
forget (Saturator *self)
{
  int channels = self->format.channels;

  mst_crossover_reset (self->crossover);
  mst_delay_reset (self->sum_delay);
  for (int i = 0; i < MAX_BANDS * channels; i++)
    mst_oversample_reset (self->over[i]);
  memset (self->before, 0, MAX_BANDS * channels * sizeof (*self->before));
  memset (self->after, 0, channels * sizeof (*self->after));
  memset (self->means, 0, sizeof (self->means));
}

static void
saturator_reset (void *object)
{
  Saturator *self = object;

  self->position = 0;
  take_bands (self);
  forget (self);
  settle (self);
  mst_delay_reset (self->delay);
  mst_loudmatch_reset (self->loudness);
  mst_smooth_snap (&self->gain_db, self->gain_db.target);
  mst_smooth_snap (&self->auto_db, 0.0);
  self->last_gain = mst_from_db (self->gain_db.value);
  self->gain_ramp = (MstRamp){ self->last_gain, 0.0 };
  self->running = !is_neutral (self);
  self->warming = 0;
  mst_smooth_snap (&self->wet, self->running);
  self->wet_ramp = (MstRamp){ self->wet.value, 0.0 };
}

static void
saturator_free (void *object)
{
  Saturator *self = object;

  if (!self)
    return;
  for (int i = 0; self->over && i < MAX_BANDS * self->format.channels; i++)
    mst_oversample_free (self->over[i]);
  mst_loudmatch_free (self->loudness);
  mst_crossover_free (self->crossover);
  mst_delay_free (self->delay);
  mst_delay_free (self->sum_delay);
  free (self->over);
  free (self->before);
  free (self->after);
  free (self->memory);
  free (self);
}

/* The drive bends alike at any rate: what is folded back is what counts, and
 * that is as far up at 96 and 192 kHz with one and two octaves less. */
static int
octaves_for (double rate)
{
  return rate < 64000.0 ? MAX_OCTAVES : rate < 128000.0 ? 2 : 1;
}

static bool
allocate_arrays (Saturator *self)
{
  int channels = self->format.channels, all = MAX_BANDS * channels;
  float *next;

  self->over = calloc (all, sizeof (*self->over));
  self->before = calloc (all, sizeof (*self->before));
  self->after = calloc (channels, sizeof (*self->after));
  self->memory = next =
      calloc ((size_t) (all + 2 * channels) * SPAN, sizeof (*self->memory));
  if (!self->over || !self->before || !self->after || !next)
    return false;
  for (int c = 0; c < channels; c++, next += (MAX_BANDS + 2) * SPAN) {
    self->dry[c] = next;
    self->sum[c] = next + SPAN;
    for (int b = 0; b < MAX_BANDS; b++)
      self->planes[b][c] = next + (2 + b) * SPAN;
  }
  return true;
}

static bool
allocate (Saturator *self)
{
  const MstFormat *format = &self->format;

  if (!allocate_arrays (self))
    return false;
  for (int i = 0; i < MAX_BANDS * format->channels; i++) {
    self->over[i] = mst_oversample_new_fine (self->octaves);
    if (!self->over[i])
      return false;
  }
  self->latency = mst_oversample_delay (self->over[0]);
  self->crossover = mst_crossover_new (format, false, 0.0);
  self->delay = mst_delay_new (self->latency, format->channels);
  self->sum_delay = mst_delay_new (self->latency, format->channels);
  self->loudness = mst_loudmatch_new (format, self->latency);
  return self->crossover && self->delay && self->sum_delay && self->loudness;
}

static void *
saturator_new (const MstFormat *format, const double *values)
{
  Saturator *self = calloc (1, sizeof (*self));

  if (!self)
    return NULL;
  self->format = *format;
  self->share = mst_smooth_share (format->rate);
  self->octaves = octaves_for (format->rate);
  if (!allocate (self)) {
    saturator_free (self);
    return NULL;
  }
  mst_tilt_init (&self->bass, BASS_HZ, format->rate);
  mst_tilt_init (&self->tone, TONE_HZ, format->rate);
  mst_replay_init (&self->replay, format->rate);
  mst_lag_design (self->lag_shares, ldexp (format->rate, self->octaves));
  self->mean_share = 1.0 - exp (-2.0 * M_PI * MEAN_HZ / format->rate);
  saturator_set (self, values);
  saturator_reset (self);
  return self;
}

static int
saturator_latency (const void *object)
{
  return ((const Saturator *) object)->latency;
}

/* --- on a line of the grid */

static bool
is_settled (const Saturator *self)
{
  for (int i = 0; i < N_SMOOTH; i++)
    if (!mst_smooth_settled (&self->smooth[i]))
      return false;
  return true;
}

static void
advance_values (Saturator *self)
{
  bool was_moving = self->moving;

  self->moving = !is_settled (self);
  if (!self->moving && !was_moving)
    return;
  for (int i = 0; i < N_SMOOTH; i++)
    if (i != HIGH && i != REPLAY)
      mst_smooth_advance (&self->smooth[i], self->share, EPSILON);
  mst_ramp_advance (&self->high_ramp, &self->smooth[HIGH], self->share,
      EPSILON);
  mst_ramp_advance (&self->replay_ramp, &self->smooth[REPLAY], self->share,
      EPSILON);
  memcpy (self->curve, self->next, sizeof (self->curve));
  design_curves (self, self->next);
  design_high (self);
  mst_tilt_advance (&self->bass, bass_gain (self), 1.0);
  mst_tilt_advance (&self->tone, 1.0 / tone_gain (self), tone_gain (self));
}

/* The filters begin with silence; what they do about that is not heard, nor that
 * the values are at once where they were set. What is off teaches nothing about
 * the loudness. */
static void
start_running (Saturator *self)
{
  self->running = true;
  self->warming =
      2 * self->latency + (int) (WARM_MS * 1e-3 * self->format.rate);
  forget (self);
  settle (self);
  mst_loudmatch_reset (self->loudness);
}

/* Fades between the stage's work and the input, and changes the number of bands
 * where they are not heard. */
static void
advance_wet (Saturator *self)
{
  bool neutral = is_neutral (self);
  bool leave = neutral || self->bands != self->wanted_bands;

  if (leave && self->wet.value == 0.0 && self->wet.middle == 0.0) {
    self->running = false;
    if (self->bands != self->wanted_bands)
      take_bands (self);
    leave = neutral = is_neutral (self);
  }
  if (!self->running && !neutral)
    start_running (self);
  self->wet.target = self->running && !leave && self->warming <= 0;
  mst_ramp_advance (&self->wet_ramp, &self->wet, self->share, EPSILON);
  if (self->warming > 0)
    self->warming -= MST_GRID;
}

static bool
matches_loudness (const Saturator *self)
{
  return self->auto_gain && self->running;
}

static void
advance_gain (Saturator *self)
{
  double before = self->last_gain;

  self->auto_db.target =
      matches_loudness (self) ? mst_loudmatch_gain (self->loudness) : 0.0;
  self->gain_ramp = (MstRamp){ before, 0.0 };
  if (mst_smooth_settled (&self->gain_db) &&
      mst_smooth_settled (&self->auto_db))
    return;
  mst_smooth_advance (&self->gain_db, self->share, EPSILON);
  mst_smooth_advance (&self->auto_db, self->share, AUTO_EPSILON);
  self->last_gain = mst_from_db (self->gain_db.value + self->auto_db.value);
  self->gain_ramp.step = (self->last_gain - before) / MST_GRID;
}

static void
flush (Saturator *self)
{
  int channels = self->format.channels;

  mst_flush ((double *) self->before,
      MAX_BANDS * channels * (int) (sizeof (Before) / sizeof (double)));
  mst_flush ((double *) self->after,
      channels * (int) (sizeof (After) / sizeof (double)));
  mst_flush ((double *) self->means, channels);
}

static void
saturator_advance (Saturator *self)
{
  advance_values (self);
  advance_wet (self);
  advance_gain (self);
}

/* Whether nothing glides, nor is due to: then a span may pass lines. */
static bool
is_constant (const Saturator *self)
{
  return is_settled (self) && !self->moving &&
      self->bands == self->wanted_bands && self->warming <= 0 &&
      self->running != is_neutral (self) && mst_smooth_settled (&self->wet) &&
      mst_ramp_is (&self->wet_ramp, self->running) &&
      mst_smooth_settled (&self->gain_db) && !matches_loudness (self) &&
      self->auto_db.target == 0.0 && mst_smooth_settled (&self->auto_db) &&
      self->gain_ramp.step == 0.0;
}

/* --- frames */

/* The curve with its hysteresis: what it would do without is what lags. */
static void
bend_at (const Saturator *self, const MstSaturatorCurve *curve, double *lag,
    float *x, int n)
{
  MstSaturatorCurve plain = *curve;
  float behind[SPAN << MAX_OCTAVES];

  if (curve->v[MST_CURVE_LAG] == 0.0f || mst_saturator_curve_is_off (curve)) {
    mst_saturator_curve_run (curve, NULL, x, n);
    return;
  }
  plain.v[MST_CURVE_SCALE] /= curve->v[MST_CURVE_MIX];
  plain.v[MST_CURVE_MIX] = 1.0f;
  memcpy (behind, x, n * sizeof (float));
  mst_saturator_curve_run (&plain, NULL, behind, n);
  mst_lag_run (self->lag_shares, lag, behind, n);
  mst_saturator_curve_run (curve, behind, x, n);
}

/* A frame at a time where the curve moves. */
static void
bend (const Saturator *self, int b, double *lag, float *x, int n, int at)
{
  const float *from = self->curve[b].v, *to = self->next[b].v;
  MstSaturatorCurve curve;

  if (!self->moving) {
    bend_at (self, &self->next[b], lag, x, n << self->octaves);
    return;
  }
  for (int i = 0; i < n; i++, x += 1 << self->octaves) {
    float share = (float) (at + i + 1) / MST_GRID;
    for (int k = 0; k < MST_CURVE_SIZE; k++)
      curve.v[k] = from[k] + share * (to[k] - from[k]);
    bend_at (self, &curve, lag, x, 1 << self->octaves);
  }
}

static void
filter_before (const Saturator *self, Before *state, float *x, int n, int at)
{
  if (!mst_ramp_is (&self->high_ramp, 0.0))
    mst_high_pass_run (&self->high, state->high, &self->high_ramp, x, n, at);
  if (!mst_tilt_is_flat (&self->bass))
    mst_tilt_run (&self->bass, &state->bass, x, n, at);
  if (!mst_tilt_is_flat (&self->tone))
    mst_tilt_run (&self->tone, &state->tone, x, n, at);
}

static void
filter_after (const Saturator *self, After *state, const float *sound, float *e,
    int n, int at)
{
  if (!mst_tilt_is_flat (&self->tone))
    mst_tilt_undo (&self->tone, &state->tone, e, n, at);
  if (!mst_tilt_is_flat (&self->bass))
    mst_tilt_undo (&self->bass, &state->bass, e, n, at);
  if (!mst_ramp_is (&self->replay_ramp, 0.0))
    mst_replay_run (&self->replay, &state->replay, &self->replay_ramp, sound, e,
        n, at);
}

/* e = the difference that the curves make to channel c. */
static void
run_curves (Saturator *self, int c, float *e, int n, int at)
{
  float *all = NULL;
  int channels = self->format.channels;

  for (int b = 0; b < self->bands; b++) {
    Before *state = &self->before[b * channels + c];
    float *x = self->planes[b][c], *up;
    filter_before (self, state, x, n, at);
    up = mst_oversample_up (self->over[b * channels + c], x, n);
    bend (self, b, state->lag, up, n, at);
    for (int i = 0; all && i < n << self->octaves; i++)
      all[i] += up[i];
    all = all ? all : up;
  }
  mst_oversample_down (self->over[c], e, n);
}

/* From line to line. */
static void
run_crossover (Saturator *self, float *const planes[], int n, int at)
{
  int channels = self->format.channels;
  const float *in[MST_MAX_CHANNELS];
  float *parts[MAX_BANDS][MST_MAX_CHANNELS];
  float *const *out[MAX_BANDS] = { parts[0], parts[1], parts[2] };

  for (int i = 0, span; i < n; i += span) {
    int from = (at + i) % MST_GRID;
    span = MST_GRID - from < n - i ? MST_GRID - from : n - i;
    for (int c = 0; c < channels; c++) {
      in[c] = planes[c] + i;
      for (int b = 0; b < self->bands; b++)
        parts[b][c] = self->planes[b][c] + i;
    }
    mst_crossover_process (self->crossover, in, out, span, from == 0);
  }
}

/* The bands, and their sum as late as the curves are; or the input itself. */
static float *const *
divide (Saturator *self, float *const planes[], int n, int at)
{
  int channels = self->format.channels;

  mst_delay_process (self->delay, (const float *const *) planes, self->dry, n);
  for (int c = 0; self->bands == 1 && c < channels; c++)
    memcpy (self->planes[0][c], planes[c], n * sizeof (float));
  if (self->bands == 1)
    return self->dry;
  run_crossover (self, planes, n, at);
  for (int c = 0; c < channels; c++)
    for (int i = 0; i < n; i++) {
      float sum = self->planes[0][c][i] + self->planes[1][c][i];
      self->sum[c][i] = self->bands > 2 ? sum + self->planes[2][c][i] : sum;
    }
  mst_delay_process (self->sum_delay, (const float *const *) self->sum,
      self->sum, n);
  return self->sum;
}

static void
remove_means (Saturator *self, float *const e[], int n)
{
  float none[SPAN] = { 0 };

  for (int c = 0; c < self->format.channels; c += 2)
    mst_mean_remove (self->mean_share, &self->means[c / 2], e[c],
        c + 1 < self->format.channels ? e[c + 1] : none, n);
}

/* planes = sound + e; or between that and the dry sound. */
static void
put_together (Saturator *self, float *plane, const float *dry,
    const float *sound, const float *e, int n, int at)
{
  float wet[SPAN];

  for (int i = 0; i < n; i++)
    plane[i] = sound[i] + e[i];
  if (mst_ramp_is (&self->wet_ramp, 1.0))
    return;
  mst_ramp_write (&self->wet_ramp, wet, at, n);
  for (int i = 0; i < n; i++)
    plane[i] = dry[i] + wet[i] * (plane[i] - dry[i]);
}

static void
run_stage (Saturator *self, float *const planes[], int n, int at)
{
  float *const *sound = divide (self, planes, n, at);
  float *const *e = self->planes[0];

  for (int c = 0; c < self->format.channels; c++) {
    run_curves (self, c, e[c], n, at);
    filter_after (self, &self->after[c], sound[c], e[c], n, at);
  }
  remove_means (self, e, n);
  for (int c = 0; c < self->format.channels; c++)
    put_together (self, planes[c], self->dry[c], sound[c], e[c], n, at);
}

static void
apply_gain (const Saturator *self, float *const planes[], int n, int at)
{
  float gain[SPAN];

  if (mst_ramp_is (&self->gain_ramp, 1.0))
    return;
  mst_ramp_write (&self->gain_ramp, gain, at, n);
  for (int c = 0; c < self->format.channels; c++)
    mst_orc_mul_f32 (planes[c], gain, n);
}

static void
process_span (Saturator *self, float *const planes[], int n, int at)
{
  const float *const *audio = (const float *const *) planes;

  if (matches_loudness (self))
    mst_loudmatch_before (self->loudness, audio, n);
  if (self->running)
    run_stage (self, planes, n, at);
  else
    mst_delay_process (self->delay, audio, planes, n);
  if (matches_loudness (self))
    mst_loudmatch_after (self->loudness, audio, n);
  apply_gain (self, planes, n, at);
}

/* How many of the next `left` frames are alike. */
static int
next_span (Saturator *self, int left)
{
  int span = SPAN - self->position, to_line = span % MST_GRID;

  if (self->position == 0 && self->running)
    flush (self);
  if (!is_constant (self)) {
    if (to_line == 0)
      saturator_advance (self);
    span = to_line ? to_line : MST_GRID;
  }
  if (matches_loudness (self) && span > mst_loudmatch_left (self->loudness))
    span = mst_loudmatch_left (self->loudness);
  return span < left ? span : left;
}

static void
saturator_process (void *object, float *const planes[], int n)
{
  Saturator *self = object;
  float *from[MST_MAX_CHANNELS];

  mst_sanitize (planes, self->format.channels, n);
  for (int i = 0, span; i < n; i += span) {
    span = next_span (self, n - i);
    for (int c = 0; c < self->format.channels; c++)
      from[c] = planes[c] + i;
    process_span (self, from, span, self->position % MST_GRID);
    self->position = (self->position + span) % SPAN;
  }
}

static int
saturator_idle (const void *object)
{
  const Saturator *self = object;

  return !self->running && is_constant (self) &&
      mst_ramp_is (&self->gain_ramp, 1.0);
}

static void
saturator_skip (void *object, uint64_t frames)
{
  Saturator *self = object;

  self->position = (int) ((self->position + frames) % SPAN);
}

const MstStage mst_stage_saturator = {
  .name = "saturator",
  .title = "Mastering saturator",
  .klass = "Filter/Effect/Audio",
  .blurb = "Adds harmonics as tape, tubes, transformers and clippers do",
  .params = mst_saturator_params,
  .n_params = MST_SATURATOR_N_PARAMS,
  .band_params = mst_saturator_band_params,
  .n_band_params = MST_SATURATOR_BAND_N_PARAMS,
  .max_bands = MAX_BANDS,
  .new = saturator_new,
  .set = saturator_set,
  .latency = saturator_latency,
  .process = saturator_process,
  .idle = saturator_idle,
  .skip = saturator_skip,
  .reset = saturator_reset,
  .free = saturator_free,
};
