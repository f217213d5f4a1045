/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "band.h"

#include <math.h>
#include <string.h>

#include "table.h"

static bool
same_form (const MstEqForm *a, const MstEqForm *b)
{
  return a->shape == b->shape && a->order == b->order &&
      a->channel == b->channel && a->dynamic == b->dynamic;
}

void
mst_eq_band_set (MstEqBand *band, const double *v, double rate)
{
  MstBandShape shape = mst_eq_shape_of (v, rate);

  band->wanted = (MstEqForm){ shape.shape, shape.order,
    (MstEqChannel) v[MST_EQ_BAND_CHANNEL], mst_eq_is_dynamic (v) };
  band->frequency.target = log (shape.frequency);
  band->gain.target = shape.gain;
  band->q.target = log (shape.q);
  mst_eq_detector_set (&band->detector, v, rate);
}

MstEqPace
mst_eq_pace (double rate, int slots)
{
  double share = mst_smooth_share (rate);

  return (MstEqPace){ rate, slots, share, 1.0 - sqrt (1.0 - share) };
}

/* The share of the two lanes of a pair that the channel takes. */
static MstPair
lanes_of (MstEqChannel channel)
{
  return (MstPair){ channel != MST_EQ_RIGHT && channel != MST_EQ_SIDE,
    channel != MST_EQ_LEFT && channel != MST_EQ_MID };
}

/* The shape as it glides, without the dynamic part. */
static MstBandShape
shape_of (const MstEqBand *band)
{
  return (MstBandShape){ band->form.shape, band->form.order,
    exp (band->frequency.value), band->gain.value, exp (band->q.value) };
}

/* True if it is the identity, whatever its amount. */
static bool
has_no_gain (const MstEqBand *band)
{
  return mst_shape_has_gain (band->form.shape) && !band->form.dynamic &&
      band->gain.value == 0.0 && band->gain.target == 0.0;
}

/* True when the band, as set and settled, is the identity. */
static bool
is_neutral (const MstEqBand *band)
{
  bool same = same_form (&band->form, &band->wanted);

  if (band->amount.value == 0.0 && band->amount.target == 0.0)
    return !band->in_use || same;
  return same && has_no_gain (band);
}

static bool
values_settled (const MstEqBand *band)
{
  return mst_smooth_settled (&band->frequency) &&
      mst_smooth_settled (&band->gain) && mst_smooth_settled (&band->q) &&
      mst_smooth_settled (&band->amount);
}

static bool
is_dynamic (const MstEqBand *band)
{
  return band->form.dynamic && band->amount.value > 0.0;
}

bool
mst_eq_band_is_settled (const MstEqBand *band)
{
  return !band->moving && values_settled (band) && !is_dynamic (band) &&
      same_form (&band->form, &band->wanted) &&
      band->amount.value == (double) band->in_use &&
      band->idle == is_neutral (band);
}

/* The shape with the dynamic part. */
static MstBandShape
heard_shape (const MstEqBand *band)
{
  MstBandShape shape = shape_of (band);

  if (is_dynamic (band))
    shape.gain += mst_eq_detector_gain (&band->detector);
  return shape;
}

static void
design (MstEqBand *band, double rate, MstSvf svf[], bool resting)
{
  MstPair amount = lanes_of (band->form.channel) * band->amount.value;
  MstSection sections[MST_MAX_SECTIONS];

  band->designed = heard_shape (band);
  band->designed_amount = band->amount.value;
  band->n_sections = mst_matched_design (sections, &band->designed, rate);
  for (int i = 0; i < band->n_sections; i++) {
    mst_svf_design (&svf[i], &sections[i], amount);
    if (!resting)
      continue;
    mst_section_biquad (&sections[i], &band->biquad[i], amount);
    band->skipped[i] = mst_section_is_identity (&sections[i]);
  }
}

static MstBiquadState *
state_of (const MstEqBand *band, int slot, int section)
{
  return &band->states[slot * MST_MAX_SECTIONS + section];
}

static void
clear_states (MstEqBand *band, const MstEqPace *pace)
{
  memset (band->states, 0,
      pace->slots * MST_MAX_SECTIONS * sizeof (*band->states));
}

/* Ends a move: the sections rest where they have arrived. */
static void
come_to_rest (MstEqBand *band, const MstEqPace *pace)
{
  design (band, pace->rate, band->svf, true);
  for (int p = 0; p < pace->slots; p++)
    for (int i = 0; i < band->n_sections; i++) {
      MstBiquadState *state = state_of (band, p, i);
      *state = band->skipped[i]
          ? (MstBiquadState){ { 0 }, { 0 } }
          : mst_svf_to_biquad (&band->svf[i], &band->biquad[i], state);
    }
}

static void
set_off (MstEqBand *band, const MstEqPace *pace)
{
  if (band->idle) {
    clear_states (band, pace);
    design (band, pace->rate, band->svf, false);
    return;
  }
  for (int p = 0; p < pace->slots; p++)
    for (int i = 0; i < band->n_sections; i++) {
      MstBiquadState *state = state_of (band, p, i);
      *state = mst_svf_from_biquad (&band->svf[i], &band->biquad[i], state);
    }
}

/* Values that are not heard need not glide. */
static void
jump (MstEqBand *band)
{
  bool other = !same_form (&band->form, &band->wanted);

  if (band->idle && other) /* nothing to fade out */
    mst_smooth_snap (&band->amount, 0.0);
  if (band->idle || band->amount.value == 0.0) {
    mst_smooth_snap (&band->frequency, band->frequency.target);
    mst_smooth_snap (&band->q, band->q.target);
  }
  if (band->amount.value == 0.0)
    mst_smooth_snap (&band->gain, band->gain.target);
}

/* Fades the amount out where the band goes out of use or must change its form,
 * and in again. */
static void
aim (MstEqBand *band, const MstEqPace *pace)
{
  jump (band);
  if (band->amount.value == 0.0 && !same_form (&band->form, &band->wanted)) {
    MstBandShape shape;
    band->form = band->wanted;
    shape = shape_of (band);
    mst_eq_detector_settle (&band->detector, &shape, pace->rate, pace->slots);
    if (!band->idle) {
      clear_states (band, pace);
      design (band, pace->rate, band->svf, true);
    }
  }
  band->amount.target = band->in_use && same_form (&band->form, &band->wanted);
  if (band->idle && has_no_gain (band))
    mst_smooth_snap (&band->amount, band->amount.target);
}

/* Returns for how many frames it glides there. */
static int
glide (MstEqBand *band, const MstEqPace *pace)
{
  bool dynamic = band->form.dynamic;
  int frames = dynamic ? MST_EQ_DYNAMIC_GRID : MST_GRID;
  double share = dynamic ? pace->half_share : pace->share;

  mst_smooth_advance (&band->frequency, share, 1e-5);
  mst_smooth_advance (&band->gain, share, 1e-4);
  mst_smooth_advance (&band->q, share, 1e-5);
  mst_smooth_advance (&band->amount, share, 1e-5);
  if (dynamic) {
    MstBandShape shape = shape_of (band);
    mst_eq_detector_advance (&band->detector, &shape, pace->rate, share,
        frames);
  }
  return frames;
}

/* True if a dynamic band is where it was. A de-esser is, most of the time. */
static bool
is_still (const MstEqBand *band)
{
  const MstBandShape *was = &band->designed;
  MstBandShape is = heard_shape (band);

  return is_dynamic (band) && is.shape == was->shape &&
      is.frequency == was->frequency && is.gain == was->gain &&
      is.q == was->q && band->amount.value == band->designed_amount;
}

static void
head_for (MstEqBand *band, const MstEqPace *pace, int frames)
{
  MstSvf to[MST_MAX_SECTIONS];

  if (is_still (band)) {
    memset (band->step, 0, sizeof (band->step));
    return;
  }
  design (band, pace->rate, to, false);
  for (int i = 0; i < band->n_sections; i++)
    mst_svf_step (&band->step[i], &band->svf[i], &to[i], frames);
}

void
mst_eq_band_advance (MstEqBand *band, const MstEqPace *pace)
{
  bool was_moving = band->moving;
  int frames;

  aim (band, pace);
  band->moving = !values_settled (band) || is_dynamic (band);
  if (!band->moving) {
    if (was_moving) {
      band->idle = is_neutral (band);
      come_to_rest (band, pace);
    }
    return;
  }
  if (!was_moving)
    set_off (band, pace);
  band->idle = false;
  frames = glide (band, pace);
  head_for (band, pace, frames);
}

void
mst_eq_band_settle (MstEqBand *band, const MstEqPace *pace)
{
  MstBandShape shape;

  band->form = band->wanted;
  mst_smooth_snap (&band->frequency, band->frequency.target);
  mst_smooth_snap (&band->gain, band->gain.target);
  mst_smooth_snap (&band->q, band->q.target);
  mst_smooth_snap (&band->amount, band->in_use);
  shape = shape_of (band);
  mst_eq_detector_settle (&band->detector, &shape, pace->rate, pace->slots);
  band->moving = false;
  band->idle = is_neutral (band);
  clear_states (band, pace);
  design (band, pace->rate, band->svf, true);
}

void
mst_eq_band_run (MstEqBand *band, MstPair *const x[], const MstPair leads[],
    int slots, int n, int at)
{
  MstPair lanes = lanes_of (band->form.channel);

  if (band->form.dynamic)
    mst_eq_detector_run (&band->detector, x, leads, slots, lanes, n, at);
  for (int i = 0; i < band->n_sections; i++) {
    MstSvf end = band->svf[i];
    for (int p = 0; p < slots; p++) {
      end = band->svf[i];
      mst_svf_run_moving (&end, &band->step[i], state_of (band, p, i), x[p], n);
    }
    band->svf[i] = end;
  }
}
