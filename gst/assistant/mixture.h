/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mixture.h - a model (model.h) from songs.
 *
 * From 30 songs on, expectation maximisation: one normal distribution under 60
 * songs, two under 200, four above, started from k-means and each kept from
 * narrowing by 40 songs' worth of what all clusters have in common. With fewer
 * songs the prior's clusters stay as they are, and the one that is the
 * likeliest for these songs moves its mean to them (MAP adaptation: J.-L.
 * Gauvain and C.-H. Lee, "Maximum a Posteriori Estimation for Multivariate
 * Gaussian Mixture Observations of Markov Chains", 1994). The order of the
 * songs does not matter.
 */
#ifndef MST_MIXTURE_H
#define MST_MIXTURE_H

#include "prior.h"

/** Fits a model to n >= 1 songs; a trait that is not known is NAN. */
void mst_mixture_fit (MstModel *self, const gdouble (*songs)[MST_TRAITS],
    guint n, const MstPrior *prior);

#endif /* MST_MIXTURE_H */
