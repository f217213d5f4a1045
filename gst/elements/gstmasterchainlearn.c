/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainlearn.h"

#include "gstmasteranalysis.h"

/* Takes the error. */
static GstStructure *
fail (const gchar *name, GError *error)
{
  GstStructure *out =
      gst_structure_new (name, "error", G_TYPE_STRING, error->message, NULL);

  g_error_free (error);
  return out;
}

static GstStructure *
refuse (const gchar *name, const gchar *why)
{
  return gst_structure_new (name, "error", G_TYPE_STRING, why, NULL);
}

GstStructure *
gst_master_chain_learn_begin (MstLearner **learner, const gchar *store)
{
  GError *error = NULL;

  g_clear_pointer (learner, mst_learner_free);
  *learner = mst_learner_new (store, &error);
  return *learner ? gst_structure_new_empty ("store") : fail ("store", error);
}

/* Takes the reason. */
static GstStructure *
answer (gboolean known, gchar *reason)
{
  GstStructure *out =
      gst_structure_new ("song", "known", G_TYPE_BOOLEAN, known, NULL);

  if (reason)
    gst_structure_set (out, "skipped", G_TYPE_STRING, reason, NULL);
  g_free (reason);
  return out;
}

static GstStructure *
skip (MstLearner *learner, const gchar *key, gchar *reason)
{
  GError *error = NULL;

  if (mst_learner_skip (learner, key, reason, &error))
    return answer (TRUE, reason);
  g_free (reason);
  return fail ("song", error);
}

static GstStructure *
add (MstLearner *learner, const gchar *key, const GstStructure *structure)
{
  gdouble features[MST_N_FEATURES];
  const gchar *fault = NULL;
  MstAnalysis analysis;
  GError *error = NULL;
  gchar *reason;

  if (!gst_master_analysis_from_structure (&analysis, structure, &fault)) {
    g_set_error (&error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "the analysis has no %s", fault);
    return fail ("song", error);
  }
  reason = mst_learner_judge (&analysis);
  if (reason)
    return skip (learner, key, reason);
  mst_features_of (&analysis, features);
  return mst_learner_add (learner, key, features, &error)
      ? answer (TRUE, NULL)
      : fail ("song", error);
}

static GstStructure *
ask (MstLearner *learner, const gchar *key)
{
  gchar *reason = NULL;
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

GstStructure *
gst_master_chain_learn (MstLearner *learner, const GstStructure *song)
{
  gchar *key = song ? get_key (song) : NULL;
  const GValue *analysis =
      song ? gst_structure_get_value (song, "analysis") : NULL;
  const gchar *skipped =
      song ? gst_structure_get_string (song, "skipped") : NULL;
  GstStructure *out;

  if (!learner)
    out = refuse ("song", "learn-begin comes first");
  else if (!key)
    out = refuse ("song", "the song has no path");
  else if (analysis && !GST_VALUE_HOLDS_STRUCTURE (analysis))
    out = refuse ("song", "the analysis is no structure");
  else if (analysis)
    out = add (learner, key, gst_value_get_structure (analysis));
  else if (skipped)
    out = skip (learner, key, g_strdup (skipped));
  else
    out = ask (learner, key);
  g_free (key);
  return out;
}

GstStructure *
gst_master_chain_learn_end (MstLearner *learner, const gchar *location,
    const gchar *name)
{
  guint songs = learner ? mst_learner_count (learner) : 0;
  gchar *source = g_strdup_printf ("learnt from %u songs", songs);
  MstProfile *profile = NULL;
  GError *error = NULL;
  gboolean ok = FALSE;

  if (learner && songs < MST_LEARNER_MIN_SONGS)
    g_set_error (&error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
        "%u song%s too few for a profile: %d are needed", songs,
        songs == 1 ? " is" : "s are", MST_LEARNER_MIN_SONGS);
  else if (!learner || !location)
    g_set_error (&error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS, "%s",
        learner ? "no place for the profile" : "learn-begin comes first");
  else
    profile =
        mst_learner_profile (learner, name ? name : "learnt", source, &error);
  if (profile)
    ok = mst_profile_save (profile, location, &error);
  g_clear_pointer (&profile, mst_profile_free);
  g_free (source);
  return ok ? gst_structure_new ("profile", "songs", G_TYPE_UINT, songs, NULL)
            : fail ("profile", error);
}
