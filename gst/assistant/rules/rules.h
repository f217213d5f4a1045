/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * rules.h - what the rules of the assistant share; private to it.
 *
 * A rule looks at the case and adds to its plan: moves and settings where there
 * is evidence, a note where there is none. Rules run in one order (decide.c),
 * and a later one sees what earlier ones expect.
 */
#ifndef MST_RULES_H
#define MST_RULES_H

#include <math.h>

#include "assistant/estimate.h"
#include "assistant/plan.h"
#include "assistant/thirds.h"
#include "dsp/common/filter/analog.h"
#include "dsp/eq/eq.h"

/** Sides that are further below the middle than this are as good as none [LU].
 */
#define MST_SCARCELY_SIDE_LU (-40.0)
/** Sides that are further below the middle than this are a choice: they are
 * not raised [LU]. */
#define MST_NARROW_SIDE_LU (-30.0)
/** A band that is further below the whole than this is empty [LU]. */
#define MST_EMPTY_LU (-60.0)

typedef struct {
  const MstAnalysis *in;
  const MstProfile *profile;
  gdouble strength; /* 0 .. 1 */
  MstPlan *plan;

  /* Faults switch these rules off. */
  gboolean stereo;    /* two channels that both carry something */
  gboolean can_widen; /* a wider image would not make matters worse */
  gboolean can_judge; /* long and loud enough for statistics */
  gboolean noisy;     /* its pauses are not silent */

  gdouble tone;               /* 1; with a reference, as it says */
  gdouble traits[MST_TRAITS]; /* of the mix, before stems were changed */
  MstEstimate estimate; /* what is the song, and what a fault of the mix */
  MstAnalysis shape;    /* `in` with thirds that do not go with its level */

  gdouble sure; /* 0 .. 1: that the tone has a fault worth mending */

  int eq_bands; /* of the equaliser that are in use */
  double eq[MST_EQ_N_VALUES];
  gdouble shift; /* of loudness, by what comes before the limiter [LU] */
} MstCase;

void mst_rule_faults (MstCase *c);
void mst_rule_dc (MstCase *c);
void mst_rule_resonances (MstCase *c);
void mst_rule_bands (MstCase *c);
void mst_rule_glue (MstCase *c);
void mst_rule_colour (MstCase *c);
void mst_rule_width (MstCase *c);
void mst_rule_bass_mono (MstCase *c);
void mst_rule_space (MstCase *c);
void mst_rule_tone (MstCase *c);
void mst_rule_match (MstCase *c);
void mst_rule_wishes (MstCase *c);

/** TRUE: there are references, and they are this song. All of its sound is
 * theirs to decide then. */
gboolean mst_is_matched (const MstCase *c);
void mst_rule_delivery (MstCase *c);

void mst_case_init (MstCase *self, const MstAnalysis *in,
    const MstProfile *profile, MstPlan *plan);

/** The mean fault of a group's traits from `first` on; 0 where none is known.
 */
gdouble mst_case_group_fault (const MstCase *c, int first, int group);

/** The PLR that music of this kind is mastered to [dB]. */
gdouble mst_case_plr (const MstCase *c);

/** By how much the loudness of blocks of 400 ms ranges more than it does in
 * nearly all released music with such traits, or in three of four songs of the
 * profile [LU]; NAN where it is not known. */
gdouble mst_case_range_excess (const MstCase *c);

/** Takes the bands that the plan's settings have already: the next free one is
 * behind them. */
void mst_case_take_eq (MstCase *c);

/** The next free band of the equaliser. */
void mst_case_add_eq (MstCase *c, const gchar *rule, MstShape shape,
    gdouble frequency, gdouble gain, gdouble q);

/** Adds the change of each third by the bands of the equaliser [dB]. */
void
mst_case_add_eq_change (const MstCase *c, gdouble change[MST_ANALYSIS_THIRDS]);

#endif /* MST_RULES_H */
