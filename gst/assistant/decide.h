/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * decide.h - the assistant's decision.
 *
 * It is a function: what was measured of a mix (dsp/analysis.h), what finished
 * music of its kind measures (profile.h) and what is wanted (MstGoal) go in, a
 * plan comes out. The same in gives the same out.
 *
 *   MstGoal goal;
 *   mst_goal_init (&goal);
 *   goal.loudness = -14;
 *   plan = mst_decide (&analysis, profile, &goal);
 *   puts (text = mst_plan_explain (plan));
 *
 * docs/assistant.md has each rule, its threshold and its equation.
 */
#ifndef MST_DECIDE_H
#define MST_DECIDE_H

#include "plan.h"

G_BEGIN_DECLS

/** Never fails: where nothing can be done, the plan says so. */
MstPlan *mst_decide (const MstAnalysis *analysis, const MstProfile *profile,
    const MstGoal *goal);

G_END_DECLS

#endif /* MST_DECIDE_H */
