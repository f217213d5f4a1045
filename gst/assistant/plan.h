/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * plan.h - what is to be done to a mix, and why.
 *
 * The assistant is a function: what was measured of a mix (dsp/analysis.h),
 * what finished music of its kind measures (profile.h) and what is wanted
 * (MstGoal) go in, a plan comes out. The same in gives the same out.
 *
 *   MstGoal goal;
 *   mst_goal_init (&goal);
 *   goal.loudness = -14;
 *   plan = mst_plan_new (&analysis, profile, &goal);
 *   puts (text = mst_plan_explain (plan));
 *
 * A plan has four lists. Findings say what is wrong with the mix itself. Moves
 * are what is done about the rest, each with its evidence in numbers, the rule
 * that was applied, the reason, and what is expected of it. Notes say what was
 * left alone, and why. Settings are the moves as properties of masterchain's
 * stages: what is not in them stays at its default, which is neutral.
 *
 * Within a profile's inner spread nothing is touched, and outside no further
 * than to its edge. docs/assistant.md has each rule, its threshold and its
 * equation.
 *
 * A plan promises a curve: by how much each third of an octave is to change.
 * Once the plan has been rendered and measured again, mst_plan_correct()
 * compares and turns the settings until what came out is what was intended.
 */
#ifndef MST_PLAN_H
#define MST_PLAN_H

#include "profile.h"

G_BEGIN_DECLS

#define MST_PLAN_VERSION 1

/** What is wanted. */
typedef struct {
  gdouble loudness; /* LUFS, integrated; NAN: as loud as it is */
  gdouble ceiling;  /* dBTP */
  gdouble strength; /* 0 .. 100: how far moves go; 0 is loudness alone */
  gdouble max_tone; /* dB: no frequency is changed by more, resonances aside */
  gdouble max_limiting; /* dB: more is told as a finding */
} MstGoal;

/** The damage budget: what a master may cost, at most. docs/assistant.md has
 * the definitions and where the numbers come from. */
#define MST_BUDGET_DISTORTION_DB (-12.0) /* residual of the limiter */
#define MST_BUDGET_CREST_DB 4.0          /* lost of the crest over 400 ms */
#define MST_BUDGET_PSR_DB 6.0            /* left, unless there was less */
#define MST_BUDGET_BACK_OFF_LU                                                 \
  6.0                               /* the goal is lowered by so much at most  \
                                     */
#define MST_BUDGET_MONO_LOSS_LU 2.0 /* unless there was more */
#define MST_BUDGET_CORRELATION 0.2  /* unless there was less */

/** -14 LUFS, -1 dBTP, strength 70, 3 dB, 6 dB. */
void mst_goal_init (MstGoal *goal);

typedef enum {
  MST_VALUE_DOUBLE,
  MST_VALUE_INT,
  MST_VALUE_BOOL,
  MST_VALUE_NICK,
  MST_VALUE_CURVE,
} MstValueKind;

/** What a property is set to. */
typedef struct {
  MstValueKind kind;
  gdouble number;    /* of double, int and bool */
  const gchar *nick; /* of a choice */
  /* A curve: gains [dB] at the thirds of an octave of dsp/analysis.h. */
  gdouble curve[MST_ANALYSIS_THIRDS];
} MstValue;

typedef struct {
  gchar *path;       /* as masterchain's children: "eq::band0::gain" */
  const gchar *rule; /* that asked for it */
  MstValue value;
} MstSetting;

typedef struct {
  const gchar *stage;   /* "match" */
  const gchar *rule;    /* "tone" */
  gchar *path;          /* the property that matters most */
  gdouble amount;       /* what is done, in the unit, */
  const gchar *unit;    /* "dB", "Hz", ":1" ... */
  const gchar *feature; /* to this: of feature.h, or "resonance", "true-peak" */
  gdouble before;       /* as measured */
  gdouble expected;     /* afterwards; NAN where it is not foreseen */
  gchar *evidence;      /* in numbers */
  gchar *reason;        /* in plain English */
} MstMove;

typedef enum {
  MST_FINDING_NOTICE, /* good to know */
  MST_FINDING_FAULT,  /* mastering cannot mend it: go back to the mix */
} MstSeverity;

typedef struct {
  MstSeverity severity;
  const gchar *id; /* "clipped" */
  gchar *text;
} MstFinding;

typedef struct {
  const gchar *rule;
  gchar *text;
} MstNote;

typedef struct {
  MstGoal goal;
  gchar *profile;
  gdouble sure; /* 0 .. 1, for the caller to set where the profile was found by
                        mst_distance_auto(); NAN where it was named */
  gboolean usable;   /* there is something to master */
  gboolean mastered; /* it has been mastered: only loudness changes */

  GPtrArray *findings; /* MstFinding, faults first */
  GPtrArray *moves;    /* MstMove, as they were decided */
  GPtrArray *notes;    /* MstNote */
  GPtrArray *settings; /* MstSetting, each path once */

  gdouble features[MST_N_FEATURES]; /* of the mix, */
  gdouble expected[MST_N_FEATURES]; /* and when the plan has been followed */
  gdouble distance;                 /* to the profile (distance.h), */
  gdouble expected_distance;

  /* By how much each third is to change in the middle, but for a constant [dB].
   */
  gdouble intended[MST_ANALYSIS_THIRDS];

  /* What mst_plan_correct() has seen last: drive, and the loudness it gave. */
  gdouble last_drive, last_loudness;
  guint corrections;

  /* What the limiter added to the render that mst_plan_correct() is about to
   * see (MST_BUDGET_DISTORTION_DB), for the caller to set; NAN: it was not
   * measured. */
  gdouble distortion;
  gdouble wanted_loudness; /* LUFS: the goal's before it was lowered */
} MstPlan;

/** Decides. Never fails: where nothing can be done, the plan says so. */
MstPlan *mst_plan_new (const MstAnalysis *analysis, const MstProfile *profile,
    const MstGoal *goal);

void mst_plan_free (MstPlan *self);

/** The value of a setting; NULL where the property stays at its default. */
const MstValue *mst_plan_get (const MstPlan *self, const gchar *path);

/** For the terminal. */
gchar *mst_plan_explain (const MstPlan *self);

/** All of it, as JSON. */
gchar *mst_plan_to_json (const MstPlan *self);

/** The settings alone, as masterchain's settings-location reads them. */
gchar *mst_plan_settings_to_json (const MstPlan *self);

/** The frequency of a third [Hz]. */
gdouble mst_third_frequency (int third);

/** What is left between the change that was measured and the one intended, in
 * each third, without what is common to all [dB]; NAN where a third does not
 * count: below the low guard, above the bandwidth, or 50 dB under the
 * strongest. Returns the greatest magnitude of what could still be corrected
 * within the caps. */
gdouble mst_plan_residual (const MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after, gdouble residual[MST_ANALYSIS_THIRDS]);

/** By how much the damage is over the budget [dB]; 0 or less: it is within.
 * `what` says which part of it is the worst. */
gdouble mst_plan_damage (const MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after, const gchar **what);

/** What the limiter was really set to for the render that mst_plan_correct() is
 * about to see [dB], where the caller has turned it since; NAN: as planned. */
void mst_plan_settle (MstPlan *self, gdouble drive, gdouble ceiling);

/** Compares what came out with what was intended. TRUE: loudness, true peak and
 * curve are within 0.05 LU, the ceiling and 0.5 dB, damage and mono sum within
 * their bounds, and nothing was changed. FALSE:
 * the settings were corrected, render again. In simulation three rounds do
 * (tests/assistant/correct.c); whoever calls it sets a limit. */
gboolean mst_plan_correct (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MstPlan, mst_plan_free)

G_END_DECLS

#endif /* MST_PLAN_H */
