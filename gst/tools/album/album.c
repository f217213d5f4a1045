/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "album.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <gst/gst.h>

#include "album/ddp.h"
#include "album/level.h"
#include "album/project.h"
#include "cut.h"
#include "disc.h"
#include "inspect.h"
#include "release.h"
#include "runs.h"
#include "tools/base/errors.h"
#include "tools/base/progress.h"
#include "tools/make/batch.h"

#define DEFAULT_TARGET "spotify"
#define CD_TARGET "cd"
#define FILE_BITS 24

typedef struct {
  const MasterOptions *options;
  MasterRunner *runner;
  MasterTargets *targets;
  MstProject *project;
  MasterSongFacts *facts;
  MasterAlbumMaterial material;
  MasterTree tree;
  gchar *work; /* a folder for what is not kept */
  MasterReleased *released;
  GPtrArray *problems, *notices;
} Album;

/* --- what is wrong */

static void
print_lines (const GPtrArray *lines, const gchar *before)
{
  for (guint i = 0; i < lines->len; i++) {
    g_autofree gchar *line = master_printable (g_ptr_array_index (lines, i));
    fprintf (stderr, "%s%s\n", before, line);
  }
}

static gboolean
tell_problems (const Album *self, GError **error)
{
  master_progress_clear ();
  if (!self->options->quiet)
    print_lines (self->notices, "note: ");
  print_lines (self->problems, "");
  return self->problems->len == 0 ||
      master_fail (error, self->options->album,
          self->problems->len == 1 ? "%u thing is wrong with it"
                                   : "%u things are wrong with it",
          self->problems->len);
}

/* A part of the format that this version does not make yet must not be passed
 * over in silence. */
static void
check_kinds (const Album *self)
{
  const MstProject *project = self->project;

  for (guint i = 0; i < project->masters->len; i++) {
    const MstMaster *master = &g_array_index (project->masters, MstMaster, i);
    g_autofree gchar *where = g_strdup_printf ("master %u", i + 1);
    if (master->kind != MST_MASTER_FILES && master->kind != MST_MASTER_CD)
      mst_problem (self->problems, where,
          "this version makes masters of the kinds files and cd");
  }
  if (project->preset || project->make || project->restore)
    mst_problem (self->problems, "album",
        "this version does not know preset, make and restore of an album yet");
  for (guint i = 0; i < project->songs->len; i++) {
    const MstSong *song = mst_project_song (project, i);
    g_autofree gchar *where = mst_project_place (project, i);
    if (song->preset || song->make || song->restore || song->settings)
      mst_problem (self->problems, where,
          "this version does not know settings, preset, make and restore of a "
          "song yet");
    if (song->trim.automatic)
      mst_problem (self->problems, where,
          "this version does not find the trim by itself yet");
  }
}

static const MasterTarget *
find_target (const Album *self, const gchar *name, const gchar *where)
{
  g_autoptr (GError) why = NULL;
  const MasterTarget *target = master_targets_find (self->targets, name, &why);

  if (!target)
    mst_problem (self->problems, where, "%s", why->message);
  return target;
}

static const MasterTarget *
target_of (const Album *self, const MstMaster *master)
{
  const gchar *name = master->target  ? master->target
      : master->kind == MST_MASTER_CD ? CD_TARGET
      : self->project->target         ? self->project->target
                                      : DEFAULT_TARGET;

  return find_target (self, name, "album");
}

static void
check_targets (const Album *self)
{
  for (guint i = 0; i < self->project->masters->len; i++)
    target_of (self, &g_array_index (self->project->masters, MstMaster, i));
}

/* --- before the masters */

static gboolean
load (Album *self, GError **error)
{
  g_autoptr (GError) why = NULL;

  self->targets = master_targets_load (self->options->targets, error);
  if (!self->targets)
    return FALSE;
  self->project = mst_project_load (self->options->album, self->problems,
      self->notices, &why);
  if (!self->project)
    return master_fail (error, self->options->album, "%s", why->message);
  check_kinds (self);
  check_targets (self);
  return self->problems->len == 0 || tell_problems (self, error);
}

static void
measure_lengths (Album *self, guint i)
{
  const MstSong *song = mst_project_song (self->project, i);
  const MasterMeasurement *measured = &self->facts[i].measured;
  MasterAlbumMaterial *material = &self->material;
  const gint rate = measured->sample_rate;
  guint64 from = 0, to = measured->frames;

  if (!isnan (song->trim.from))
    from = (guint64) llround (song->trim.from * rate);
  if (!isnan (song->trim.to))
    to = MIN (to, (guint64) llround (song->trim.to * rate));
  material->rates[i] = rate;
  material->skip[i] = MIN (from, to);
  material->length[i] = to - MIN (from, to);
}

static void
find_offsets (Album *self)
{
  const guint n = self->project->songs->len;
  g_autofree MstSongLevel *levels = g_new0 (MstSongLevel, n);

  for (guint i = 0; i < n; i++) {
    const MasterMeasurement *measured = &self->facts[i].measured;
    levels[i].loudness = measured->integrated_loudness;
    levels[i].plr =
        master_measurement_peak (measured) - measured->integrated_loudness;
  }
  mst_level_offsets (self->project, levels, self->material.offsets);
}

static MstSequence *
disc_sequence (const Album *self, GError **error)
{
  g_autofree guint64 *frames =
      master_runs_frames (&self->material, MST_DISC_RATE);

  return mst_sequence_new (self->project, frames, MST_DISC_RATE, TRUE, error);
}

static const MstMaster *
find_cd (const Album *self)
{
  for (guint i = 0; i < self->project->masters->len; i++) {
    const MstMaster *master =
        &g_array_index (self->project->masters, MstMaster, i);
    if (master->kind == MST_MASTER_CD)
      return master;
  }
  return NULL;
}

static void
check_disc (const Album *self, const MstMaster *cd)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (MstSequence) sequence = disc_sequence (self, &why);
  g_autoptr (MstDisc) disc =
      sequence ? mst_sequence_disc (sequence, self->project) : NULL;

  g_auto (MstDdp) ddp = { 0 };

  if (!disc || !mst_ddp_write (disc, cd->cd_text, &ddp, &why))
    mst_problem (self->problems, "cd", "%s", why->message);
  else if (disc->lead_out > MST_DISC_LONG)
    mst_problem (self->notices, "cd",
        "it is longer than 74 minutes, which many presses want to be asked "
        "about");
  for (guint i = 0; i < self->project->songs->len; i++)
    if (self->facts[i].measured.channels > 2) {
      g_autofree gchar *where = mst_project_place (self->project, i);
      mst_problem (self->problems, where,
          "it has %d channels, and a CD has two",
          self->facts[i].measured.channels);
    }
}

static gboolean
inspect (Album *self, GError **error)
{
  const guint n = self->project->songs->len;
  const guint jobs = self->options->jobs > 0 ? (guint) self->options->jobs
                                             : g_get_num_processors ();
  MasterAlbumMaterial *material = &self->material;

  self->facts = master_inspect (self->runner, self->project, jobs,
      self->problems, self->notices, error);
  if (!self->facts)
    return FALSE;
  if (self->problems->len > 0)
    return tell_problems (self, error);
  *material = (MasterAlbumMaterial){ .options = self->options,
    .project = self->project,
    .facts = self->facts,
    .skip = g_new (guint64, n),
    .length = g_new (guint64, n),
    .rates = g_new (gint, n),
    .offsets = g_new (gdouble, n) };
  for (guint i = 0; i < n; i++)
    measure_lengths (self, i);
  find_offsets (self);
  if (find_cd (self))
    check_disc (self, find_cd (self));
  return tell_problems (self, error);
}

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
      master_cut_tags (self->project, i, self->facts[i].tags);
  g_autofree gchar *name = master_release_name (self->project, i, tags,
      mst_master_formats[master->format]);
  g_autofree gchar *path =
      master_tree_path (&self->tree, "streaming", name, NULL);
  const MasterCut cut = { .run = run->path,
    .path = path,
    .name = name,
    .skip = place->start - zero,
    .length = end - place->start,
    .rate = run->rate,
    .bits = master->bits > 0.0 ? (gint) master->bits : FILE_BITS,
    .tags = tags };
  MasterReleased *released = &self->released[i];

  g_free (released->file);
  released->file = g_build_filename ("streaming", name, NULL);
  return master_cut_write (self->runner, &cut, error) &&
      master_measure_file (self->runner, path, name, "Checking",
          &released->measured, error) &&
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
      master_runs_make (self->runner, &self->material, &goal, error);

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
      master_runs_make (self->runner, &self->material, &goal, error);
  g_autoptr (MstSequence) sequence = runs ? disc_sequence (self, error) : NULL;
  g_autofree gchar **paths = NULL;

  if (!sequence)
    return FALSE;
  paths = g_new0 (gchar *, runs->len);
  for (guint i = 0; i < runs->len; i++)
    paths[i] = ((MasterRun *) g_ptr_array_index (runs, i))->path;
  return master_disc_write (self->runner, &self->tree, self->project, sequence,
      paths, master->cd_text, error);
}

static gboolean
make_masters (Album *self, GError **error)
{
  gboolean files = FALSE;

  for (guint i = 0; i < self->project->masters->len; i++) {
    const MstMaster *master =
        &g_array_index (self->project->masters, MstMaster, i);
    const MasterTarget *target = target_of (self, master);
    const gboolean cd = master->kind == MST_MASTER_CD;

    if (!(cd ? make_cd : make_files) (self, master, target, error))
      return FALSE;
    files |= !cd;
  }
  return !files ||
      master_release_write (&self->tree, self->project, self->released, error);
}

/* --- the end */

static void
print_songs (const Album *self)
{
  puts ("                                     mix             master");
  puts (" No  Song                           LUFS   LUFS   dBTP  Length");
  for (guint i = 0; i < self->project->songs->len; i++) {
    const MstSong *song = mst_project_song (self->project, i);
    const MasterMeasurement *master = &self->released[i].measured;
    const gdouble seconds = master_measurement_duration (master);
    g_autofree gchar *name =
        master_printable (song->title ? song->title : song->file);

    if (self->released[i].file)
      printf (" %2u  %-27.27s %7.1f %6.1f %6.1f %4d:%02d\n", i + 1, name,
          self->facts[i].measured.integrated_loudness,
          master->integrated_loudness, master_measurement_peak (master),
          (gint) seconds / 60, (gint) seconds % 60);
  }
}

static gboolean
make (Album *self, GError **error)
{
  if (!master_tree_open (&self->tree, self->options->output,
          self->options->force, error))
    return FALSE;
  self->work = g_strconcat (self->tree.folder, "-work", NULL);
  if (g_mkdir_with_parents (self->work, 0700) != 0)
    return master_fail (error, self->work, "cannot be made");
  self->material.work = self->work;
  self->released = g_new0 (MasterReleased, self->project->songs->len);
  if (!make_masters (self, error) || !master_tree_commit (&self->tree, error))
    return FALSE;
  master_progress_clear ();
  if (!self->options->quiet)
    print_songs (self);
  return TRUE;
}

static void
clear (Album *self)
{
  const guint n = self->project ? self->project->songs->len : 0;

  for (guint i = 0; self->released && i < n; i++)
    g_free (self->released[i].file);
  g_free (self->released);
  if (self->work)
    master_tree_remove (self->work);
  g_free (self->work);
  master_tree_clear (&self->tree);
  g_free (self->material.skip);
  g_free (self->material.length);
  g_free (self->material.rates);
  g_free (self->material.offsets);
  master_inspect_free (self->facts, n);
  mst_project_free (self->project);
  g_clear_pointer (&self->targets, master_targets_free);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->notices);
  master_runner_free (self->runner);
}

gboolean
master_album_run (const MasterOptions *options, GError **error)
{
  Album self = { .options = options,
    .runner = master_runner_new (),
    .problems = g_ptr_array_new_with_free_func (g_free),
    .notices = g_ptr_array_new_with_free_func (g_free) };
  gboolean good;

  if (!options->quiet)
    master_progress_enable ();
  good = load (&self, error) && inspect (&self, error) &&
      (options->check || make (&self, error));
  master_progress_clear ();
  if (good && options->check && !options->quiet)
    puts ("The project is in order.");
  clear (&self);
  return good;
}
