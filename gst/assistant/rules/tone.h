/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * tone.h - what the rule of the tone has found, for those who tell it and make
 * its bands move; private to the rules.
 */
#ifndef MST_RULES_TONE_H
#define MST_RULES_TONE_H

#include "rules.h"

#include "assistant/broad.h"
#include "assistant/fit.h"

#define MST_TONE_SURE 0.9
#define MST_TONE_FAIRLY 0.7

typedef struct {
  MstBroad broad;
  gdouble model[MST_ANALYSIS_THIRDS];  /* dB: too much, by the model */
  gdouble alone[MST_ANALYSIS_THIRDS];  /* dB: too much, of a band by itself */
  gdouble wanted[MST_ANALYSIS_THIRDS]; /* dB: the change */
  gdouble weight[MST_ANALYSIS_THIRDS];
  gdouble sure;      /* 0 .. 1: that there is a fault worth mending */
  gboolean has_word; /* the absolute sense is sure of one */
} MstTone;

/** By how much a third is too strong, by all that was heard [dB]. */
gdouble mst_tone_excess (const MstTone *tone, int third);

/** Lets a bell that cuts move with the sound, where the loud sections have its
 * fault and the quiet ones have not: band `at` of the equaliser, which is set
 * to its gain. Returns by how much more the loud sections have there than the
 * quiet ones [dB]; 0: it stays as it is. */
gdouble mst_tone_moves (MstCase *c, const MstFitBand *band, int at);

/** Tells band `at` of the equaliser, and that it moves where `moves` says so.
 */
void mst_tone_tell (MstCase *c, const MstTone *tone, const MstFitBand *band,
    int at, gdouble moves);

#endif /* MST_RULES_TONE_H */
