/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * follow.h - the part of a plan that follows references, and its correction.
 */
#ifndef MST_FOLLOW_H
#define MST_FOLLOW_H

#include "plan.h"

G_BEGIN_DECLS

/** Sets the stages, tells the moves, and notes what is intended. */
void mst_follow (MstPlan *self, const MstAnalysis *mix, const MstMatch *match);

/** Turns the curves of mid and side against what came out otherwise than it was
 * intended. TRUE: something was changed. */
gboolean mst_follow_correct (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after);

G_END_DECLS

#endif /* MST_FOLLOW_H */
