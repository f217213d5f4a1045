/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "album.h"

#include <stdio.h>

#include <gst/gst.h>

#include "album/project.h"
#include "archive.h"
#include "cut.h"
#include "fileset.h"
#include "prepare.h"
#include "record.h"
#include "release.h"
#include "report.h"
#include "room.h"
#include "runs.h"
#include "tools/base/errors.h"
#include "tools/base/progress.h"
#include "tools/media/output.h"
#include "tools/tell/page.h"

#define FILE_BITS 24
#define NAME_WIDTH 27 /* letters of a song's name in the table */

typedef struct {
  const MasterOptions *options;
  MasterRunner *runner;
  MasterPrepared prepared;
  const MstProject *project; /* of the prepared album */
  MasterTree tree;
  gchar *work; /* a folder for what is not kept */
  MasterReleased *released;
  MasterMeasurement archive;
  MasterOutput report, json; /* without a name where none is wanted */
} Album;

/* --- the masters */

/* Songs that flow are cut where the next one begins, even if they overlap. */
static gboolean
cut_song (Album *self, const MasterRun *run, guint i, const MstMaster *master,
    GError **error)
{
  const MstPlace *place = mst_sequence_place (run->own, i);
  const guint64 zero = mst_sequence_place (run->own, run->first)->start;
  const guint64 end = i + 1 < run->first + run->n
      ? mst_sequence_place (run->own, i + 1)->start
      : place->end;
  g_autoptr (GstTagList) tags =
      master_cut_tags (self->project, i, self->prepared.facts[i].tags);
  g_autofree gchar *name = master_release_name (self->project, i, tags,
      mst_master_formats[master->format]);
  g_autofree gchar *path =
      master_tree_path (&self->tree, "streaming", name, NULL);
  g_autofree gchar *title = master_release_title (self->project, i, tags);
  const MasterCut cut = { .run = run->path,
    .path = path,
    .name = name,
    .skip = place->start - zero,
    .length = end - place->start,
    .rate = run->rate,
    .bits = master->bits > 0.0 ? (gint) master->bits : FILE_BITS,
    .tags = tags,
    .bext = { .description = title ? title : name,
        .reference = mst_project_song (self->project, i)->isrc,
        .date = self->project->date } };
  MasterReleased *released = &self->released[i];

  g_free (released->file);
  released->file = g_build_filename ("streaming", name, NULL);
  return master_cut_write (self->runner, &cut, error) &&
      master_analyze_file (self->runner, path, name, MASTER_WORK_CHECK,
          &released->measured,
          master_prepared_analyzes (&self->prepared) ? &released->analysis
                                                     : NULL,
          error) &&
      master_cut_tell (&cut, &released->measured, error) &&
      (released->measured.frames == cut.length ||
          master_fail (error, name,
              "reads back with %" G_GUINT64_FORMAT
              " frames in place of %" G_GUINT64_FORMAT,
              released->measured.frames, cut.length));
}

static gboolean
make_files (Album *self, const MstMaster *master, const MasterTarget *target,
    GError **error)
{
  const MasterRunGoal goal = { .kind = "files",
    .target = target,
    .bits = master->bits > 0.0 ? (gint) master->bits : FILE_BITS };
  g_autoptr (GPtrArray) runs =
      master_runs_make (self->runner, &self->prepared.material, &goal, error);

  for (guint k = 0; runs && k < runs->len; k++) {
    const MasterRun *run = g_ptr_array_index (runs, k);
    for (guint i = run->first; i < run->first + run->n; i++)
      if (!cut_song (self, run, i, master, error))
        return FALSE;
  }
  return runs != NULL;
}

static gboolean
make_cd (Album *self, const MstMaster *master, const MasterTarget *target,
    GError **error)
{
  const MasterRunGoal goal = { .kind = "cd",
    .target = target,
    .rate = MST_DISC_RATE,
    .bits = 16 };
  g_autoptr (GPtrArray) runs =
      master_runs_make (self->runner, &self->prepared.material, &goal, error);
  g_autoptr (MstSequence) sequence =
      runs ? master_prepared_disc (&self->prepared, error) : NULL;
  g_autofree gchar **paths = NULL;

  if (!sequence)
    return FALSE;
  paths = g_new0 (gchar *, runs->len);
  for (guint i = 0; i < runs->len; i++)
    paths[i] = ((MasterRun *) g_ptr_array_index (runs, i))->path;
  return master_fileset_write (self->runner, &self->tree, self->project,
      sequence, paths, master, error);
}

static gboolean
has_files (const Album *self)
{
  return mst_project_find_master (self->project, MST_MASTER_FILES) != NULL;
}

static gboolean
make_record (Album *self, const MstMaster *master, const MasterTarget *target,
    GError **error)
{
  return master_record_make (self->runner, &self->prepared.material,
      &self->tree, master, target, error);
}

static gboolean
make_archive (Album *self, const MstMaster *master, const MasterTarget *target,
    GError **error)
{
  return master_archive_make (self->runner, &self->prepared.material,
      &self->tree, target, &self->archive, error);
}

/* In the order of the kinds, whatever the project's: the sound of all songs is
 * found with the first, and should not depend on how a list is written. */
static gboolean
make_masters (Album *self, GError **error)
{
  static gboolean (*const makers[]) (Album *, const MstMaster *,
      const MasterTarget *, GError **) = { [MST_MASTER_FILES] = make_files,
    [MST_MASTER_CD] = make_cd,
    [MST_MASTER_VINYL] = make_record,
    [MST_MASTER_CASSETTE] = make_record,
    [MST_MASTER_ARCHIVE] = make_archive };

  for (guint kind = 0; kind < G_N_ELEMENTS (makers); kind++) {
    const MstMaster *master = mst_project_find_master (self->project, kind);
    if (master &&
        !makers[kind](self, master,
            master_prepared_target (&self->prepared, master), error))
      return FALSE;
  }
  return master_release_write (&self->tree, &self->prepared, self->released,
      error);
}

/* --- the end */

/* Columns are of letters, whatever bytes these take. */
static gchar *
column (const gchar *name, guint width)
{
  g_autofree gchar *valid = g_utf8_make_valid (name, -1);
  g_autofree gchar *cut = g_utf8_substring (valid, 0,
      MIN (g_utf8_strlen (valid, -1), (glong) width));

  return g_strdup_printf ("%s%*s", cut,
      (gint) (width - (guint) g_utf8_strlen (cut, -1)), "");
}

static void
print_songs (const Album *self)
{
  puts ("                                     mix             master");
  puts (" No  Song                           LUFS   LUFS   dBTP  Length");
  for (guint i = 0; i < self->project->songs->len; i++) {
    const MstSong *song = mst_project_song (self->project, i);
    const MasterMeasurement *master = &self->released[i].measured;
    const gdouble seconds = master_measurement_duration (master);
    g_autofree gchar *plain =
        master_printable (song->title ? song->title : song->file);
    g_autofree gchar *name = column (plain, NAME_WIDTH);

    if (self->released[i].file)
      printf (" %2u  %s %7.1f %6.1f %6.1f %4d:%02d\n", i + 1, name,
          self->prepared.facts[i].measured.integrated_loudness,
          master->integrated_loudness, master_measurement_peak (master),
          (gint) seconds / 60, (gint) seconds % 60);
  }
}

static gboolean
spare (const Album *self, const gchar *path, GError **error)
{
  return !path || !master_tree_would_lose (self->options->output, path) ||
      master_fail (error, self->options->output,
          "holds the album's own songs or files (%s), which would be lost",
          path);
}

/* The folder is replaced by the release, and with it all that is in it. */
static gboolean
spare_all (const Album *self, GError **error)
{
  const MstProject *project = self->project;

  for (guint i = 0; i < project->songs->len; i++)
    if (!spare (self, mst_project_song (project, i)->path, error))
      return FALSE;
  return spare (self, project->cover_path, error) &&
      spare (self, self->options->album, error);
}

static gboolean
write_report (Album *self, JsonObject *root, GError **error)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree gchar *json = NULL, *page = NULL;

  json_node_set_object (node, root);
  json = json_to_string (node, FALSE);
  if (self->report.name) {
    page = master_page_fill ("album", json, error);
    if (!page || !master_output_write_text (&self->report, page, error))
      return FALSE;
  }
  json_object_remove_member (root, "joins"); /* they are sound */
  g_free (json);
  json = json_to_string (node, TRUE);
  if (self->json.name && !master_output_write_text (&self->json, json, error))
    return FALSE;
  if (g_strcmp0 (self->options->json, "-") == 0)
    puts (json);
  return TRUE;
}

static gboolean
make_report (Album *self, GError **error)
{
  JsonObject *root;
  gboolean good;

  if (!self->options->report && !self->options->json)
    return TRUE;
  root = master_album_report (self->runner, &self->tree, &self->prepared,
      self->released, error);
  good = root && write_report (self, root, error);
  g_clear_pointer (&root, json_object_unref);
  return good;
}

/* Reports have their places before the work begins. */
static gboolean
open_reports (Album *self, GError **error)
{
  const MasterOptions *options = self->options;

  return (!options->report ||
             master_output_open (&self->report, options->report, options->album,
                 options->force, error)) &&
      (!options->json || g_str_equal (options->json, "-") ||
          master_output_open (&self->json, options->json, options->album,
              options->force, error));
}

static gboolean
open_all (Album *self, GError **error)
{
  if (!spare_all (self, error) || !open_reports (self, error) ||
      !master_tree_open (&self->tree, self->options->output,
          self->options->force, error) ||
      !master_room_check (&self->prepared.material, self->tree.folder,
          self->options->output, error))
    return FALSE;
  self->work = master_tree_work (&self->tree);
  if (g_mkdir_with_parents (self->work, 0700) != 0)
    return master_fail (error, self->work, "cannot be made");
  self->prepared.material.work = self->work;
  self->released = g_new0 (MasterReleased, self->project->songs->len);
  return TRUE;
}

static gboolean
commit_all (Album *self, GError **error)
{
  return master_tree_commit (&self->tree, error) &&
      (!self->report.name || master_output_commit (&self->report, error)) &&
      (!self->json.name || master_output_commit (&self->json, error));
}

static gboolean
make (Album *self, GError **error)
{
  const gboolean tells =
      !self->options->quiet && g_strcmp0 (self->options->json, "-") != 0;

  if (!open_all (self, error) || !make_masters (self, error) ||
      !make_report (self, error) || !commit_all (self, error))
    return FALSE;
  master_progress_clear ();
  if (tells && has_files (self))
    print_songs (self);
  if (self->options->explain)
    master_album_explain (&self->prepared);
  return TRUE;
}

static void
clear (Album *self)
{
  for (guint i = 0; self->released && i < self->project->songs->len; i++)
    master_released_clear (&self->released[i]);
  g_free (self->released);
  if (self->work)
    master_tree_remove (self->work);
  g_free (self->work);
  master_output_clear (&self->report);
  master_output_clear (&self->json);
  master_tree_clear (&self->tree);
  master_prepared_clear (&self->prepared);
  master_runner_free (self->runner);
}

gboolean
master_album_run (const MasterOptions *options, GError **error)
{
  Album self = { .options = options, .runner = master_runner_new () };
  gboolean good;

  if (!options->quiet)
    master_progress_enable ();
  good = master_prepare (&self.prepared, options, self.runner, error);
  self.project = self.prepared.project;
  good = good && (options->check || make (&self, error));
  master_progress_clear ();
  if (good && options->check && !options->quiet)
    puts ("The project is in order.");
  clear (&self);
  return good;
}
