/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * plan.h - a plan for a mix: what is wrong with it, what is to be done, and
 * why.
 *
 * A plan has four lists. Findings say what is wrong with the mix itself. Moves
 * are what is done about the rest, each with its evidence in numbers, the rule
 * that was applied, the reason, and what is expected of it. Notes say what was
 * left alone, and why. Settings are the moves as properties of masterchain's
 * stages: what is not in them stays at its default, which is neutral.
 *
 * decide.h makes a plan, correct.h turns it once it has been rendered, and
 * explain.h prints it. A plan promises a curve: by how much each third of an
 * octave is to change.
 */
#ifndef MST_PLAN_H
#define MST_PLAN_H

#include "profile.h"
#include "reference.h"

G_BEGIN_DECLS

/** The goal of a master. */
typedef struct {
  gdouble loudness; /* LUFS, integrated; NAN: as loud as it is */
  gdouble ceiling;  /* dBTP */
  gdouble strength; /* 0 .. 100: how far moves go; 0 is loudness alone */
  gdouble max_tone; /* dB: no frequency is changed by more, resonances aside */
  gdouble max_limiting; /* dB: more is told as a finding */
  gboolean firm; /* the loudness is made whatever it costs, with a warning */
  const MstReferences *references; /* songs to be met, of the caller, or NULL */
  const struct MstWishes *wishes;  /* of the caller (wishes.h), or NULL */
  /* Settings that it begins with, of the caller, or NULL ... */
  const struct MstPlan *base;
  gboolean base_alone; /* ... and to which only wishes are added */
  /* The change of each third that was made on the stems already [dB], of the
   * caller, or NULL: the faults are those of the sum before it (stems.h). */
  const gdouble *eased;
} MstGoal;

/** -14 LUFS, -1 dBTP, strength 70, 6 dB, 6 dB. */
void mst_goal_init (MstGoal *goal);

typedef enum {
  MST_VALUE_DOUBLE,
  MST_VALUE_INT,
  MST_VALUE_BOOL,
  MST_VALUE_NICK,
  MST_VALUE_CURVE,
} MstValueKind;

/** The value of a property. */
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
  const gchar *feature; /* to this: of feature.h, or "resonance", "dc" ... */
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

typedef struct MstPlan {
  MstGoal goal;
  gchar *profile;
  gboolean usable;   /* there is something to master */
  gboolean mastered; /* it has been mastered: only sure faults are mended */

  GPtrArray *findings; /* MstFinding, faults first */
  GPtrArray *moves;    /* MstMove, as they were decided */
  GPtrArray *notes;    /* MstNote */
  GPtrArray *settings; /* MstSetting, each path once */

  gdouble features[MST_N_FEATURES]; /* of the mix, */
  gdouble expected[MST_N_FEATURES]; /* and when the plan has been followed */
  gdouble distance;                 /* to the profile (distance.h), */
  gdouble expected_distance;

  /* The change of each third in the middle, but for a constant [dB]. */
  gdouble intended[MST_ANALYSIS_THIRDS];
  gdouble intended_side[MST_ANALYSIS_THIRDS]; /* of references alone */

  gdouble wanted_loudness; /* LUFS: the goal's before it was lowered */
  /* dB over the budget when the loudness was last lowered; NAN: it was not. */
  gdouble damage;
} MstPlan;

/** An empty plan; the goal is brought within what the stages can do. */
MstPlan *mst_plan_new (const gchar *profile, const MstGoal *goal);

void mst_plan_free (MstPlan *self);

/* --- reading */

/** A setting, with the rule that asked for it; NULL where the property stays at
 * its default. */
MstSetting *mst_plan_setting (const MstPlan *self, const gchar *path);

/** The value of a setting; NULL where the property stays at its default. */
const MstValue *mst_plan_get (const MstPlan *self, const gchar *path);

/** The number of a setting; 0 where the property stays at its default. */
gdouble mst_plan_get_number (const MstPlan *self, const gchar *path);

/** The finding of that id, or NULL. */
MstFinding *mst_plan_find (const MstPlan *self, const gchar *id);

/* --- adding */

void mst_plan_finding (MstPlan *self, MstSeverity severity, const gchar *id,
    const gchar *format, ...) G_GNUC_PRINTF (4, 5);
void mst_plan_note (MstPlan *self, const gchar *rule, const gchar *format, ...)
    G_GNUC_PRINTF (3, 4);

/** Takes a copy of the move, with the path and what evidence and reason say. */
MstMove *mst_plan_move (MstPlan *self, const MstMove *move, const gchar *path,
    const gchar *reason, const gchar *evidence, ...) G_GNUC_PRINTF (5, 6);

/** Sets a property on behalf of a rule; a second time, the value is replaced.
 */
void mst_plan_set (MstPlan *self, const gchar *rule, MstValueKind kind,
    gdouble number, const gchar *format, ...) G_GNUC_PRINTF (5, 6);
void mst_plan_set_nick (MstPlan *self, const gchar *rule, const gchar *nick,
    const gchar *format, ...) G_GNUC_PRINTF (4, 5);

/** Sets a curve. */
void mst_plan_set_curve (MstPlan *self, const gchar *rule,
    const gdouble curve[MST_ANALYSIS_THIRDS], const gchar *path);

/** Takes the settings of another, on behalf of a rule. */
void mst_plan_copy_settings (MstPlan *self, const struct MstPlan *other,
    const gchar *rule);

/** Leaves out all that was decided about a stage. FALSE: that is nothing. */
gboolean mst_plan_drop_stage (MstPlan *self, const gchar *stage);

/** Leaves a property to somebody else, who has set it: what the plan does with
 * it is neither among the settings nor told, but for a note. */
void mst_plan_leave (MstPlan *self, const gchar *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MstPlan, mst_plan_free)

G_END_DECLS

#endif /* MST_PLAN_H */
