/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "report.h"

#include <math.h>
#include <stdio.h>

#include "joints.h"
#include "tools/base/errors.h"
#include "tools/tell/beside.h"

typedef struct {
  const MasterTree *tree;
  const MasterPrepared *prepared;
  const MasterReleased *songs;
  guint n;
} Report;

static void
set_text (JsonObject *object, const gchar *name, const gchar *text)
{
  if (text)
    json_object_set_string_member (object, name, text);
}

/* --- the songs */

static JsonArray *
new_songs (const Report *self)
{
  g_autofree MasterBeside *songs = g_new0 (MasterBeside, self->n);
  g_autoptr (GPtrArray) titles = g_ptr_array_new_with_free_func (g_free);
  const MasterAlbumMaterial *material = &self->prepared->material;

  for (guint i = 0; i < self->n; i++) {
    const MasterSongFacts *facts = &self->prepared->facts[i];
    const MasterReleased *released = &self->songs[i];
    gchar *title =
        master_release_title (self->prepared->project, i, facts->tags);

    g_ptr_array_add (titles, title);
    songs[i] = (MasterBeside){ .title = title,
      .seconds = (gdouble) material->length[i] / material->rates[i],
      .before = { &facts->measured, facts->analysis },
      .after = { released->file ? &released->measured : NULL,
          released->analysis },
      .moves = material->moves ? material->moves[i].texts : NULL };
  }
  return master_beside_new (songs, self->n);
}

/* --- the formats */

static void
add_format (JsonArray *array, const gchar *kind, const gchar *where,
    const MasterTarget *target, const gchar *checks)
{
  JsonObject *row = json_object_new ();
  g_autofree gchar *goal = g_strdup_printf ("%s: %g LUFS, %g dBTP",
      target->name, target->loudness, target->ceiling);

  set_text (row, "kind", kind);
  set_text (row, "where", where);
  set_text (row, "target", goal);
  set_text (row, "checks", checks);
  json_array_add_object_element (array, row);
}

static JsonArray *
new_formats (const Report *self)
{
  static const gchar *const checks[] = {
    [MST_MASTER_FILES] = "Each file is read back: its frames, loudness and "
                         "peak are those of the table.",
    [MST_MASTER_CD] = "The fileset is read back: codes, places, texts and sums "
                      "are those of the disc.",
    [MST_MASTER_VINYL] = "No limiter, one gain; each side is read back, song "
                         "by song, and no peak passes the ceiling.",
    [MST_MASTER_CASSETTE] = "No limiter, one gain; each side is read back, "
                            "song by song, and no peak passes the ceiling.",
    [MST_MASTER_ARCHIVE] = "The file is read back: its frames and its peak.",
  };
  static const struct {
    const gchar *kind, *where;
  } names[] = {
    [MST_MASTER_FILES] = { "Files", "streaming/" },
    [MST_MASTER_CD] = { "CD", "cd/, cd.cue, cd.toc" },
    [MST_MASTER_VINYL] = { "Vinyl", "vinyl/" },
    [MST_MASTER_CASSETTE] = { "Cassette", "cassette/" },
    [MST_MASTER_ARCHIVE] = { "Archive", "archive/album.wav" },
  };
  JsonArray *array = json_array_new ();

  for (guint kind = 0; kind < G_N_ELEMENTS (names); kind++) {
    const MstMaster *master =
        mst_project_find_master (self->prepared->project, kind);
    if (master)
      add_format (array, names[kind].kind, names[kind].where,
          master_prepared_target (self->prepared, master), checks[kind]);
  }
  return array;
}

static JsonArray *
new_sheets (const Report *self)
{
  static const gchar *const sheets[][2] = { { "PQ sheet of the CD",
                                                "pq-sheet.txt" },
    { "Cutting sheet of the record", "vinyl/cutting-sheet.txt" },
    { "Sheet of the cassette", "cassette/cassette-sheet.txt" } };
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (sheets); i++) {
    g_autofree gchar *path =
        g_build_filename (self->tree->folder, sheets[i][1], NULL);
    g_autofree gchar *text = NULL;
    JsonObject *row;
    if (!g_file_get_contents (path, &text, NULL, NULL))
      continue;
    row = json_object_new ();
    set_text (row, "name", sheets[i][0]);
    set_text (row, "text", text);
    json_array_add_object_element (array, row);
  }
  return array;
}

/* --- the head */

static JsonArray *
new_verdict (const Report *self)
{
  const MstMaster *files =
      mst_project_find_master (self->prepared->project, MST_MASTER_FILES);
  JsonArray *array = json_array_new ();
  gdouble loudest = -INFINITY, peak = -INFINITY;
  g_autofree gchar *level = NULL, *top = NULL;
  const MasterTarget *target;

  if (!files)
    return array;
  target = master_prepared_target (self->prepared, files);
  for (guint i = 0; i < self->n; i++) {
    loudest = fmax (loudest, self->songs[i].measured.integrated_loudness);
    peak = fmax (peak, master_measurement_peak (&self->songs[i].measured));
  }
  level = g_strdup_printf ("loudest song %.2f LUFS for %.2f", loudest,
      target->loudness);
  top = g_strdup_printf ("%.2f dBTP under %.2f", peak, target->ceiling);
  master_beside_add_verdict (array, fabs (loudest - target->loudness) < 0.1,
      level);
  master_beside_add_verdict (array, peak <= target->ceiling, top);
  return array;
}

static void
fill_head (JsonObject *root, const Report *self)
{
  const MstProject *project = self->prepared->project;
  g_autofree gchar *subtitle =
      g_strdup_printf ("%s%s%u songs", project->artist ? project->artist : "",
          project->artist ? ", " : "", self->n);

  set_text (root, "kind", "Album report");
  set_text (root, "title", project->title ? project->title : "An album");
  set_text (root, "subtitle", subtitle);
  set_text (root, "made",
      "Made by gst-master-1.0 " VERSION ". Loudness and true peak as in ITU-R "
      "BS.1770.");
  json_object_set_array_member (root, "verdict", new_verdict (self));
  json_object_set_array_member (root, "hz", master_beside_new_hz ());
}

JsonObject *
master_album_report (MasterRunner *runner, const MasterTree *tree,
    const MasterPrepared *prepared, const MasterReleased *songs, GError **error)
{
  const Report self = { .tree = tree,
    .prepared = prepared,
    .songs = songs,
    .n = prepared->project->songs->len };
  JsonObject *root = json_object_new ();
  JsonArray *joins = master_joints_hear (runner, tree, prepared, songs, error);

  if (!joins) {
    json_object_unref (root);
    return NULL;
  }
  fill_head (root, &self);
  json_object_set_array_member (root, "songs", new_songs (&self));
  json_object_set_array_member (root, "joins", joins);
  json_object_set_array_member (root, "formats", new_formats (&self));
  json_object_set_array_member (root, "sheets", new_sheets (&self));
  return root;
}

void
master_album_explain (const MasterPrepared *prepared)
{
  const MstCohesionMove *moves = prepared->material.moves;

  for (guint i = 0; i < prepared->project->songs->len; i++) {
    g_autofree gchar *where = mst_project_place (prepared->project, i);
    g_autofree gchar *plain = master_printable (where);
    printf ("%s: %+.1f LU to the loudest\n", plain,
        prepared->material.offsets[i]);
    for (guint k = 0; moves && moves[i].texts && k < moves[i].texts->len; k++)
      printf ("  %s\n", (const gchar *) g_ptr_array_index (moves[i].texts, k));
  }
}
