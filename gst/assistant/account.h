/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * account.h - what a plan tells, held to what was done.
 *
 * Corrections and settings by hand may undo a move, and a render may show that
 * a forecast was wrong. A move that is not in the settings is not told, one
 * that is has the amount that is in them, and no two findings contradict each
 * other.
 */
#ifndef MST_ACCOUNT_H
#define MST_ACCOUNT_H

#include "plan.h"

G_BEGIN_DECLS

/** Reads the moves back from settings: those of the plan itself, or those that
 * a chain had, without those at their defaults. A stage that is bypassed
 * has "STAGE::bypass" there. Moves that are not made are taken out. */
void mst_plan_read_back (MstPlan *self, const MstPlan *made);

/** Tells the deepest gain reduction of the limiter [dB] in place of the
 * forecast; NAN: nobody knows it. */
void mst_plan_tell_limiting (MstPlan *self, gdouble limiting);

G_END_DECLS

#endif /* MST_ACCOUNT_H */
