/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * learn.h - a profile from songs: one's own, thousands of them, or a reference.
 *
 * A learner gathers the features of songs. Whoever drives it measures them, as
 * many at once as there are cores: all functions may be called from any thread.
 *
 *   g_autoptr (MstLearner) learner = mst_learner_new ("songs.jsonl", &error);
 *   for each file:
 *     key = mst_learner_key (path, size, mtime);
 *     if (mst_learner_known (learner, key))    measured in a run before
 *       continue;
 *     measure it, judge it, then
 *     mst_learner_add (learner, key, features, &error)   or
 *     mst_learner_skip (learner, key, "has no audio", &error);
 *   profile = mst_learner_profile (learner, "my-songs", "where from", &error);
 *
 * The store is a file of JSON lines, one a song, written and flushed as each is
 * measured, so that a run that was cut off goes on where it was; a last line
 * that was cut in half is measured again. A song that has changed has another
 * key. The profile holds what this run asked for or added, not all that the
 * store knows, and it does not depend on the order in which songs came.
 */
#ifndef MST_LEARN_H
#define MST_LEARN_H

#include "profile.h"

G_BEGIN_DECLS

typedef struct MstLearner MstLearner;

/** Reads the store, which may not be there yet. NULL: without a store. */
MstLearner *mst_learner_new (const gchar *store, GError **error);

/** The key of a song in the store. */
gchar *mst_learner_key (const gchar *path, guint64 size, gint64 mtime);

/** Returns whether the store has it; the song then counts in this run. A song
 * that was skipped is known, too: `reason`, which may be NULL, then says why,
 * to be freed by the caller, and else is NULL. */
gboolean mst_learner_known (MstLearner *self, const gchar *key, gchar **reason);

/** A song's features. FALSE where the store could not be written. */
gboolean mst_learner_add (MstLearner *self, const gchar *key,
    const gdouble features[MST_N_FEATURES], GError **error);

/** Notes a file that is not a song. */
gboolean mst_learner_skip (MstLearner *self, const gchar *key,
    const gchar *reason, GError **error);

/** Why what was measured says nothing of finished music - silent, under 5 s,
 * not all numbers - to be freed; NULL where it does. */
gchar *mst_learner_judge (const MstAnalysis *analysis);

/** How many songs count in this run. */
guint mst_learner_count (MstLearner *self);

/** Mean, standard deviation (n - 1) and quantiles (linear between the order
 * statistics: definition 7 of R. J. Hyndman and Y. Fan, "Sample Quantiles in
 * Statistical Packages", 1996). Quartiles are as far from the median as those
 * of mst_profile_of_references() at least, and what no song has is as wide as
 * there. Fails without songs. */
MstProfile *mst_learner_profile (MstLearner *self, const gchar *name,
    const gchar *source, GError **error);

void mst_learner_free (MstLearner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MstLearner, mst_learner_free)

G_END_DECLS

#endif /* MST_LEARN_H */
