/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainlearn.h - learning (assistant/learn.h) as structures go in and
 * come out of the chain's action signals `learn-begin`, `learn` and
 * `learn-end`.
 *
 * A song is a GstStructure of any name:
 *
 *   path               string, needed
 *   size, modified     guint64, gint64: what tells whether it has changed
 *   analysis           GstStructure, where it was measured
 *   skipped            string, where it is none: why
 *
 * With neither of the last two the store is asked for it. What comes back is
 * `song` with:
 *
 *   known              gboolean: nothing is to be measured; the song counts, or
 * is skipped            string: known to be none, or measured and of no use,
 * and why
 *
 * and of `learn-end` it is `profile` with
 *
 *   songs              guint: as many as the profile is made of
 *
 * What cannot be done has one field in place of all this, `error`, a string.
 */
#ifndef GST_MASTER_CHAIN_LEARN_H
#define GST_MASTER_CHAIN_LEARN_H

#include <gst/gst.h>

#include "assistant/learn.h"

G_BEGIN_DECLS

/* Begins, with a store or with NULL; what was learnt before is forgotten. */
GstStructure *
gst_master_chain_learn_begin (MstLearner **learner, const gchar *store);

/* From any thread. `learner` may be NULL, which is an error. */
GstStructure *
gst_master_chain_learn (MstLearner *learner, const GstStructure *song);

/* Writes the profile, all at once. */
GstStructure *gst_master_chain_learn_end (MstLearner *learner,
    const gchar *location, const gchar *name);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_LEARN_H */
