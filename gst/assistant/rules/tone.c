/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tonal balance: each of the nine bands towards the edge of the profile's inner
 * spread, by one curve of mastermatch for middle and sides. */
#include "rules.h"

#include "assistant/learn.h"

#define DEADBAND_LU 0.5
#define ROUNDS 40
/* The bass is guarded: half of what it is over counts as taste. */
#define BASS_SHARE 0.5
#define BASS_CUT_DB 1.5
#define BASS_BOOST_DB 2.0
#define TOP_HZ 7000.0

typedef struct {
  gdouble level[MST_ANALYSIS_BANDS]; /* LU; -INFINITY where unknown */
  gdouble gain[MST_ANALYSIS_BANDS];  /* dB, at full strength */
  gdouble most[MST_ANALYSIS_BANDS];  /* dB: cap on the magnitude */
  int sign[MST_ANALYSIS_BANDS];      /* +1: raise, -1: lower, 0: leave */
} Tone;

/* By how much loudness changes: the bands' levels are their shares of it. */
static gdouble
loudness_shift (const gdouble *level, const gdouble *gain)
{
  gdouble before = 0.0, after = 0.0;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    before += pow (10.0, 0.1 * level[b]);
    after += pow (10.0, 0.1 * (level[b] + gain[b]));
  }
  return before > 0.0 ? 10.0 * log10 (after / before) : 0.0;
}

/* Why a band is not raised, or NULL. */
static const gchar *
no_boost (const MstCase *c, int band)
{
  gdouble centre = sqrt (mst_band_edges[band] * mst_band_edges[band + 1]);

  if (c->plan->features[MST_FEATURE_LEVEL + band] < MST_EMPTY_LU)
    return "there is nothing in it";
  if (c->in->bandwidth > 0.0 && c->in->bandwidth < centre)
    return "the spectrum ends in it";
  if (centre > TOP_HZ && c->noisy)
    return "noise would be raised";
  return NULL;
}

static void
cap (const MstCase *c, Tone *tone, int band, gdouble excess)
{
  gdouble most = fabs (c->plan->goal.max_tone);

  tone->sign[band] = excess > 0.0 ? -1 : 1;
  tone->most[band] = most;
  if (band != 0)
    return;
  tone->most[band] =
      excess > 0.0 ? fmin (most, BASS_CUT_DB) : fmin (most, BASS_BOOST_DB);
  if (excess > 0.0)
    tone->most[band] = fmin (tone->most[band], BASS_SHARE * excess);
}

static void
judge_band (const MstCase *c, Tone *tone, int band)
{
  int feature = MST_FEATURE_LEVEL + band;
  gdouble level = c->plan->features[feature];
  gdouble excess = isnan (level) ? 0.0 : mst_case_excess (c, feature, level);
  const gchar *why = excess < -DEADBAND_LU ? no_boost (c, band) : NULL;

  tone->level[band] = isnan (level) ? -INFINITY : level;
  tone->gain[band] = tone->most[band] = 0.0;
  tone->sign[band] = 0;
  if (why)
    mst_plan_note (c->plan, "tone", "%s is %.1f LU under the profile: %s",
        mst_feature_name (feature), -excess, why);
  else if (fabs (excess) > DEADBAND_LU)
    cap (c, tone, band, excess);
}

/* Gains that take each band to its edge, while the bands' own gains move the
 * loudness that levels are counted from. */
static void
solve (const MstCase *c, Tone *tone)
{
  for (int i = 0; i < ROUNDS; i++) {
    gdouble shift = loudness_shift (tone->level, tone->gain);

    for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
      gdouble wanted;

      if (tone->sign[b] == 0)
        continue;
      wanted =
          shift - mst_case_excess (c, MST_FEATURE_LEVEL + b, tone->level[b]);
      wanted = tone->sign[b] * wanted;
      tone->gain[b] = tone->sign[b] * CLAMP (wanted, 0.0, tone->most[b]);
    }
  }
}

/* What a curve does to the level of a band: to the power that is in it. */
static gdouble
effect_on_band (const MstCase *c, const gdouble *change, int band)
{
  gdouble before = 0.0, after = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    gdouble power = mst_third_share (k, band) * mst_third_power (c->in, k);

    before += power;
    after += power * pow (10.0, 0.1 * change[k]);
  }
  return before > 0.0 ? 10.0 * log10 (after / before) : 0.0;
}

static void
expect (MstCase *c, const Tone *tone)
{
  gdouble effect[MST_ANALYSIS_BANDS];

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    effect[b] = effect_on_band (c, c->plan->intended, b);
  c->shift = loudness_shift (tone->level, effect);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    c->plan->expected[MST_FEATURE_LEVEL + b] += effect[b] - c->shift;
}

static void
set_curve (MstCase *c, const Tone *tone)
{
  gdouble curve[MST_ANALYSIS_THIRDS];
  gdouble most = fabs (c->plan->goal.max_tone);

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    curve[k] = 0.0;
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      curve[k] += mst_third_share (k, b) * c->strength * tone->gain[b];
    curve[k] = CLAMP (curve[k], -most, most); /* shares add up to 1, nearly */
  }
  mst_plan_set_match (c->plan, "tone", curve);
  mst_match_thirds (curve, most, c->plan->intended);
}

/* Of so few songs as are references there are no quarters. */
static const gchar *
explain (const MstCase *c, gboolean raised)
{
  if (c->profile->count < MST_LEARNER_MIN_SONGS)
    return raised ? "Weaker here than in the reference: raised towards it, no "
                    "further."
                  : "Stronger here than in the reference: lowered towards it, "
                    "no further.";
  return raised ? "Weaker here than three of four songs of the profile: raised "
                  "towards them, no further."
                : "Stronger here than three of four songs of the profile: "
                  "lowered towards them, no further.";
}

static void
tell_band (MstCase *c, const Tone *tone, int band)
{
  int feature = MST_FEATURE_LEVEL + band;
  gdouble low, high;

  mst_profile_inner (c->profile, feature, &low, &high);
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "match",
          .rule = "tone",
          .amount = c->strength * tone->gain[band],
          .unit = "dB",
          .feature = mst_feature_name (feature),
          .before = tone->level[band],
          .expected = c->plan->expected[feature] },
      "match::mid-curve", explain (c, tone->sign[band] > 0),
      "%.0f-%.0f Hz is at %.1f LU of the whole, %s has %.1f to %.1f",
      mst_band_edges[band], mst_band_edges[band + 1], tone->level[band],
      c->profile->name, low, high);
}

void
mst_rule_tone (MstCase *c)
{
  Tone tone;
  int touched = 0;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    judge_band (c, &tone, b);
    touched += tone.sign[b] != 0;
  }
  if (touched == 0 || !(fabs (c->plan->goal.max_tone) > 0.0)) {
    mst_plan_note (c->plan, "tone",
        "tone: no band is more than %.1f LU outside the profile's inner spread",
        DEADBAND_LU);
    return;
  }
  solve (c, &tone);
  set_curve (c, &tone);
  expect (c, &tone);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    if (tone.gain[b] != 0.0)
      tell_band (c, &tone, b);
}
