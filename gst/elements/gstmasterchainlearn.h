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
 *   size, modified     guint64, gint64: they tell whether it has changed
 *   analysis           GstStructure, where it was measured
 *   skipped            string, where it does not count: why
 *
 * With neither of the last two the store is asked for the song. The answer is
 * `song` with:
 *
 *   known              gboolean: the song counts, and need not be measured
 *   skipped            string: why the song does not count
 *
 * The answer to `learn-end` is `profile` with:
 *
 *   songs              guint: the number of songs in the profile
 *
 * After a failure there is one field in place of all this, `error`, a string.
 */
#ifndef GST_MASTER_CHAIN_LEARN_H
#define GST_MASTER_CHAIN_LEARN_H

#include <gst/gst.h>

#include "assistant/learn.h"

G_BEGIN_DECLS

/* Begins anew, with a store or with NULL, and forgets earlier songs. */
GstStructure *
gst_master_chain_learn_begin (MstLearner **learner, const gchar *store);

/* Any thread may call it. A `learner` of NULL gives an error. */
GstStructure *
gst_master_chain_learn (MstLearner *learner, const GstStructure *song);

/* Writes the profile as a whole or not at all. */
GstStructure *gst_master_chain_learn_end (MstLearner *learner,
    const gchar *location, const gchar *name);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_LEARN_H */
