/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * rules.h - what the rules of the assistant share; private to it.
 *
 * A rule looks at the case and adds to its plan: moves and settings where there
 * is evidence, a note where there is none. Rules run in one order (plan.c), and
 * a later one sees what earlier ones expect.
 */
#ifndef MST_RULES_H
#define MST_RULES_H

#include <math.h>

#include "dsp/common/filter/analog.h"
#include "dsp/eq/eq.h"
#include "assistant/plan.h"

typedef struct {
  const MstAnalysis *in;
  const MstProfile *profile;
  gdouble strength; /* 0 .. 1 */
  MstPlan *plan;

  /* What faults keep rules from. */
  gboolean stereo;    /* two channels that both carry something */
  gboolean can_widen; /* a wider image would not make matters worse */
  gboolean can_judge; /* long and loud enough for statistics */
  gboolean noisy;     /* its pauses are not silent */
  gboolean limited;   /* there are no peaks left to compress */

  int eq_bands; /* of the equaliser that are in use */
  double eq[MST_EQ_BAND (MST_EQ_MAX_BANDS, 0)];
  gdouble shift; /* of loudness, by what comes before the limiter [LU] */
} MstCase;

void mst_rule_faults (MstCase *c);
void mst_rule_mastered (MstCase *c);
void mst_rule_dc (MstCase *c);
void mst_rule_resonances (MstCase *c);
void mst_rule_bands (MstCase *c);
void mst_rule_glue (MstCase *c);
void mst_rule_colour (MstCase *c);
void mst_rule_width (MstCase *c);
void mst_rule_bass_mono (MstCase *c);
void mst_rule_space (MstCase *c);
void mst_rule_tone (MstCase *c);
void mst_rule_delivery (MstCase *c);

/* --- correcting; TRUE: settings or the goal were changed */

/** Backs off from what costs more than the budget: soft clip, then saturation,
 * then loudness. */
gboolean mst_correct_damage (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after);

/** Takes back width where the mono sum has lost more than it may. */
gboolean mst_correct_mono (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after);

/* --- the nine bands in the four of the stages */

#define MST_GROUPS 4

/** The first band of each group; [MST_GROUPS] is the end. */
extern const int mst_group_first[MST_GROUPS + 1];

/** Where a group ends [Hz]. */
gdouble mst_group_upper (int group);

/** How much of a third lies in a band, 0 .. 1, over the logarithm of frequency.
 */
gdouble mst_third_share (int third, int band);

/** The mean power of left and right in a third. */
gdouble mst_third_power (const MstAnalysis *analysis, int third);

/** The power of the mix in dBFS between two bands' edges: from band `from` on,
 * to before band `to`. The mean of left and right, as a detector sees it. */
gdouble mst_case_power (const MstCase *c, int from, int to);

/** By how much a value is below (negative) or above the inner spread. */
gdouble mst_case_excess (const MstCase *c, int feature, gdouble value);

/** The mean excess of a group's features from `first` on; NAN where none is
 * known. */
gdouble mst_case_group_excess (const MstCase *c, int first, int group);

/* --- adding to the plan */

void mst_plan_finding (MstPlan *self, MstSeverity severity, const gchar *id,
    const gchar *format, ...) G_GNUC_PRINTF (4, 5);
void mst_plan_note (MstPlan *self, const gchar *rule, const gchar *format, ...)
    G_GNUC_PRINTF (3, 4);

/** Takes a copy of the move, with the path and what evidence and reason say. */
MstMove *mst_plan_move (MstPlan *self, const MstMove *move, const gchar *path,
    const gchar *reason, const gchar *evidence, ...) G_GNUC_PRINTF (5, 6);

/** The rule that sets and the value; a second time, the value is replaced. */
void mst_plan_set (MstPlan *self, const gchar *rule, MstValueKind kind,
    gdouble number, const gchar *format, ...) G_GNUC_PRINTF (5, 6);
void mst_plan_set_nick (MstPlan *self, const gchar *rule, const gchar *nick,
    const gchar *path);

/** Mastermatch: the same curve for middle and sides, and its caps. */
void mst_plan_set_match (MstPlan *self, const gchar *rule,
    const gdouble curve[MST_ANALYSIS_THIRDS]);

/** The next free band of the equaliser. */
void mst_case_add_eq (MstCase *c, const gchar *rule, MstShape shape,
    gdouble frequency, gdouble gain, gdouble q);

/** The change of each third by mastermatch, set to such a curve [dB]. */
void mst_match_thirds (const gdouble curve[MST_ANALYSIS_THIRDS],
    gdouble max_tone, gdouble change[MST_ANALYSIS_THIRDS]);

#endif /* MST_RULES_H */
