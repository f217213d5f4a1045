/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tonal balance: what the model of the music and the spectrum's own slope say
 * there is too much of, as a few shelves and bells of the equaliser. */
#include "tone.h"

/* Shares of what is found at full strength. */
#define MODEL_SHARE 0.7
#define BROAD_SHARE 4.0
#define TOP_FROM_HZ 1500.0
#define CONTRARY_DB 1.0
/* So far from all songs nothing is sure. */
#define STRANGE 1.7
/* An unsure change moves the spectrum by no more, on the mean over thirds and
 * at full strength; each hundredth of sureness allows more. */
#define UNSURE_MEAN_DB 0.85
/* A change of so much on the mean is halved, a smaller one more. */
#define SLIGHT_DB 0.5
#define UNSURE_MOST_DB 4.0
#define VERY_SURE 0.93
#define SURE_MEAN_DB 100.0
#define BOOM_FROM 2 /* bands above the bass that miss about the same */
#define BOOM_TO 8
#define EVEN_LU 4.0
#define NEARLY_EVEN_LU 6.0
#define HELD_MEAN_DB 0.9 /* however sure it is */
/* A band that sticks out alone does so by this, and by so many deviations. */
#define ALONE_DB 6.0
#define ALONE_DEVIATIONS 2.0
#define ALONE_SHARE 0.5
#define ALONE_MOST_DB 3.0
#define BARE_LU (-30.0) /* weaker even without its fault */
#define TOP_HZ 7000.0
#define WEAK_DB 55.0 /* thirds so far under the strongest do not count */
#define FIRST 1      /* 25 Hz */
#define LAST 29      /* 16 kHz */
#define PASSES 4
#define LEAST_CUT_DB 0.3

/* A band that sticks out of the model alone is lowered by half of what is
 * beyond two deviations. The model may want it raised: then it is left as it
 * is. */
static void
lower_tops (const MstCase *c, MstTone *tone)
{
  gdouble excess[MST_ANALYSIS_BANDS], deviation[MST_ANALYSIS_BANDS];

  mst_estimate_alone (&c->profile->model, c->traits, excess, deviation);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    gdouble over = excess[b] - ALONE_DEVIATIONS * deviation[b];

    if (!(over > 0.0) || excess[b] < ALONE_DB ||
        c->estimate.fault[MST_TRAIT_LEVEL + b] < 0.0)
      continue;
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
      gdouble share = mst_third_share (k, b);

      tone->alone[k] += share * excess[b];
      tone->wanted[k] -=
          share * c->strength * fmin (ALONE_SHARE * over, ALONE_MOST_DB);
    }
  }
}

static void
weigh (const MstCase *c, MstTone *tone)
{
  gdouble strongest = -INFINITY;

  for (int k = FIRST; k <= LAST; k++)
    strongest = fmax (strongest, mst_third_power (&c->shape, k));
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    tone->weight[k] = k >= FIRST && k <= LAST &&
        mst_third_power (&c->shape, k) > strongest * pow (10.0, -0.1 * WEAK_DB);
}

/* Too much bass is the one gross fault that the model tells from a kind of
 * music that it does not know: about the same is missing above the bass, up to
 * band `to`. Music without bass or top misses the more the further out. */
static gboolean
is_boomy (const MstCase *c, int to, gdouble even)
{
  const gdouble *fault = c->estimate.fault + MST_TRAIT_LEVEL;
  gdouble least = INFINITY, most = -INFINITY;

  for (int b = BOOM_FROM; b < to; b++) {
    least = fmin (least, fault[b]);
    most = fmax (most, fault[b]);
  }
  return c->estimate.sure >= MST_TONE_SURE && fault[0] > 0.0 && most < 0.0 &&
      most - least < even;
}

/* Kinds of music differ most in how much top they have. There the model is
 * silent where the absolute sense hears the contrary. */
static gdouble
get_trust (int third, gdouble model, gdouble broad)
{
  if (mst_third_frequency (third) < TOP_FROM_HZ || !(model * broad < 0.0))
    return 1.0;
  return fmax (1.0 - fabs (broad) / CONTRARY_DB, 0.0);
}

/* Both senses listen to the mix as it is, and what they hear is taken off. */
static void
listen (MstCase *c, MstTone *tone)
{
  mst_bands_to_thirds (c->estimate.fault + MST_TRAIT_LEVEL, tone->model);
  if (!c->plan->goal.references) /* of a reference, its own tops are wanted */
    mst_broad_find (&c->shape, &tone->broad);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    tone->wanted[k] = -c->strength *
        (MODEL_SHARE * c->tone * tone->model[k] *
                get_trust (k, tone->model[k], tone->broad.excess[k]) +
            BROAD_SHARE * tone->broad.excess[k]);
  lower_tops (c, tone);
  tone->sure = c->estimate.sure;
  for (int w = 0; w < MST_N_WORDS; w++) {
    tone->sure = fmax (tone->sure, tone->broad.sure[w]);
    tone->has_word |= tone->broad.sure[w] >= MST_TONE_SURE;
  }
  if (c->estimate.strangeness > STRANGE)
    tone->sure = fmin (tone->sure, MST_TONE_FAIRLY);
  c->sure = tone->sure;
}

static gboolean
is_bare (const MstCase *c, int k)
{
  gdouble frequency = mst_third_frequency (k);

  if (c->in->bandwidth > 0.0 && c->in->bandwidth < frequency)
    return TRUE;
  if (frequency > TOP_HZ && c->noisy)
    return TRUE;
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    if (mst_third_share (k, b) > 0.5 &&
        c->plan->features[MST_FEATURE_LEVEL + b] -
                fmin (c->estimate.fault[MST_TRAIT_LEVEL + b], 0.0) <
            BARE_LU)
      return TRUE;
  return FALSE;
}

/* Takes the loudness off a change: what is left above 0 dB is a boost. */
static void
hold_loudness (const MstCase *c, gdouble change[MST_ANALYSIS_THIRDS])
{
  gdouble shift = mst_thirds_loudness (&c->shape, change);

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    change[k] -= shift;
}

/* By how much a change moves the spectrum, on the mean. */
static gdouble
mean_change (const MstTone *tone, const gdouble *change)
{
  gdouble sum = 0.0, weight = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    sum += tone->weight[k] * fabs (change[k]);
    weight += tone->weight[k];
  }
  return weight > 0.0 ? sum / weight : 0.0;
}

static void
scale (gdouble change[MST_ANALYSIS_THIRDS], gdouble factor)
{
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    change[k] *= factor;
}

/* Kinds of music that the model does not know look like gross faults to it:
 * without a word for the fault, being sure allows no more. */
static gdouble
most_mean (const MstCase *c, const MstTone *tone)
{
  gdouble more = SURE_MEAN_DB * fmax (tone->sure - VERY_SURE, 0.0);
  gdouble most = UNSURE_MEAN_DB * c->strength;

  if (tone->has_word || is_boomy (c, BOOM_TO, EVEN_LU))
    most += more;
  else if (is_boomy (c, BOOM_TO - 1, NEARLY_EVEN_LU))
    most = fmin (most + more, HELD_MEAN_DB);
  return c->plan->mastered ? fmin (most, HELD_MEAN_DB) : most;
}

/* Nothing is raised where there is nothing, no third goes further than the cap,
 * and what is not sure goes nowhere far. */
static void
guard (const MstCase *c, MstTone *tone)
{
  const gdouble cap = c->strength * c->plan->goal.max_tone;
  const gdouble most =
      tone->sure < MST_TONE_SURE ? fmin (cap, UNSURE_MOST_DB) : cap;
  gdouble mean;

  for (int pass = 0; pass < PASSES; pass++) {
    hold_loudness (c, tone->wanted);
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
      gdouble top = is_bare (c, k) ? 0.0 : most;

      tone->wanted[k] = CLAMP (tone->wanted[k], -most, top);
    }
  }
  mean = mean_change (tone, tone->wanted);
  if (mean > 0.0)
    scale (tone->wanted,
        fmin (mean / (mean + SLIGHT_DB), most_mean (c, tone) / mean));
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) /* no more than is found */
    tone->wanted[k] = fmax (tone->wanted[k],
        fmin (-mst_tone_excess (tone, k), -LEAST_CUT_DB));
}

/* --- the bands */

static void
expect (MstCase *c)
{
  gdouble change[MST_ANALYSIS_THIRDS] = { 0.0 };

  mst_case_add_eq_change (c, change);
  c->shift = mst_thirds_loudness (&c->shape, change);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    c->plan->expected[MST_FEATURE_LEVEL + b] +=
        mst_bands_change (&c->shape, change, b) - c->shift;
}

/* A few bands do not follow each bend: they are turned down, all of them, to
 * where they move the spectrum by no more than what was wanted, and none is
 * past the cap. */
static void
hold_bands (const MstCase *c, const MstTone *tone, MstFitBand *bands, int n)
{
  gdouble change[MST_ANALYSIS_THIRDS], mean, most = 0.0, factor = 1.0;

  mst_fit_change (bands, n, change);
  hold_loudness (c, change);
  mean = mean_change (tone, change);
  if (mean > 0.0)
    factor = fmin (factor, mean_change (tone, tone->wanted) / mean);
  for (int i = 0; i < n; i++)
    most = fmax (most, fabs (bands[i].gain));
  if (most > 0.0)
    factor = fmin (factor, c->strength * c->plan->goal.max_tone / most);
  for (int i = 0; i < n; i++)
    bands[i].gain *= factor;
}

/* The change by the stems, of what would be done to their sum, is not
 * done once more. */
static void
leave_eased (const MstCase *c, MstTone *tone)
{
  const gdouble *eased = c->plan->goal.eased;
  gdouble shift = eased ? mst_thirds_loudness (&c->shape, eased) : 0.0;
  MstFitBand bands[MST_FIT_MOST];
  int n = eased ? mst_fit (tone->wanted, tone->weight, bands) : 0;

  if (!eased)
    return;
  hold_bands (c, tone, bands, n);
  mst_fit_change (bands, n, tone->wanted);
  hold_loudness (c, tone->wanted);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    tone->wanted[k] -= eased[k] - shift;
}

static void
set_bands (MstCase *c, const MstTone *tone)
{
  MstFitBand bands[MST_FIT_MOST];
  int n = mst_fit (tone->wanted, tone->weight, bands), first = c->eq_bands;

  if (n == 0) {
    mst_plan_note (c->plan, "tone",
        "tone: it is balanced, as far as can be told");
    return;
  }
  hold_bands (c, tone, bands, n);
  for (int i = 0; i < n; i++)
    mst_case_add_eq (c, "tone", bands[i].shape, bands[i].frequency,
        bands[i].gain, bands[i].q);
  expect (c);
  for (int i = 0; i < n; i++)
    mst_tone_tell (c, tone, &bands[i], first + i,
        mst_tone_moves (c, &bands[i], first + i));
}

void
mst_rule_tone (MstCase *c)
{
  MstTone tone = { .sure = 0.0 };

  listen (c, &tone);
  if (c->plan->mastered && tone.sure < MST_TONE_SURE) {
    mst_plan_note (c->plan, "tone",
        "tone: it is a finished master, and nothing about it is surely wrong");
    return;
  }
  weigh (c, &tone);
  guard (c, &tone);
  leave_eased (c, &tone);
  set_bands (c, &tone);
}
