/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "follow.h"

#include <math.h>
#include <string.h>

#include "thirds.h"

/* The thirds are measured, not drawn by hand: there is little to smooth. */
#define SMOOTHING_OCTAVES (1.0 / 6.0)
#define RULE "match"
#define NOTHING_DB 0.1 /* of change is none */
#define MID "match::mid-curve"
#define SIDE "match::side-curve"

/* --- dynamics */

#define DEADBAND_LU 1.0
#define MOST_RATIO 2.0
#define KNEE_DB 6.0
#define ATTACK_MS 80.0
#define RELEASE_MS 300.0
#define KEY_HZ 60.0

/* A ratio r from the quiet blocks up makes a range R / r. Slow, so that
 * transients stay; what has less range than wanted is not expanded. */
static void
set_dynamics (MstPlan *self, const MstAnalysis *mix, const MstMatch *match)
{
  gdouble range = mst_reference_range (mix);
  gdouble power = mst_bands_power (mix, 0, MST_ANALYSIS_BANDS);
  gdouble ratio = fmin (range / match->range, MOST_RATIO);
  const struct {
    const gchar *name;
    gdouble value;
  } rows[] = {
    { "threshold", CLAMP (power + mix->block_level[1], -80.0, 0.0) },
    { "ratio", ratio },
    { "knee", KNEE_DB },
    { "attack", ATTACK_MS },
    { "release", RELEASE_MS },
    { "sidechain-low-cut", KEY_HZ },
  };

  if (!(range > match->range + DEADBAND_LU) || !isfinite (power)) {
    mst_plan_note (self, RULE,
        "dynamics: the loudness of 400 ms ranges over %.1f LU, wanted are %.1f",
        range, match->range);
    return;
  }
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    mst_plan_set (self, RULE, MST_VALUE_DOUBLE, rows[i].value, "compressor::%s",
        rows[i].name);
  mst_plan_set_nick (self, RULE, "rms", "compressor::detector");
  mst_plan_set (self, RULE, MST_VALUE_BOOL, 1.0, "compressor::auto-makeup");
  mst_plan_move (self,
      &(MstMove){ .stage = "compressor",
          .rule = RULE,
          .amount = ratio,
          .unit = ":1",
          .feature = "block-range",
          .before = range,
          .expected = range / ratio },
      "compressor::ratio",
      "Loud and quiet lie further apart than in the reference: a slow "
      "compressor that hears nearly everything draws them together.",
      "from the 10th to the 95th percentile, blocks of 400 ms range over "
      "%.1f LU; the reference has %.1f",
      range, match->range);
}

/* --- tone and width */

static gdouble
greatest (const gdouble curve[MST_ANALYSIS_THIRDS], int *third)
{
  *third = 0;
  for (int k = 1; k < MST_ANALYSIS_THIRDS; k++)
    if (fabs (curve[k]) > fabs (curve[*third]))
      *third = k;
  return curve[*third];
}

static gdouble
mean_magnitude (const gdouble curve[MST_ANALYSIS_THIRDS])
{
  gdouble sum = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    sum += fabs (curve[k]);
  return sum / MST_ANALYSIS_THIRDS;
}

static void
tell_tone (MstPlan *self, const MstMatch *match)
{
  gdouble difference = mean_magnitude (match->mid);
  int third;
  gdouble amount = greatest (match->mid, &third);

  mst_plan_move (self,
      &(MstMove){ .stage = "match",
          .rule = RULE,
          .amount = amount,
          .unit = "dB",
          .feature = "spectrum",
          .before = difference,
          .expected = 0.0 },
      MID,
      "The reference is this song: the middle is brought to its spectrum, "
      "third by third.",
      "thirds of the middle are to change by %.1f dB on the mean, most at "
      "%.0f Hz",
      difference, mst_third_frequency (third));
}

static void
tell_width (MstPlan *self, const MstMatch *match)
{
  mst_plan_move (self,
      &(MstMove){ .stage = "match",
          .rule = RULE,
          .amount = match->width,
          .unit = "dB",
          .feature = "width",
          .before = -match->width,
          .expected = 0.0 },
      SIDE,
      match->width > 0.0
          ? "Narrower than the reference: the sides are brought to its "
            "spectrum of the sides."
          : "Wider than the reference: the sides are brought to its spectrum "
            "of the sides.",
      "the sides are %.1f dB %s against the middle than in the reference, on "
      "the mean over thirds",
      fabs (match->width), match->width > 0.0 ? "weaker" : "stronger");
}

static void
set_curves (MstPlan *self, const MstMatch *match)
{
  const struct {
    const gchar *name;
    gdouble value;
  } rows[] = {
    { "max-boost", MST_REFERENCE_CAP_DB },
    { "max-cut", MST_REFERENCE_CAP_DB },
    { "smoothing", SMOOTHING_OCTAVES },
  };

  mst_plan_set_curve (self, RULE, match->mid, MID);
  mst_plan_set_curve (self, RULE, match->side, SIDE);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    mst_plan_set (self, RULE, MST_VALUE_DOUBLE, rows[i].value, "match::%s",
        rows[i].name);
  memcpy (self->intended, match->mid, sizeof (self->intended));
  memcpy (self->intended_side, match->side, sizeof (self->intended_side));
  tell_tone (self, match);
  if (match->width != 0.0)
    tell_width (self, match);
}

void
mst_follow (MstPlan *self, const MstAnalysis *mix, const MstMatch *match)
{
  int third;

  if (fabs (greatest (match->mid, &third)) < NOTHING_DB &&
      fabs (greatest (match->side, &third)) < NOTHING_DB)
    mst_plan_note (self, RULE, "spectrum: it is that of the reference");
  else
    set_curves (self, match);
  set_dynamics (self, mix, match);
  if (isfinite (match->loudness))
    self->goal.loudness = self->wanted_loudness = match->loudness;
}

/* --- correcting */

#define RESIDUAL_DB 0.3
#define WEAK_DB 50.0
#define LOWEST_HZ 30.0
#define HIGHEST_HZ 17000.0
#define STEP 0.8 /* of the residual: limiting answers to a change */

/* Returns the mean magnitude; a residual that says nothing is 0. */
static gdouble
find_residual (const gdouble before[MST_ANALYSIS_THIRDS],
    const gdouble after[MST_ANALYSIS_THIRDS],
    const gdouble intended[MST_ANALYSIS_THIRDS], gdouble floor, gdouble shift,
    gdouble residual[MST_ANALYSIS_THIRDS])
{
  gdouble sum = 0.0;
  int n = 0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    gdouble frequency = mst_third_frequency (k);

    residual[k] = 0.0;
    if (frequency < LOWEST_HZ || frequency > HIGHEST_HZ ||
        !(before[k] > floor) || !isfinite (after[k]))
      continue;
    residual[k] = after[k] - before[k] - intended[k] - shift;
    sum += fabs (residual[k]);
    n++;
  }
  return n > 0 ? sum / n : 0.0;
}

/* The curve that follows a reference; NULL: another rule set it, or none. */
static MstValue *
find_curve (const MstPlan *self, const gchar *path)
{
  MstSetting *setting = mst_plan_setting (self, path);

  return setting && g_str_equal (setting->rule, RULE) ? &setting->value : NULL;
}

static void
turn (MstValue *value, const gdouble residual[MST_ANALYSIS_THIRDS])
{
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    value->curve[k] = CLAMP (mst_grid (value->curve[k] - STEP * residual[k]),
        -MST_REFERENCE_CAP_DB, MST_REFERENCE_CAP_DB);
}

/* The intended change leaves the loudness as it is, so that a change of it is
 * the limiter's. */
gboolean
mst_follow_correct (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after)
{
  gdouble mid[MST_ANALYSIS_THIRDS], side[MST_ANALYSIS_THIRDS], off;
  gdouble floor = mst_strongest (before->mid, MST_ANALYSIS_THIRDS) - WEAK_DB;
  gdouble shift = after->loudness - before->loudness;
  MstValue *mid_curve = find_curve (self, MID);
  MstValue *side_curve = find_curve (self, SIDE);

  if (!mid_curve || !side_curve || !isfinite (shift))
    return FALSE;
  off = fmax (find_residual (before->mid, after->mid, self->intended, floor,
                  shift, mid),
      find_residual (before->side, after->side, self->intended_side, floor,
          shift, side));
  if (off <= RESIDUAL_DB)
    return FALSE;
  turn (mid_curve, mid);
  turn (side_curve, side);
  return TRUE;
}
