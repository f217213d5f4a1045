/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * model.h - a kind of music as a mixture of normal distributions.
 *
 * A song is 27 of the features of feature.h: level, side and range of each
 * band. They are prepared (mst_traits_of()) so that its gain does not count,
 * and so that bands in which there is nothing do not count for much. Songs are
 * then
 *
 *   x ~ sum_k w_k N (m_k, S_k)
 *
 * A model comes from the many songs of the prior (prior.h), from those of
 * somebody's own (learn.h), or, with one normal distribution alone, from the
 * quantiles of a profile (profile.h).
 */
#ifndef MST_MODEL_H
#define MST_MODEL_H

#include "feature.h"

#define MST_TRAITS (3 * MST_ANALYSIS_BANDS)
#define MST_MODEL_CLUSTERS 4

/** Where the traits of band 0 are. */
enum {
  MST_TRAIT_LEVEL = 0,
  MST_TRAIT_SIDE = MST_ANALYSIS_BANDS,
  MST_TRAIT_RANGE = 2 * MST_ANALYSIS_BANDS,
};

typedef struct {
  gdouble weight; /* of all songs, 0 .. 1 */
  gdouble mean[MST_TRAITS];
  gdouble covariance[MST_TRAITS][MST_TRAITS];
} MstCluster;

typedef struct {
  int n; /* clusters; 0: there is no model */
  MstCluster cluster[MST_MODEL_CLUSTERS];
} MstModel;

/** The traits of a song. One that was not measured is NAN, and counts nowhere.
 */
void mst_traits_of (const gdouble features[MST_N_FEATURES],
    gdouble traits[MST_TRAITS]);

/** One normal distribution, in which traits go together as they do in the songs
 * of another model. */
void mst_model_init_normal (MstModel *self, const MstModel *like,
    const gdouble mean[MST_TRAITS], const gdouble deviation[MST_TRAITS]);

#endif /* MST_MODEL_H */
