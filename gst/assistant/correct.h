/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * correct.h - the closed loop: what came out against what was intended.
 *
 * The sound alone is corrected here. How loud the whole is, and how high its
 * peaks are, is for whoever turns the limiter: the plan says at what loudness
 * it aims, and is told where the limiter came to stand.
 */
#ifndef MST_CORRECT_H
#define MST_CORRECT_H

#include "damage.h"

G_BEGIN_DECLS

/** The change that was measured less the one that was intended, in each third,
 * without what is common to all [dB]; NAN where a third does not count: below
 * the low guard, above the bandwidth, or 50 dB under the strongest. Returns the
 * greatest magnitude. */
gdouble mst_plan_residual (const MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after, gdouble residual[MST_ANALYSIS_THIRDS]);

/** Notes what the limiter was set to [dB]; NAN: as planned. */
void mst_plan_settle (MstPlan *self, gdouble drive, gdouble ceiling);

/** Compares what came out with what was intended. TRUE: the tone, the damage
 * and the mono sum are within their bounds, and nothing was changed. FALSE:
 * settings or the goal were corrected, and another render is due. The tone is
 * scaled and never reshaped. */
gboolean mst_plan_correct (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after, const MstLimiting *limiting);

G_END_DECLS

#endif /* MST_CORRECT_H */
