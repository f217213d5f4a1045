/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Delivery: the drive that lands on the loudness, the ceiling, and how the
 * limiter is to work for so much of it. */
#include "rules.h"

#include "dsp/limiter/limiter.h"

#define SOME_DB 2.0 /* of limiting */
#define MUCH_DB 5.0
#define WIDE_PLR_DB                                                            \
  16.0 /* music of such a profile is not to be heard limited */
#define DENSE_TRANSIENTS 2.0 /* a second */
#define CHARACTER "limiter::character"
#define SOFT_CLIP_PER_DB 0.25
#define SOFT_CLIP_MOST_DB 1.5
#define MASTERED_LIMITING_DB 1.0

static gdouble
mean_transients (const MstAnalysis *in)
{
  gdouble sum = 0.0;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    sum += isfinite (in->band[b].transients) ? in->band[b].transients : 0.0;
  return sum / MST_ANALYSIS_BANDS;
}

static const gchar *
choose_character (const MstCase *c, gdouble limiting)
{
  const MstValue *set = mst_plan_get (c->plan, CHARACTER);

  if (set || c->plan->goal.base_alone)
    return set ? set->nick : "transparent";
  if (limiting <= SOME_DB)
    return "transparent";
  if (mst_case_plr (c) > WIDE_PLR_DB)
    return "safe";
  if (limiting > MUCH_DB)
    return "loud";
  return mean_transients (c->in) > DENSE_TRANSIENTS ? "punchy" : "transparent";
}

static void
set_character (MstCase *c, const gchar *character, gdouble limiting)
{
  gdouble clip =
      fmin (SOFT_CLIP_PER_DB * (limiting - MUCH_DB), SOFT_CLIP_MOST_DB);

  if (c->strength == 0.0 || c->plan->goal.base_alone ||
      mst_plan_get (c->plan, CHARACTER)) /* a preset has it */
    return;
  mst_plan_set_nick (c->plan, "delivery", character, CHARACTER);
  if (g_str_equal (character, "loud") && clip > 0.0)
    mst_plan_set (c->plan, "delivery", MST_VALUE_DOUBLE, c->strength * clip,
        "limiter::soft-clip");
}

static void
tell_limiting (MstCase *c, gdouble limiting)
{
  if (c->plan->mastered && limiting > MASTERED_LIMITING_DB)
    mst_plan_finding (c->plan, MST_FINDING_NOTICE, "mastered-again",
        "to make a finished master louder takes %.1f dB of limiting on top of "
        "its own",
        limiting);
  else if (limiting > c->plan->goal.max_limiting)
    mst_plan_finding (c->plan, MST_FINDING_NOTICE, "limiting",
        "%.1f LUFS under %.1f dBTP takes %.1f dB of limiting, over %.1f: less "
        "loudness would sound better",
        c->plan->goal.loudness, c->plan->goal.ceiling, limiting,
        c->plan->goal.max_limiting);
}

static gdouble
get_drive (const MstCase *c)
{
  const MstParam *row = &mst_stage_limiter.params[MST_LIMITER_DRIVE];
  gdouble goal = c->plan->goal.loudness;
  gdouble drive = isnan (goal) ? 0.0 : goal - c->in->loudness - c->shift;

  return CLAMP (drive, row->min, row->max);
}

static gchar *
explain (const MstCase *c, const gchar *character, gdouble limiting)
{
  if (!(limiting > 0.0))
    return g_strdup ("Brought to the goal; no peak reaches the ceiling.");
  if (c->strength == 0.0)
    return g_strdup ("Driven to the goal; the limiter holds the peaks under "
                     "the ceiling.");
  return g_strdup_printf ("Driven to the goal; the limiter, in its %s "
                          "character, holds the peaks under the ceiling.",
      character);
}

void
mst_rule_delivery (MstCase *c)
{
  MstPlan *plan = c->plan;
  gdouble drive = get_drive (c);
  gdouble limiting = c->in->true_peak + c->shift + drive - plan->goal.ceiling;
  const gchar *character = choose_character (c, limiting);
  g_autofree gchar *reason = explain (c, character, limiting);

  mst_plan_set (plan, "delivery", MST_VALUE_DOUBLE, drive, "limiter::drive");
  mst_plan_set (plan, "delivery", MST_VALUE_DOUBLE, plan->goal.ceiling,
      "limiter::ceiling");
  set_character (c, character, limiting);
  tell_limiting (c, limiting);
  plan->expected[MST_FEATURE_LOUDNESS] = c->in->loudness + c->shift + drive;
  plan->expected[MST_FEATURE_PLR] -= fmax (limiting, 0.0);
  mst_plan_move (plan,
      &(MstMove){ .stage = "limiter",
          .rule = "delivery",
          .amount = drive,
          .unit = "dB",
          .feature = mst_feature_name (MST_FEATURE_LOUDNESS),
          .before = c->in->loudness,
          .expected = plan->expected[MST_FEATURE_LOUDNESS] },
      "limiter::drive", reason,
      "it is at %.2f LUFS with a true peak of %.2f dBTP; that is %.1f dB %s "
      "the ceiling of %.1f dBTP",
      c->in->loudness, c->in->true_peak, fabs (limiting),
      limiting > 0.0 ? "over" : "under", plan->goal.ceiling);
}
