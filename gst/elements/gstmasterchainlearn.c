/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainlearn.h"

#include "assistant/acousticbrainz.h"
#include "gstmasteranalysis.h"

static GstStructure *
refuse (const gchar *name, const gchar *why)
{
  return gst_structure_new (name, "error", G_TYPE_STRING, why, NULL);
}

GstStructure *
gst_master_chain_learn_begin (MstLearner **learner, const gchar *store)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (learner, mst_learner_free);
  *learner = mst_learner_new (store, &error);
  return *learner ? gst_structure_new_empty ("store")
                  : refuse ("store", error->message);
}

/* `reason` says why a song does not count, and is NULL if it counts. */
static GstStructure *
answer (gboolean known, const gchar *reason)
{
  GstStructure *out =
      gst_structure_new ("song", "known", G_TYPE_BOOLEAN, known, NULL);

  if (reason)
    gst_structure_set (out, "skipped", G_TYPE_STRING, reason, NULL);
  return out;
}

static GstStructure *
skip (MstLearner *learner, const gchar *key, const gchar *reason)
{
  g_autoptr (GError) error = NULL;

  return mst_learner_skip (learner, key, reason, &error)
      ? answer (TRUE, reason)
      : refuse ("song", error->message);
}

static GstStructure *
add (MstLearner *learner, const gchar *key, const GstStructure *structure)
{
  g_autofree gchar *reason = NULL;
  g_autoptr (GError) error = NULL;
  gdouble features[MST_N_FEATURES];
  MstAnalysis analysis;

  if (!gst_master_analysis_from_structure (&analysis, structure, &error))
    return refuse ("song", error->message);
  reason = mst_learner_judge (&analysis);
  if (reason)
    return skip (learner, key, reason);
  mst_features_of (&analysis, features);
  return mst_learner_add (learner, key, features, &error)
      ? answer (TRUE, NULL)
      : refuse ("song", error->message);
}

/* A song that others have measured. */
static GstStructure *
add_document (MstLearner *learner, const gchar *key, const gchar *text)
{
  g_autoptr (GError) error = NULL;
  gdouble features[MST_N_FEATURES];
  const gchar *fault = mst_acousticbrainz_read (text, -1, features);

  if (fault)
    return skip (learner, key, fault);
  return mst_learner_add (learner, key, features, &error)
      ? answer (TRUE, NULL)
      : refuse ("song", error->message);
}

static GstStructure *
ask (MstLearner *learner, const gchar *key)
{
  g_autofree gchar *reason = NULL;
  gboolean known = mst_learner_known (learner, key, &reason);

  return answer (known, reason);
}

static gchar *
get_key (const GstStructure *song)
{
  const gchar *path = gst_structure_get_string (song, "path");
  guint64 size = 0;
  gint64 modified = 0;

  gst_structure_get_uint64 (song, "size", &size);
  gst_structure_get_int64 (song, "modified", &modified);
  return path ? mst_learner_key (path, size, modified) : NULL;
}

static GstStructure *
learn_song (MstLearner *learner, const gchar *key, const GstStructure *song)
{
  const GValue *analysis = gst_structure_get_value (song, "analysis");
  const gchar *skipped = gst_structure_get_string (song, "skipped");
  const gchar *document = gst_structure_get_string (song, "document");

  if (document)
    return add_document (learner, key, document);
  if (!analysis)
    return skipped ? skip (learner, key, skipped) : ask (learner, key);
  return GST_VALUE_HOLDS_STRUCTURE (analysis)
      ? add (learner, key, gst_value_get_structure (analysis))
      : refuse ("song", "the analysis is not a structure");
}

GstStructure *
gst_master_chain_learn (MstLearner *learner, const GstStructure *song)
{
  g_autofree gchar *key = song ? get_key (song) : NULL;

  if (!learner)
    return refuse ("song", "learn-begin comes first");
  return key ? learn_song (learner, key, song)
             : refuse ("song", "the path of the song is missing");
}

static MstProfile *
make_profile (MstLearner *learner, const gchar *name, GError **error)
{
  guint songs = mst_learner_count (learner);
  g_autofree gchar *source = g_strdup_printf ("learnt from %u songs", songs);

  if (songs >= MST_PROFILE_LEAST_SONGS)
    return mst_learner_profile (learner, name ? name : "learnt", source, error);
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "%u song%s too few for a profile: %d are needed", songs,
      songs == 1 ? " is" : "s are", MST_PROFILE_LEAST_SONGS);
  return NULL;
}

GstStructure *
gst_master_chain_learn_end (MstLearner *learner, const gchar *location,
    const gchar *name)
{
  g_autoptr (MstProfile) profile = NULL;
  g_autoptr (GError) error = NULL;

  if (!learner || !location)
    return refuse ("profile",
        learner ? "a place for the profile is missing"
                : "learn-begin comes first");
  profile = make_profile (learner, name, &error);
  if (!profile || !mst_profile_save (profile, location, &error))
    return refuse ("profile", error->message);
  return gst_structure_new ("profile", "songs", G_TYPE_UINT, profile->count,
      NULL);
}
