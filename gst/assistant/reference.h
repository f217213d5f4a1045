/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reference.h - songs to be met, and what a mix has to change to meet them.
 *
 * A reference may be the mix itself, as somebody else has finished it, or
 * another song. The fine spectra tell: what is left of them without their
 * course over an octave are the notes, which an equaliser leaves where they
 * are. The same song is met third by third. Of another song's spectrum the most
 * is that song's own, and only what is broad counts, as far as mixes are known
 * to be wrong by so much.
 *
 * Everything is compared less the loudness, so that the level does not matter.
 */
#ifndef MST_REFERENCE_H
#define MST_REFERENCE_H

#include "thirds.h"

G_BEGIN_DECLS

#define MST_REFERENCE_CAP_DB 12.0 /* no third is changed by more */

/** How far references are followed, 0 .. 1. */
typedef struct {
  gdouble tone, width, dynamics, loudness;
} MstMatchShares;

typedef struct {
  MstAnalysis analysis;
  gdouble weight; /* above 0; only the proportions count */
} MstReference;

/** The songs to be met, and how. */
typedef struct {
  MstMatchShares shares;
  guint n;
  const MstReference *songs;
} MstReferences;

/** The changes that meet the references, scaled by the shares. */
typedef struct {
  gdouble same; /* 0 .. 1: sure that they are the mix itself */
  /* The change of mid and of side [dB], less that of loudness; 0 where there is
   * nothing to compare. */
  gdouble mid[MST_ANALYSIS_THIRDS], side[MST_ANALYSIS_THIRDS];
  gdouble width;    /* dB: the side's change less the mid's, on the mean */
  gdouble range;    /* LU: from the 10th to the 95th percentile of the blocks */
  gdouble loudness; /* LUFS: of the references; -INFINITY: not to be met */
} MstMatch;

/** Surer than this, they are taken for the mix itself. */
#define MST_REFERENCE_SURE 0.5

/** How alike the notes of two pieces are, -1 .. 1: the correlation of their
 * fine spectra, less their course over an octave. */
gdouble mst_reference_kinship (const MstAnalysis *a, const MstAnalysis *b);

/** The range of the loudness of blocks of 400 ms, from the 10th to the 95th
 * percentile [LU]. */
gdouble mst_reference_range (const MstAnalysis *analysis);

/** How sure it is that the references are the mix itself, 0 .. 1. */
gdouble
mst_reference_same (const MstAnalysis *mix, const MstReferences *references);

/** Finds what `mix` has to change to meet references that are the mix itself;
 * there is one or more. */
void mst_reference_match (const MstAnalysis *mix,
    const MstReferences *references, MstMatch *match);

G_END_DECLS

#endif /* MST_REFERENCE_H */
