/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "prepare.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "album/level.h"
#include "checkmedia.h"
#include "sound.h"
#include "tools/base/errors.h"
#include "tools/base/progress.h"
#include "tools/tell/beside.h"

#define DEFAULT_TARGET "spotify"

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
      master_fail_as (error, MASTER_ERROR_INPUT, self->options->album,
          self->problems->len == 1 ? "%u thing is wrong with it"
                                   : "%u things are wrong with it",
          self->problems->len);
}

/* A part of the format that this version does not make yet must not be passed
 * over in silence. */
static void
check_parts (const MasterPrepared *self)
{
  const MstProject *project = self->project;

  if (project->restore)
    mst_problem (self->problems, "album",
        "this version does not know restore of an album yet");
  for (guint i = 0; i < project->songs->len; i++) {
    const MstSong *song = mst_project_song (project, i);
    g_autofree gchar *where = mst_project_place (project, i);
    g_autoptr (GError) why = NULL;
    if (song->restore)
      mst_problem (self->problems, where,
          "this version does not know restore of a song yet");
    if (!master_sound_check (project, i, &why))
      mst_problem (self->problems, where, "%s", why->message);
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
  static const gchar *const own[] = { [MST_MASTER_CD] = "cd",
    [MST_MASTER_VINYL] = "vinyl",
    [MST_MASTER_CASSETTE] = "cassette",
    [MST_MASTER_ARCHIVE] = NULL };
  const gchar *name = master->target ? master->target
      : own[master->kind]            ? own[master->kind]
      : self->project->target        ? self->project->target
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
    return master_fail_as (error, MASTER_ERROR_INPUT, self->options->album,
        "%s", why->message);
  check_parts (self);
  check_targets (self);
  return self->problems->len == 0 || tell_problems (self, error);
}

/* Returns TRUE where there are wishes for the assistant to grant. */
static gboolean
has_wishes (const MasterPrepared *self)
{
  gboolean has = self->project->make != NULL;

  for (guint i = 0; i < self->project->songs->len; i++)
    has |= mst_project_song (self->project, i)->make != NULL;
  return has;
}

gboolean
master_prepared_analyzes (const MasterPrepared *self)
{
  const MstProject *project = self->project;

  return project->profile || has_wishes (self) ||
      mst_project_cohesion (project) > 0.0 ||
      (!self->options->check && (self->options->report || self->options->json));
}

static void
measure_lengths (MasterPrepared *self, guint i)
{
  const MstSong *song = mst_project_song (self->project, i);
  const MasterSongFacts *facts = &self->facts[i];
  const MasterMeasurement *measured = &facts->measured;
  MasterAlbumMaterial *material = &self->material;
  const gint rate = measured->sample_rate;
  const MstSpan span = song->trim;
  const gdouble start = span.automatic ? facts->sound.from : span.from,
                end = span.automatic ? facts->sound.to : span.to;
  guint64 from = 0, to = measured->frames;

  if (!isnan (start))
    from = (guint64) llround (start * rate);
  if (!isnan (end))
    to = MIN (to, (guint64) llround (end * rate));
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

/* A run is as its loudest song: most of what is heard of it. What the user has
 * set by hand is left alone. */
static void
find_cohesion (MasterPrepared *self)
{
  const MstProject *project = self->project;
  const guint n = project->songs->len;
  const gdouble share = mst_project_cohesion (project) / 100.0;
  g_autofree MstCohesionSong *songs = g_new0 (MstCohesionSong, n);
  g_autofree MstCohesionMove *moves = g_new0 (MstCohesionMove, n);
  g_autofree guint *firsts = g_new (guint, n);
  const MasterSongFacts *loudest;
  guint runs = 0;

  if (!(share > 0.0))
    return;
  self->material.moves = g_new0 (MstCohesionMove, n);
  for (guint i = 0; i < n; i += master_inputs_run (project, i)) {
    firsts[runs] = i;
    loudest = &self->facts[master_inputs_loudest (&self->material, i,
        master_inputs_run (project, i))];
    songs[runs++] = master_beside_song (&loudest->measured, loudest->analysis);
  }
  mst_cohesion_decide (songs, runs, share, project->strength / 100.0, moves);
  for (guint k = 0; k < runs; k++)
    self->material.moves[firsts[k]] = moves[k];
}

static gboolean
inspect (MasterPrepared *self, GError **error)
{
  const guint n = self->project->songs->len;
  MasterAlbumMaterial *material = &self->material;

  self->facts = master_inspect (self->runner, self->options, self->project,
      master_prepared_analyzes (self), self->problems, self->notices, error);
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
    .offsets = g_new (gdouble, n),
    .inputs = g_ptr_array_new (),
    .sounds = g_new0 (gchar *, n) };
  for (guint i = 0; i < n; i++)
    measure_lengths (self, i);
  find_offsets (self);
  find_cohesion (self);
  master_check_media (self);
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
  const guint n = self->project ? self->project->songs->len : 0;

  mst_cohesion_clear (self->material.moves, n);
  g_free (self->material.moves);
  master_inputs_free (self->material.inputs);
  for (guint i = 0; self->material.sounds && i < n; i++)
    g_free (self->material.sounds[i]);
  g_free (self->material.sounds);
  g_free (self->material.skip);
  g_free (self->material.length);
  g_free (self->material.rates);
  g_free (self->material.offsets);
  master_inspect_free (self->facts, n);
  mst_project_free (self->project);
  g_clear_pointer (&self->targets, master_targets_free);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->notices);
}
