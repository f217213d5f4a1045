/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * assist.h - the assistant at work: plan, rehearse on excerpts, check the
 * whole.
 *
 * What it decides is masterchain's to say (its action signals `plan` and
 * `correct`); here is only the order of things, as any application could have
 * it.
 */
#ifndef MASTER_ASSIST_H
#define MASTER_ASSIST_H

#include "tools/pass/excerpt.h"
#include "tools/order/options.h"

typedef struct {
  MasterRunner *runner;
  const MasterOptions *options;
  const GstStructure *analysis; /* of the input */
  MasterRecording *recording;   /* of the same, or NULL */
  gint resample;

  GstElement *planner; /* a masterchain that no sound passes */
  GstStructure *plan;  /* as it is now */
  guint rehearsals;    /* how often the excerpts were rendered */
  guint corrections;   /* how often the whole led to a change of the sound */
} MasterAssist;

/** Whether what is wanted can be: told before anything has been measured. */
gboolean master_assist_check_goal (const MasterOptions *options,
    const MasterTask *task, GError **error);

/** Asks for a plan. `references` are analyses of songs to be met, or NULL. */
gboolean master_assist_plan (MasterAssist *self, const MasterTask *task,
    GPtrArray *references, GError **error);

/** Renders the excerpts, and corrects, until they are as planned. */
gboolean master_assist_rehearse (MasterAssist *self, GError **error);

/** Lays the whole, as it came out, beside the plan. `changed`: more than
 * drive and ceiling was corrected, and another render is due. */
gboolean master_assist_check (MasterAssist *self, const GstStructure *after,
    gboolean *changed, GError **error);

/** For masterchain; NULL before there is a plan. */
const GstStructure *master_assist_settings (const MasterAssist *self);

/** What of the settings comes before the limiter; owned by the caller. */
GstStructure *master_assist_front (const MasterAssist *self);

/** What the plan aims at [LUFS]: what was asked for, or less where that would
 * do damage. */
gdouble master_assist_loudness (const MasterAssist *self);

/** A number of the settings; `otherwise` where it is not among them. */
gdouble master_assist_setting (const MasterAssist *self, const gchar *path,
    gdouble otherwise);

void master_assist_clear (MasterAssist *self);

#endif /* MASTER_ASSIST_H */
