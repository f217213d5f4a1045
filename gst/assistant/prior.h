/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * prior.h - what is known of finished music, and of what goes wrong with it,
 * before a mix has been heard.
 *
 * Compiled in from models/prior.json: a mixture fitted to the measurements of
 * 568 released recordings, the covariance of what mixes have too much or too
 * little of, and what loudness, peaks and range a released song with such
 * traits has. docs/assistant.md has the equations.
 */
#ifndef MST_PRIOR_H
#define MST_PRIOR_H

#include "model.h"

typedef struct {
  MstModel songs;

  /* The covariance of faults: the mix is x + d, where d ~ N (0, faults). */
  gdouble faults[MST_TRAITS][MST_TRAITS];

  /* A feature of the whole: [0] and the sum of [1 + i] times trait i. */
  gdouble block_range[1 + MST_TRAITS];
  gdouble plr[1 + MST_TRAITS];
} MstPrior;

/** The one that is compiled in; never to be freed. */
const MstPrior *mst_prior_get (void);

/** A feature of the whole, foretold by traits; those that are not known are
 * taken for the mean of all songs. */
gdouble mst_prior_foretell (const MstPrior *self,
    const gdouble line[1 + MST_TRAITS], const gdouble traits[MST_TRAITS]);

#endif /* MST_PRIOR_H */
