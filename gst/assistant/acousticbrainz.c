/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "acousticbrainz.h"

#include <math.h>

#include "jsonread.h"
#include "thirds.h"

#define BARKS 27

/* The edges of Essentia's BarkBands [Hz]. */
static const gdouble edges[BARKS + 1] = { 0, 50, 100, 150, 200, 300, 400, 510,
  630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3700, 4400,
  5300, 6400, 7700, 9500, 12000, 15500, 20500 };

/* The K-weighting at a frequency, as a factor of power. */
static gdouble
get_weight (gdouble frequency)
{
  return pow (10.0, 0.1 * mst_third_weighting[mst_third_at (frequency)]);
}

/* The share of a Bark band that lies in one of the nine. */
static gdouble
get_share (int bark, int band)
{
  gdouble low = fmax (edges[bark], mst_band_edges[band]);
  gdouble high = fmin (edges[bark + 1], mst_band_edges[band + 1]);

  return fmax (high - low, 0.0) / (edges[bark + 1] - edges[bark]);
}

static void
set_levels (const gdouble power[BARKS], gdouble features[MST_N_FEATURES])
{
  gdouble band[MST_ANALYSIS_BANDS] = { 0.0 }, whole = 0.0;

  for (int i = 0; i < BARKS; i++) {
    gdouble weighted = power[i] *
        get_weight (fmax (0.5 * (edges[i] + edges[i + 1]), mst_band_edges[0]));

    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      band[b] += get_share (i, b) * weighted;
  }
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    whole += band[b];
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    gdouble level = 10.0 * log10 (band[b] / whole);

    features[MST_FEATURE_LEVEL + b] = isfinite (level) ? level : (gdouble) NAN;
  }
}

static JsonArray *
find_means (JsonObject *root)
{
  JsonObject *level = root ? mst_json_object (root, "lowlevel") : NULL;
  JsonObject *bands = level ? mst_json_object (level, "barkbands") : NULL;
  JsonNode *node = bands ? json_object_get_member (bands, "mean") : NULL;

  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                              : NULL;
}

static gboolean
read_powers (JsonArray *array, gdouble power[BARKS])
{
  gdouble sum = 0.0;

  if (json_array_get_length (array) != BARKS)
    return FALSE;
  for (guint i = 0; i < BARKS; i++) {
    JsonNode *node = json_array_get_element (array, i);
    GType type = json_node_get_value_type (node);

    if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
      return FALSE;
    power[i] = json_node_get_double (node);
    if (!(power[i] >= 0.0))
      return FALSE;
    sum += power[i];
  }
  return sum > 0.0 && isfinite (sum);
}

const gchar *
mst_acousticbrainz_read (const gchar *text, gssize length,
    gdouble features[MST_N_FEATURES])
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gdouble power[BARKS];
  JsonArray *means;

  for (int i = 0; i < MST_N_FEATURES; i++)
    features[i] = NAN;
  if (!mst_json_load (parser, text, length, NULL))
    return "is not JSON";
  means = find_means (mst_json_root (parser));
  if (!means)
    return "is not a low-level document of AcousticBrainz";
  if (!read_powers (means, power))
    return "must have 27 powers, not all of them 0, in lowlevel.barkbands.mean";
  set_levels (power, features);
  return NULL;
}
