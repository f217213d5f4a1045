/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * estimate.h - what of a mix's traits is the song, and what is a fault.
 *
 *   the song   x ~ sum_k w_k N (m_k, a^2 S_k)       the model, a little wider
 *   the fault  d ~ sum_s p_s N (0, s D)             mostly none, seldom gross
 *   the mix    y = x + d
 *
 * The estimate is the mean of d when y is known: a mean over all k and s of
 * s D (a^2 S_k + s D)^-1 (y - m_k), each weighted by how likely y is so. Traits
 * that were not measured are left out of all of it.
 */
#ifndef MST_ESTIMATE_H
#define MST_ESTIMATE_H

#include "prior.h"

#define MST_FAULT_KINDS 3

/** How the estimate looks at songs and faults. */
typedef struct {
  gdouble spread; /* a: music is wider than the songs that a model has seen */
  int n;          /* of kinds of faults of level */
  gdouble scale[MST_FAULT_KINDS];  /* s, */
  gdouble weight[MST_FAULT_KINDS]; /* and p_s; the last is the gross kind */
} MstOutlook;

/** The one that decisions are made by. */
extern const MstOutlook mst_outlook;

typedef struct {
  gdouble fault[MST_TRAITS];     /* d [LU]: what there is too much of */
  gdouble deviation[MST_TRAITS]; /* LU: how unsure that is */
  gdouble gross; /* 0 .. 1: the fault of level is a gross one, by the model; */
  gdouble sure;  /* the same, calibrated */
  gdouble cluster[MST_MODEL_CLUSTERS]; /* 0 .. 1: it is a song of this one */
  /* How far the mix is from any song, whatever the fault: squared deviations
   * for each known trait, 1 where the model fits. */
  gdouble strangeness;
} MstEstimate;

/** By how much the level of each band is over what songs have whose other
 * traits are these, and the deviation of that [LU]. The faults that the
 * estimate knows are smooth: it does not hear a band that sticks out alone. */
void
mst_estimate_alone (const MstModel *songs, const gdouble traits[MST_TRAITS],
    gdouble excess[MST_ANALYSIS_BANDS], gdouble deviation[MST_ANALYSIS_BANDS]);

void mst_estimate (const MstModel *songs, const MstPrior *prior,
    const MstOutlook *outlook, const gdouble traits[MST_TRAITS],
    MstEstimate *self);

#endif /* MST_ESTIMATE_H */
