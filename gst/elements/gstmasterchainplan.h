/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainplan.h - the assistant (assistant/plan.h) as structures go in
 * and come out of the chain's action signals `plan` and `correct`.
 *
 * A goal is a GstStructure of any name. All fields are optional:
 *
 *   loudness, ceiling, strength, max-tone, max-limiting   gdouble, see MstGoal
 *   firm               gboolean: the loudness is made whatever it costs
 *   fixed              G_TYPE_STRV: properties that somebody else sets
 *   profile            string: a shipped one, or "auto", as is the default
 *   profile-location   string: a file instead
 *   references         GST_TYPE_ARRAY of analyses, to be met instead
 *
 * A plan is a GstStructure `plan` with:
 *
 *   settings           GstStructure, for the chain's property of that name
 *   explanation        string, for people
 *   profile            string: its name, "auto" or "reference"
 *   kind, sure         string and gdouble 0 .. 1: what kind of music it is,
 *                      where the profile is "auto" and that is fairly sure
 *   usable, mastered   gboolean
 *   strength           gdouble
 *   loudness           gdouble: the aim [LUFS]
 *   distance, expected-distance    gdouble: to the profile, before and after
 *   intended           GST_TYPE_ARRAY of gdouble: change of each third [dB]
 *   findings           GST_TYPE_ARRAY of structures: severity, id, text
 *   moves              the same: stage, rule, property, amount, unit, feature,
 *                      before, expected, evidence, reason
 *   notes              the same: rule, text
 *   level-p10 ... side-p90         GST_TYPE_ARRAY of gdouble: the profile's
 *                      bands
 *
 * and, once corrected:
 *
 *   done               gboolean: the render measures as intended
 *   residual           gdouble: the greatest rest of the curve [dB]
 *   measured-distance  gdouble: of the render, to the profile
 *
 * A plan that cannot be made has one field, `error`, a string.
 */
#ifndef GST_MASTER_CHAIN_PLAN_H
#define GST_MASTER_CHAIN_PLAN_H

#include <gst/gst.h>

G_BEGIN_DECLS

typedef struct _GstMasterChainPlan GstMasterChainPlan;

/* Decides. `plan` becomes the plan to be corrected, or NULL on error; the
 * answer is never NULL. */
GstStructure *gst_master_chain_plan_new (GstMasterChainPlan **self,
    const GstStructure *analysis, const GstStructure *goal);

/* Corrects the plan by the render. Both analyses are of the same part of the
 * piece. */
GstStructure *gst_master_chain_plan_correct (GstMasterChainPlan *self,
    const GstStructure *before, const GstStructure *after);

void gst_master_chain_plan_free (GstMasterChainPlan *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GstMasterChainPlan, gst_master_chain_plan_free)

G_END_DECLS

#endif /* GST_MASTER_CHAIN_PLAN_H */
