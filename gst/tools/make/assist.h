/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * assist.h - the assistant at work: it plans, hears excerpts, and judges the
 * whole.
 *
 * All decisions are masterchain's (its action signals `plan` and `correct`);
 * here is only the order of things, as any application could have it. Drive and
 * ceiling of a plan are where the search begins, and search.h turns them.
 */
#ifndef MASTER_ASSIST_H
#define MASTER_ASSIST_H

#include "search.h"
#include "tools/order/request.h"
#include "tools/pass/excerpt.h"

typedef struct {
  MasterRunner *runner;
  const MasterRequest *request;
  const GstStructure *analysis; /* of the input */
  MasterRecording *recording;   /* of the same, or NULL */
  gchar **set;                  /* settings that are not the assistant's */
  gint resample;

  GstElement *planner; /* a masterchain that no sound passes */
  GstStructure *plan;  /* as it is now; NULL before there is one */
  MasterExcerpts excerpts;
} MasterAssist;

/** Returns the goal of a plan, for masterchain. `set` are settings by hand,
 * `references` analyses of songs to be met; both may be NULL. */
GstStructure *master_assist_new_goal (const MasterOptions *options,
    const MasterDelivery *delivery, gchar **set, GPtrArray *references);

/** Returns FALSE, with an error, where the profile is at fault. Nothing has to
 * be measured for that. */
gboolean master_assist_check_goal (const MasterOptions *options,
    const MasterDelivery *delivery, GError **error);

/** Makes a plan, and takes excerpts where they are worth it. `references` are
 * analyses of songs to be met, or NULL. */
gboolean
master_assist_begin (MasterAssist *self, GPtrArray *references, GError **error);

/** Renders the excerpts with the drive and ceiling of `trial`, fills in the
 * rest of it, and corrects the plan. */
gboolean master_assist_rehearse (MasterAssist *self, MasterTrial *trial,
    MasterAdvice *advice, GError **error);

/** Corrects the plan by an analysis of the whole. With `final` the settings
 * stay as they are, and only the figures of the plan are new. */
gboolean master_assist_judge (MasterAssist *self, const GstStructure *after,
    gboolean final, MasterAdvice *advice, GError **error);

/** Holds the plan to what was done: by the analysis of the master, the chain
 * with all of its settings, and the deepest gain reduction of the limiter [dB].
 */
gboolean master_assist_conclude (MasterAssist *self, const GstStructure *after,
    GstElement *chain, gdouble limiting, GError **error);

/** Returns the plan's settings, for masterchain; NULL before there is a plan.
 * */
const GstStructure *master_assist_settings (const MasterAssist *self);

/** Returns the loudness that the plan aims at [LUFS]: the one that was asked
 * for, or less where that would do damage. */
gdouble master_assist_loudness (const MasterAssist *self);

/** Returns a number of the settings; `otherwise` where it is not among them.
 * */
gdouble master_assist_setting (const MasterAssist *self, const gchar *path,
    gdouble otherwise);

void master_assist_clear (MasterAssist *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MasterAssist, master_assist_clear)

#endif /* MASTER_ASSIST_H */
