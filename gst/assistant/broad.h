/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * broad.h - broad tops and holes of a spectrum, by their names.
 *
 * Over the thirds of an octave, spectra of music scatter, and neighbours go
 * together (spectra.h). A bell or shelf that stands out of what goes together
 * is a fault: each place is a hypothesis, and so is that there is none. A top
 * that is made of a few notes is excused: noise and dense music show an
 * equaliser, notes have levels of their own.
 */
#ifndef MST_BROAD_H
#define MST_BROAD_H

#include "thirds.h"

G_BEGIN_DECLS

/** The words that engineers have for them. */
typedef enum {
  MST_WORD_NONE,
  MST_WORD_BOOMY,
  MST_WORD_THIN,
  MST_WORD_MUD,
  MST_WORD_BOX,
  MST_WORD_NASAL,
  MST_WORD_HOLLOW,
  MST_WORD_HARSH,
  MST_WORD_RECESSED,
  MST_WORD_SIBILANT,
  MST_WORD_DULL,
  MST_WORD_BRIGHT,
  MST_N_WORDS,
} MstWord;

/** "muddy" ...: what it is. */
const gchar *mst_word_name (MstWord word);

/** The word for too much (`top`) or too little at a frequency. */
MstWord mst_word_at (gdouble frequency, gboolean top);

#define MST_BROAD_MOST 2 /* faults at once */

typedef struct {
  gdouble excess[MST_ANALYSIS_THIRDS]; /* dB: expected, of all faults */
  gdouble sure[MST_N_WORDS]; /* 0 .. 1, calibrated; [MST_WORD_NONE] unused */
} MstBroad;

void mst_broad_find (const MstAnalysis *analysis, MstBroad *self);

G_END_DECLS

#endif /* MST_BROAD_H */
