/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tools/pass/analysis.h"

/* Features that are a single number, and the fields of the analysis that hold
 * them. */
static const struct {
  const gchar *feature, *field, *unit;
} singles[] = {
  { "loudness", "loudness", "LUFS" },
  { "block-range", "block-range", "LU" },
  { "crest", "crest", "dB" },
  { "dc", "dc", "dBFS" },
  { "true-peak", "true-peak", "dBTP" },
};

static const struct {
  const gchar *prefix, *field, *unit;
} lists[] = {
  { "level-", "band-level", "LU" },
  { "side-", "band-side", "LU" },
  { "range-", "band-range", "LU" },
};

static gint
find_band (const gchar *edges)
{
  gint low = atoi (edges);

  for (gint b = 0; b < MASTER_BANDS; b++)
    if (master_band_edges[b] == low)
      return b;
  return -1;
}

/* Reads a feature of a plan, and returns its unit; NULL where it cannot be
 * read. */
static const gchar *
read_feature (const GstStructure *analysis, const gchar *feature,
    gdouble *value)
{
  if (g_str_equal (feature, "plr")) {
    *value = master_analysis_get (analysis, "sample-peak") -
        master_analysis_get (analysis, "loudness");
    return "dB";
  }
  for (gsize i = 0; i < G_N_ELEMENTS (singles); i++)
    if (g_str_equal (feature, singles[i].feature)) {
      *value = master_analysis_get (analysis, singles[i].field);
      return singles[i].unit;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (lists); i++)
    if (g_str_has_prefix (feature, lists[i].prefix)) {
      gint band = find_band (feature + strlen (lists[i].prefix));
      *value = master_analysis_at (analysis, lists[i].field, (guint) band);
      return lists[i].unit;
    }
  return NULL;
}

gchar *
master_explain_result (const MasterResult *self, const GstStructure *move)
{
  const gchar *feature = gst_structure_get_string (move, "feature");
  gdouble before = NAN, after = NAN;
  const gchar *unit =
      feature ? read_feature (self->before, feature, &before) : NULL;

  if (!unit || !self->after)
    return NULL;
  read_feature (self->after, feature, &after);
  if (!isfinite (before) || !isfinite (after))
    return NULL;
  return g_strdup_printf ("%s: %.1f -> %.1f %s", feature, before, after, unit);
}

static void
print_damage (const GstStructure *plan)
{
  gdouble distortion = master_analysis_get (plan, "distortion");
  gdouble damage = master_analysis_get (plan, "damage");

  if (isfinite (distortion))
    printf ("  The limiter's residual is %.1f dB; damage is %.1f dB %s the "
            "budget\n",
        distortion, fabs (damage), damage > 0.0 ? "over" : "within");
}

static void
print_results (const MasterResult *self)
{
  const GstStructure *plan = self->plan;
  const GValue *moves = gst_structure_get_value (plan, "moves");
  guint n = moves ? gst_value_array_get_size (moves) : 0;
  gdouble distance = master_analysis_get (plan, "measured-distance");

  if (n == 0) /* silence has none */
    return;
  printf ("\nMeasured\n");
  for (guint i = 0; i < n; i++) {
    const GstStructure *move =
        gst_value_get_structure (gst_value_array_get_value (moves, i));
    g_autofree gchar *result = master_explain_result (self, move);

    if (result)
      printf ("  %2u. %-10s %s\n", i + 1,
          gst_structure_get_string (move, "rule"), result);
  }
  printf ("  Tone within %.2f dB of what was intended; distance %.2f -> %.2f\n",
      master_analysis_get (plan, "residual"),
      master_analysis_get (plan, "distance"), distance);
  print_damage (plan);
}

void
master_explain_print (const MasterResult *self)
{
  const GstStructure *plan = self->plan;
  const gchar *text =
      plan ? gst_structure_get_string (plan, "explanation") : NULL;

  if (!text)
    return;
  printf ("\n%s", text);
  if (self->after)
    print_results (self);
}
