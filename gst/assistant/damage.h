/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * damage.h - what a master costs, and backing off where that is too much.
 */
#ifndef MST_DAMAGE_H
#define MST_DAMAGE_H

#include "plan.h"

G_BEGIN_DECLS

/** The damage budget: the most that a master may cost. docs/assistant.md has
 * the definitions and where the numbers come from. */
#define MST_BUDGET_DISTORTION_DB (-12.0) /* residual of the limiter */
#define MST_BUDGET_CREST_DB 4.0          /* lost of the crest over 400 ms */
#define MST_BUDGET_PSR_DB 6.0            /* left, unless there was less */
#define MST_BUDGET_BACK_OFF_LU 6.0       /* the goal is lowered by no more */
#define MST_BUDGET_MONO_LOSS_LU 2.0      /* unless there was more */
#define MST_BUDGET_CORRELATION 0.2       /* unless there was less */

/** The work of the limiter in one render; NAN where it was not measured. */
typedef struct {
  gdouble residual; /* dB: MST_BUDGET_DISTORTION_DB */
  /* dB: how far PSR is under MST_BUDGET_PSR_DB, or under what it was, in the
   * worst 3 s in which the limiter works; -INFINITY: it is at rest. */
  gdouble psr;
} MstLimiting;

/** By how much the damage is over the budget [dB]; 0 or less: it is within.
 * `what` says which part of it is the worst. */
gdouble mst_damage (const MstAnalysis *before, const MstAnalysis *after,
    const MstLimiting *limiting, const gchar **what);

/** Backs off from what costs more than the budget: soft clip, then saturation,
 * then loudness. TRUE: settings or the goal were changed. */
gboolean mst_damage_back_off (MstPlan *plan, const MstAnalysis *before,
    const MstAnalysis *after, const MstLimiting *limiting);

/** Takes back width where the mono sum has lost more than it may. TRUE:
 * settings were changed. */
gboolean mst_damage_narrow (MstPlan *plan, const MstAnalysis *before,
    const MstAnalysis *after);

G_END_DECLS

#endif /* MST_DAMAGE_H */
