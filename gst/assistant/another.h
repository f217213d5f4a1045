/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * another.h - what another song tells of a mix.
 *
 * It is one song more, of the kind that is wanted: the clusters of the prior
 * that are likely to have such a song count more, and their means move towards
 * it, as far as songs that belong together are alike. What is found to be wrong
 * with the mix is what these say. Its slope and its width tell something; its
 * notes are its own.
 */
#ifndef MST_ANOTHER_H
#define MST_ANOTHER_H

#include "estimate.h"
#include "reference.h"

G_BEGIN_DECLS

/** Moves a model towards the references. */
void mst_another_model (const MstModel *songs, const MstReferences *references,
    MstModel *moved);

/** The faults of a mix with these traits, by the prior and the references;
 * those of width and dynamics by their share. */
void mst_another_estimate (const MstReferences *references,
    const gdouble traits[MST_TRAITS], MstEstimate *estimate);

/** How much is done of a fault of tone, over what would be done without a
 * reference. */
gdouble mst_another_tone (const MstReferences *references);

G_END_DECLS

#endif /* MST_ANOTHER_H */
