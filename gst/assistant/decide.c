/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "decide.h"

#include <string.h>

#include "assistant/rules/rules.h"
#include "distance.h"

/* The order is that of the signal, but for the tone: what it cannot mend is
 * left to the colour, which comes before it in the chain. */
static void
decide_sound (MstCase *c)
{
  mst_rule_dc (c);
  mst_rule_resonances (c);
  mst_rule_bands (c);
  mst_rule_glue (c);
  mst_rule_tone (c);
  mst_rule_colour (c);
  mst_rule_width (c);
  mst_rule_bass_mono (c);
  mst_rule_space (c);
}

/* A finished master is left alone but for what is surely wrong. */
static void
decide_master (MstCase *c)
{
  mst_plan_note (c->plan, "mastered",
      "dynamics, width and colour: it has been mastered");
  mst_rule_tone (c);
}

/* --- settings to begin with */

#define BASE "base"

static void
take_base (MstCase *c)
{
  gdouble change[MST_ANALYSIS_THIRDS] = { 0.0 };

  if (!c->plan->goal.base)
    return;
  mst_plan_copy_settings (c->plan, c->plan->goal.base, BASE);
  mst_case_take_eq (c);
  mst_case_add_eq_change (c, change);
  c->shift = mst_thirds_loudness (&c->shape, change);
}

/* A stage of the base that the rules have changed is as it was. Bands of the
 * equaliser go together. */
static void
keep_base (MstCase *c)
{
  const MstPlan *base = c->plan->goal.base;

  for (guint i = 0; base && i < base->settings->len; i++) {
    const MstSetting *wanted = g_ptr_array_index (base->settings, i);
    const MstSetting *setting = mst_plan_setting (c->plan, wanted->path);
    g_auto (GStrv) parts = g_strsplit (wanted->path, "::", 2);

    if (g_str_equal (parts[0], "eq") ||
        (setting && g_str_equal (setting->rule, BASE)))
      continue;
    mst_plan_drop_stage (c->plan, parts[0]);
    mst_plan_note (c->plan, BASE, "%s: it is set already", parts[0]);
  }
  if (base)
    mst_plan_copy_settings (c->plan, base, BASE);
}

/* --- all */

static void
decide (MstCase *c)
{
  MstPlan *plan = c->plan;

  mst_rule_faults (c);
  if (!plan->usable)
    return;
  take_base (c);
  if (plan->goal.base_alone)
    mst_plan_note (plan, BASE, "the sound: it is as it was, but for wishes");
  else if (c->strength == 0.0)
    mst_plan_note (plan, "strength", "all but loudness: the strength is 0");
  else if (!c->can_judge)
    mst_plan_note (plan, "faults", "all but loudness: too little is known");
  else if (mst_is_matched (c))
    mst_rule_match (c);
  else if (plan->mastered)
    decide_master (c);
  else
    decide_sound (c);
  keep_base (c);
  mst_rule_wishes (c);
  mst_rule_delivery (c);
}

#define LOUDEST_DB 144.0 /* what stages take for sound, and no more */

static gdouble
tidy_level (gdouble level)
{
  return level <= LOUDEST_DB ? level : level > 0.0 ? LOUDEST_DB : -INFINITY;
}

/* A third whose level is not a number is taken for empty. */
static MstAnalysis
tidy (const MstAnalysis *analysis)
{
  MstAnalysis self = *analysis;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    self.mid[k] = tidy_level (self.mid[k]);
    self.side[k] = tidy_level (self.side[k]);
  }
  return self;
}

MstPlan *
mst_decide (const MstAnalysis *analysis, const MstProfile *profile,
    const MstGoal *goal)
{
  MstPlan *self = mst_plan_new (profile->name, goal);
  MstAnalysis in = tidy (analysis);
  MstCase c;

  mst_features_of (analysis, self->features);
  memcpy (self->expected, self->features, sizeof (self->expected));
  mst_case_init (&c, &in, profile, self);
  self->distance = mst_distance (profile, self->features);
  decide (&c);
  mst_case_add_eq_change (&c, self->intended);
  self->expected_distance = mst_distance (profile, self->expected);
  return self;
}
