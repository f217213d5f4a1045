/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "prepare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "album/ddp.h"
#include "album/level.h"
#include "album/sequence.h"
#include "tools/base/errors.h"
#include "tools/base/progress.h"

#define DEFAULT_TARGET "spotify"
#define CD_TARGET "cd"

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
tell_problems (const MasterPrepared *self, GError **error)
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
check_kinds (const MasterPrepared *self)
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
  if (project->cohesion != MST_PROJECT_COHESION)
    mst_problem (self->problems, "album",
        "this version does not know cohesion of an album yet");
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
find_target (const MasterPrepared *self, const gchar *name, const gchar *where)
{
  g_autoptr (GError) why = NULL;
  const MasterTarget *target = master_targets_find (self->targets, name, &why);

  if (!target)
    mst_problem (self->problems, where, "%s", why->message);
  return target;
}

const MasterTarget *
master_prepared_target (const MasterPrepared *self, const MstMaster *master)
{
  const gchar *name = master->target  ? master->target
      : master->kind == MST_MASTER_CD ? CD_TARGET
      : self->project->target         ? self->project->target
                                      : DEFAULT_TARGET;

  return find_target (self, name, "album");
}

static void
check_targets (const MasterPrepared *self)
{
  for (guint i = 0; i < self->project->masters->len; i++)
    master_prepared_target (self,
        &g_array_index (self->project->masters, MstMaster, i));
}

/* --- before the masters */

static gboolean
load (MasterPrepared *self, GError **error)
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
measure_lengths (MasterPrepared *self, guint i)
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
find_offsets (MasterPrepared *self)
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

MstSequence *
master_prepared_disc (const MasterPrepared *self, GError **error)
{
  g_autofree guint64 *frames =
      master_runs_frames (&self->material, MST_DISC_RATE);

  return mst_sequence_new (self->project, frames, MST_DISC_RATE, TRUE, error);
}

static const MstMaster *
find_cd (const MasterPrepared *self)
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
check_disc (const MasterPrepared *self, const MstMaster *cd)
{
  g_autoptr (GError) why = NULL;
  g_autoptr (MstSequence) sequence = master_prepared_disc (self, &why);
  g_autoptr (MstDisc) disc =
      sequence ? mst_sequence_disc (sequence, self->project) : NULL;

  g_auto (MstDdp) ddp = { 0 };

  if (!disc ||
      !mst_ddp_write (disc, cd->cd_text, cd->cd_text_codes, &ddp, &why))
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
inspect (MasterPrepared *self, GError **error)
{
  const guint n = self->project->songs->len;
  MasterAlbumMaterial *material = &self->material;

  self->facts = master_inspect (self->runner, self->options, self->project,
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

gboolean
master_prepare (MasterPrepared *self, const MasterOptions *options,
    MasterRunner *runner, GError **error)
{
  *self = (MasterPrepared){ .options = options,
    .runner = runner,
    .problems = g_ptr_array_new_with_free_func (g_free),
    .notices = g_ptr_array_new_with_free_func (g_free) };
  return load (self, error) && inspect (self, error);
}

void
master_prepared_clear (MasterPrepared *self)
{
  g_free (self->material.skip);
  g_free (self->material.length);
  g_free (self->material.rates);
  g_free (self->material.offsets);
  if (self->project)
    master_inspect_free (self->facts, self->project->songs->len);
  mst_project_free (self->project);
  g_clear_pointer (&self->targets, master_targets_free);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->notices);
}
