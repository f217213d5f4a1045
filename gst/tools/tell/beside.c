/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "beside.h"

#include "assistant/thirds.h"
#include "tools/base/jsonnumber.h"
#include "tools/pass/analysis.h"

MstCohesionSong
master_beside_song (const MasterMeasurement *measured,
    const GstStructure *analysis)
{
  MstCohesionSong song = { .loudness = measured->integrated_loudness,
    .range = measured->loudness_range,
    .plr = master_measurement_peak (measured) - measured->integrated_loudness };

  for (guint k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    song.mid[k] = master_analysis_at (analysis, "mid-spectrum", k);
    song.side[k] = master_analysis_at (analysis, "side-spectrum", k);
  }
  return song;
}

static JsonArray *
new_spectrum (const MstCohesionSong *song)
{
  JsonArray *array = json_array_new ();

  for (guint k = 0; k < MST_ANALYSIS_THIRDS; k++)
    master_json_add_round (array, song->mid[k] - song->loudness);
  return array;
}

static JsonObject *
new_side (const MstCohesionSong *song, const MstCohesionFeatures *features,
    const MasterMeasurement *measured)
{
  JsonObject *object = json_object_new ();

  master_json_set_round (object, "loudness", song->loudness);
  master_json_set_round (object, "range", song->range);
  master_json_set_round (object, "peak", master_measurement_peak (measured));
  master_json_set_round (object, "plr", song->plr);
  master_json_set_round (object, "side", features->side);
  master_json_set_round (object, "tone", features->tone);
  json_object_set_array_member (object, "spectrum", new_spectrum (song));
  return object;
}

static const MasterBesideSide *
side_of (const MasterBeside *song, gboolean after)
{
  return after ? &song->after : &song->before;
}

/* One side of all songs; those that have it are compared. */
static void
add_sides (JsonArray *rows, const MasterBeside *songs, guint n, gboolean after)
{
  g_autofree MstCohesionSong *known = g_new0 (MstCohesionSong, n);
  g_autofree MstCohesionFeatures *features = g_new0 (MstCohesionFeatures, n);
  guint count = 0;

  for (guint i = 0; i < n; i++) {
    const MasterBesideSide *side = side_of (&songs[i], after);

    if (side->measured)
      known[count++] = master_beside_song (side->measured, side->analysis);
  }
  if (count == 0)
    return;
  mst_cohesion_features (known, count, features);
  count = 0;
  for (guint i = 0; i < n; i++) {
    const MasterMeasurement *measured = side_of (&songs[i], after)->measured;

    if (!measured)
      continue;
    json_object_set_object_member (json_array_get_object_element (rows, i),
        after ? "after" : "before",
        new_side (&known[count], &features[count], measured));
    count++;
  }
}

static JsonArray *
new_moves (const GPtrArray *texts)
{
  JsonArray *array = json_array_new ();

  for (guint k = 0; texts && k < texts->len; k++)
    json_array_add_string_element (array, g_ptr_array_index (texts, k));
  return array;
}

JsonArray *
master_beside_new (const MasterBeside *songs, guint n)
{
  JsonArray *rows = json_array_new ();

  for (guint i = 0; i < n; i++) {
    JsonObject *row = json_object_new ();

    json_object_set_int_member (row, "number", i + 1);
    if (songs[i].title)
      json_object_set_string_member (row, "title", songs[i].title);
    master_json_set_round (row, "seconds", songs[i].seconds);
    json_object_set_array_member (row, "moves", new_moves (songs[i].moves));
    json_array_add_object_element (rows, row);
  }
  add_sides (rows, songs, n, FALSE);
  add_sides (rows, songs, n, TRUE);
  return rows;
}

JsonArray *
master_beside_new_hz (void)
{
  JsonArray *array = json_array_new ();

  for (guint k = 0; k < MST_ANALYSIS_THIRDS; k++)
    master_json_add_round (array, mst_third_frequency ((int) k));
  return array;
}

void
master_beside_add_verdict (JsonArray *array, gboolean good, const gchar *text)
{
  JsonArray *row = json_array_new ();

  json_array_add_boolean_element (row, good);
  json_array_add_string_element (row, text);
  json_array_add_array_element (array, row);
}
