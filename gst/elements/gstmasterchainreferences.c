/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainreferences.h"

#include "assistant/learn.h"
#include "assistant/statistics.h"
#include "base/gstmasterparams.h"
#include "gstmasteranalysis.h"

#define MOST_WEIGHT 1e6

gboolean
gst_master_chain_read_number (gdouble *number, const GstStructure *structure,
    const gchar *name, GError **error)
{
  const GValue *value = gst_structure_get_value (structure, name);

  if (!value || gst_master_value_to_number (value, number))
    return TRUE;
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "%s is not a number", name);
  return FALSE;
}

static const GValue *
get_array (const GstStructure *goal)
{
  const GValue *value = gst_structure_get_value (goal, "references");

  return value && GST_VALUE_HOLDS_ARRAY (value) ? value : NULL;
}

gboolean
gst_master_chain_references_wanted (const GstStructure *goal)
{
  return get_array (goal) != NULL;
}

static gboolean
fail (GError **error, guint i, const gchar *what)
{
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "reference %u%s", i + 1, what);
  return FALSE;
}

/* Refuses a reference that says nothing of music. */
static gboolean
check_music (const MstAnalysis *analysis, guint i, GError **error)
{
  g_autofree gchar *reason = mst_learner_judge (analysis);
  g_autofree gchar *what = reason ? g_strconcat (": ", reason, NULL) : NULL;

  return !what || fail (error, i, what);
}

static gboolean
read_reference (MstReference *self, const GValue *value, guint i,
    GError **error)
{
  const GstStructure *structure;

  if (!GST_VALUE_HOLDS_STRUCTURE (value))
    return fail (error, i, " is not an analysis");
  structure = gst_value_get_structure (value);
  if (!gst_master_analysis_from_structure (&self->analysis, structure, error)) {
    g_prefix_error (error, "reference %u: ", i + 1);
    return FALSE;
  }
  self->weight = 1.0;
  if (!gst_master_chain_read_number (&self->weight, structure, "weight", error))
    return FALSE;
  if (!(self->weight > 0.0 && self->weight <= MOST_WEIGHT))
    return fail (error, i, ": its weight is not above 0");
  return check_music (&self->analysis, i, error);
}

static gboolean
read_shares (MstMatchShares *shares, const GstStructure *goal, GError **error)
{
  const struct {
    const gchar *name;
    gdouble *share;
  } rows[] = {
    { "match-tone", &shares->tone },
    { "match-width", &shares->width },
    { "match-dynamics", &shares->dynamics },
    { "match-loudness", &shares->loudness },
  };

  *shares = (MstMatchShares){ 1.0, 1.0, 1.0, 0.0 };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    gdouble percent = 100.0 * *rows[i].share;

    if (!gst_master_chain_read_number (&percent, goal, rows[i].name, error))
      return FALSE;
    if (!(percent >= 0.0 && percent <= 100.0)) {
      g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
          "%s must be 0 to 100", rows[i].name);
      return FALSE;
    }
    *rows[i].share = percent / 100.0;
  }
  return TRUE;
}

MstReferences *
gst_master_chain_references_new (const GstStructure *goal, GError **error)
{
  const GValue *array = get_array (goal);
  guint n = gst_value_array_get_size (array);
  MstReference *songs = g_new0 (MstReference, MAX (n, 1));
  g_autoptr (MstReferences) self = g_new0 (MstReferences, 1);

  self->songs = songs;
  self->n = n;
  if (!read_shares (&self->shares, goal, error))
    return NULL;
  for (guint i = 0; i < n; i++)
    if (!read_reference (&songs[i], gst_value_array_get_value (array, i), i,
            error))
      return NULL;
  return g_steal_pointer (&self);
}

void
gst_master_chain_references_free (MstReferences *self)
{
  if (!self)
    return;
  g_free ((gpointer) self->songs);
  g_free (self);
}

MstProfile *
gst_master_chain_references_profile (const MstReferences *self, GError **error)
{
  g_autofree gdouble *features =
      g_new0 (gdouble, MAX (self->n, 1) * MST_N_FEATURES);
  gdouble (*rows)[MST_N_FEATURES] = (gdouble (*)[MST_N_FEATURES]) features;

  for (guint i = 0; i < self->n; i++)
    mst_features_of (&self->songs[i].analysis, rows[i]);
  return mst_profile_of_references ((const gdouble (*)[MST_N_FEATURES]) rows,
      self->n, "reference", error);
}
