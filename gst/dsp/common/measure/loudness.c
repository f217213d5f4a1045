/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "loudness.h"

#include "dsp/common/time/arena.h"
#include "loudnessgate.h"
#include "slidingsum.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Two channels in one register; malloc's alignment is enough for it everywhere.
 */
typedef double Lanes __attribute__ ((vector_size (16), aligned (8)));

/* --- K-weighting */

/* The analogue prototype of BS.1770's two filters (De Man, "Evaluation of
 * implementations of the EBU R128 loudness measurement", 2018): the bilinear
 * transform of these at 48 kHz gives the tables of BS.1770-5 annex 1. */
#define SHELF_HZ 1681.974450955533
#define SHELF_DB 3.999843853973347
#define SHELF_Q 0.7071752369554196
#define SHELF_BAND 0.4996667741545416 /* the band gain's exponent */
#define HIGHPASS_HZ 38.13547087602444
#define HIGHPASS_Q 0.5003270373238773

#define SURROUND_WEIGHT 1.41 /* BS.1770-5, table 3: about 1.5 dB */

/* y = x + b1 x1 + b2 x2 - a1 y1 - a2 y2: the gain b0 is taken out and made up
 * for in the power, once a tick. */
typedef struct {
  double shelf_b1, shelf_b2, shelf_a1, shelf_a2;
  double highpass_a1, highpass_a2; /* b is the second difference: 1, -2, 1 */
  double power; /* the square of the gain that was taken out */
} Weighting;

/* tan (pi f / rate), kept below Nyquist at rates that no music has. */
static double
warp (double hz, double rate)
{
  return tan (M_PI * fmin (hz, 0.49 * rate) / rate);
}

static double
highpass_a0 (double k)
{
  return 1.0 + k / HIGHPASS_Q + k * k;
}

static Weighting
weighting_new (double rate)
{
  Weighting w;
  double k = warp (SHELF_HZ, rate);
  double high = pow (10.0, SHELF_DB / 20.0);
  double band = pow (high, SHELF_BAND) * k / SHELF_Q;
  double a0 = 1.0 + k / SHELF_Q + k * k;
  double b0 = high + band + k * k;

  w.shelf_b1 = 2.0 * (k * k - high) / b0;
  w.shelf_b2 = (high - band + k * k) / b0;
  w.shelf_a1 = 2.0 * (k * k - 1.0) / a0;
  w.shelf_a2 = (1.0 - k / SHELF_Q + k * k) / a0;

  k = warp (HIGHPASS_HZ, rate);
  double p0 = highpass_a0 (k);

  w.highpass_a1 = 2.0 * (k * k - 1.0) / p0;
  w.highpass_a2 = (1.0 - k / HIGHPASS_Q + k * k) / p0;

  /* The standard's high-pass has the numerator 1, -2, 1 at 48 kHz: a pass band
   * of p0 (48 kHz) rather than 1, or +0.04 dB. It wants the same response at
   * every rate, so that gain is kept, not that numerator: the latter would
   * read 0.2 dB too much at 8 kHz. */
  double gain = b0 / a0 * highpass_a0 (warp (HIGHPASS_HZ, 48000.0)) / p0;

  w.power = gain * gain;
  return w;
}

/* |1 + c1 z^-1 + c2 z^-2|^2 at z = exp (i w). */
static double
quadratic_power (double c1, double c2, double w)
{
  double re = 1.0 + c1 * cos (w) + c2 * cos (2.0 * w);
  double im = c1 * sin (w) + c2 * sin (2.0 * w);

  return re * re + im * im;
}

double
mst_loudness_weight (double rate, double hz)
{
  Weighting k = weighting_new (fmax (rate, MST_LOUDNESS_TICKS));
  double w = 2.0 * M_PI * hz / rate;

  return k.power * quadratic_power (k.shelf_b1, k.shelf_b2, w) /
      quadratic_power (k.shelf_a1, k.shelf_a2, w) *
      quadratic_power (-2.0, 1.0, w) /
      quadratic_power (k.highpass_a1, k.highpass_a2, w);
}

/* The filters' history and this tick's power of two channels. */
typedef struct {
  int plane[2];
  double weight[2];
  Lanes x1, dx1; /* input and its difference, one frame ago */
  Lanes u1, u2;  /* second difference */
  Lanes y1, y2;  /* after the shelf */
  Lanes z1, z2;  /* after the high-pass */
  Lanes sum;     /* of z^2 */
} Pair;

/* Direct form I: rounding noise at 38 Hz and 192 kHz is below -240 dBFS in
 * double, and the loop through y1 is only a product and a sum long. The zeros
 * come first, so that differences of float samples are exact. */
static void
pair_process (Pair *pair, const Weighting *w, const float *a, const float *b,
    int n)
{
  Pair s = *pair;

  for (int i = 0; i < n; i++) {
    Lanes x = { a[i], b[i] };
    Lanes dx = x - s.x1;
    Lanes u = dx - s.dx1;
    Lanes y = u + w->shelf_b1 * s.u1 + w->shelf_b2 * s.u2;

    y = y - w->shelf_a2 * s.y2 - w->shelf_a1 * s.y1;
    Lanes z = y - w->highpass_a2 * s.z2 - w->highpass_a1 * s.z1;

    s.sum += z * z;
    s.x1 = x, s.dx1 = dx;
    s.u2 = s.u1, s.u1 = u;
    s.y2 = s.y1, s.y1 = y;
    s.z2 = s.z1, s.z1 = z;
  }
  *pair = s;
}

static void
pair_reset (Pair *pair)
{
  Lanes none = { 0.0, 0.0 };

  pair->x1 = pair->dx1 = pair->u1 = pair->u2 = none;
  pair->y1 = pair->y2 = pair->z1 = pair->z2 = none;
  pair->sum = none;
}

/* --- the meter */

struct MstLoudness {
  double rate;
  Weighting weighting;
  int n_pairs;
  Pair *pairs;

  uint64_t ticks; /* complete ones */
  int left;       /* frames to the next */

  /* Weighted power, summed over frames, then means of them. */
  MstSlidingSum momentary_sum;
  MstSlidingSum shortterm_sum;
  double tick; /* of this one alone */
  double momentary, max_momentary;
  double shortterm, max_shortterm;

  MstLoudnessGate
      blocks; /* of 400 ms each 100 ms, for the integrated loudness */
  MstLoudnessGate shortterms; /* of 3 s each 100 ms, for the range */
  MstLoudnessGated gated;
  bool gated_is_stale;
};

/* The frame at which tick k ends: rate / 100 need not be whole, as at 11025
 * Hz, so that ticks differ by one frame but never drift. */
static uint64_t
tick_end (const MstLoudness *self, uint64_t k)
{
  return (uint64_t) floor ((double) k * self->rate / MST_LOUDNESS_TICKS);
}

static int
tick_length (const MstLoudness *self, uint64_t from, uint64_t to)
{
  return (int) (tick_end (self, to) - tick_end (self, from));
}

static int
add_pairs (MstLoudness *self, int channels, const double *weights)
{
  int n = 0;

  for (int c = 0; c < channels; c++) {
    if (weights[c] == 0.0)
      continue;
    Pair *pair = &self->pairs[n / 2];

    pair->plane[n % 2] = c;
    pair->weight[n % 2] = weights[c];
    if (n % 2 == 0)
      pair->plane[1] = c; /* with weight 0, until there is a partner */
    n++;
  }
  return (n + 1) / 2;
}

MstLoudness *
mst_loudness_new (double rate, int channels, const double *weights)
{
  MstLoudness *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = fmax (rate, MST_LOUDNESS_TICKS);
  self->weighting = weighting_new (self->rate);
  self->pairs = mst_object_new ((size_t) (channels + 1) / 2 * sizeof (Pair));
  if (!self->pairs) {
    free (self);
    return NULL;
  }
  self->n_pairs = add_pairs (self, channels, weights);
  mst_loudness_reset (self);
  return self;
}

/* BS.1770-5, table 3: channels at 60 to 120 degrees count more, those above
 * not.
 */
static double
weight_of (MstRow row)
{
  switch (row) {
    case MST_ROW_WIDE:
    case MST_ROW_SIDE:
    case MST_ROW_SURROUND:
      return SURROUND_WEIGHT;
    case MST_ROW_LFE:
      return 0.0;
    default:
      return 1.0;
  }
}

void
mst_loudness_weights (const MstFormat *format, double *weights)
{
  for (int c = 0; c < format->channels; c++)
    weights[c] = weight_of (format->places[c].row);
}

MstLoudness *
mst_loudness_new_for (const MstFormat *format)
{
  double weights[MST_MAX_CHANNELS];

  mst_loudness_weights (format, weights);
  return mst_loudness_new (format->rate, format->channels, weights);
}

void
mst_loudness_free (MstLoudness *self)
{
  if (!self)
    return;
  free (self->pairs);
  free (self);
}

void
mst_loudness_reset (MstLoudness *self)
{
  for (int p = 0; p < self->n_pairs; p++)
    pair_reset (&self->pairs[p]);
  memset (&self->ticks, 0, sizeof (*self) - offsetof (MstLoudness, ticks));
  self->left = tick_length (self, 0, 1);
  self->momentary_sum.length = MST_LOUDNESS_MOMENTARY;
  self->shortterm_sum.length = MST_LOUDNESS_SHORTTERM;
  self->gated_is_stale = true;
}

int
mst_loudness_left (const MstLoudness *self)
{
  return self->left;
}

/* The weighted sum over the frames of this tick; the next starts at 0. */
static double
take_tick (MstLoudness *self)
{
  double sum = 0.0;

  for (int p = 0; p < self->n_pairs; p++) {
    Pair *pair = &self->pairs[p];

    sum += pair->weight[0] * pair->sum[0] + pair->weight[1] * pair->sum[1];
    pair->sum = (Lanes){ 0.0, 0.0 };
  }
  return sum * self->weighting.power;
}

/* Pushes this tick's sum into a window and returns the window's mean power; 0
 * before it has been filled once. */
static double
slide (MstLoudness *self, MstSlidingSum *window, double sum)
{
  double all = mst_sliding_sum_push (window, sum);
  uint64_t length = (uint64_t) window->length;

  if (self->ticks < length)
    return 0.0;
  return all / tick_length (self, self->ticks - length, self->ticks);
}

static void
end_tick (MstLoudness *self)
{
  double sum = take_tick (self);

  self->ticks++;
  self->left = tick_length (self, self->ticks, self->ticks + 1);
  self->tick = sum / tick_length (self, self->ticks - 1, self->ticks);
  self->momentary = slide (self, &self->momentary_sum, sum);
  self->shortterm = slide (self, &self->shortterm_sum, sum);
  self->max_momentary = fmax (self->max_momentary, self->momentary);
  self->max_shortterm = fmax (self->max_shortterm, self->shortterm);
  if (self->ticks % 10 != 0)
    return;
  mst_loudness_gate_add (&self->blocks, self->momentary);
  mst_loudness_gate_add (&self->shortterms, self->shortterm);
  self->gated_is_stale = true;
}

void
mst_loudness_process (MstLoudness *self, const float *const planes[], int n)
{
  for (int p = 0; p < self->n_pairs; p++) {
    Pair *pair = &self->pairs[p];

    pair_process (pair, &self->weighting, planes[pair->plane[0]],
        planes[pair->plane[1]], n);
  }
  self->left -= n;
  if (self->left == 0)
    end_tick (self);
}

double
mst_loudness_tick_power (const MstLoudness *self)
{
  return self->tick;
}

double
mst_loudness_momentary (const MstLoudness *self)
{
  return mst_lufs (self->momentary);
}

double
mst_loudness_shortterm (const MstLoudness *self)
{
  return mst_lufs (self->shortterm);
}

double
mst_loudness_max_momentary (const MstLoudness *self)
{
  return mst_lufs (self->max_momentary);
}

double
mst_loudness_max_shortterm (const MstLoudness *self)
{
  return mst_lufs (self->max_shortterm);
}

MstLoudnessGated
mst_loudness_gated (MstLoudness *self)
{
  if (self->gated_is_stale) {
    MstLoudnessGated *gated = &self->gated;

    gated->integrated =
        mst_loudness_gate_integrated (&self->blocks, &gated->threshold);
    gated->range = mst_loudness_gate_range (&self->shortterms);
    self->gated_is_stale = false;
  }
  return self->gated;
}
