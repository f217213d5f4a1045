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

static void
decide (MstCase *c)
{
  MstPlan *plan = c->plan;

  mst_rule_faults (c);
  if (!plan->usable)
    return;
  if (c->strength == 0.0)
    mst_plan_note (plan, "strength", "all but loudness: the strength is 0");
  else if (!c->can_judge)
    mst_plan_note (plan, "faults", "all but loudness: too little is known");
  else if (mst_is_matched (c))
    mst_rule_match (c);
  else if (plan->mastered)
    decide_master (c);
  else
    decide_sound (c);
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
