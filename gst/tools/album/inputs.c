/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "inputs.h"

#include <glib/gstdio.h>

#include "join.h"
#include "shape.h"
#include "tools/base/errors.h"

static void
input_free (gpointer data)
{
  MasterRunInput *self = data;

  g_clear_pointer (&self->analysis, gst_structure_free);
  g_free (self->path);
  g_free (self);
}

void
master_inputs_free (GPtrArray *inputs)
{
  if (!inputs)
    return;
  g_ptr_array_set_free_func (inputs, input_free);
  g_ptr_array_unref (inputs);
}

/* --- what a run is */

guint
master_inputs_run (const MstProject *project, guint first)
{
  guint n = 1;

  while (
      first + n < project->songs->len && mst_project_flows (project, first + n))
    n++;
  return n;
}

gint
master_inputs_channels (const MasterAlbumMaterial *self, guint first, guint n,
    guint64 *layout)
{
  gint most = 2;

  *layout = 0;
  for (guint i = first; i < first + n; i++) {
    const MasterMeasurement *measured = &self->facts[i].measured;
    if (measured->channels <= most)
      continue;
    most = measured->channels;
    *layout = measured->channel_mask;
  }
  return most;
}

static gdouble
loudness_of (const MasterAlbumMaterial *self, guint i)
{
  return self->facts[i].measured.integrated_loudness +
      mst_project_song (self->project, i)->level;
}

guint
master_inputs_loudest (const MasterAlbumMaterial *self, guint first, guint n)
{
  guint loudest = first;

  for (guint i = first; i < first + n; i++)
    if (loudness_of (self, i) > loudness_of (self, loudest))
      loudest = i;
  return loudest;
}

gint
master_inputs_rate (const MasterAlbumMaterial *self, guint first, guint n)
{
  gint best = 0;
  guint most = 0;

  for (guint i = first; i < first + n; i++) {
    guint count = 0;
    for (guint k = first; k < first + n; k++)
      count += self->rates[k] == self->rates[i];
    if (count > most || (count == most && self->rates[i] > best)) {
      most = count;
      best = self->rates[i];
    }
  }
  return best;
}

/* --- how it is made */

/* Several songs have to become one; one song only where it is not as it is in
 * its file. */
static gboolean
is_as_it_is (const MasterAlbumMaterial *self, const MasterRunInput *input)
{
  const guint i = input->first;
  const MstSong *song = mst_project_song (self->project, i);
  const MasterMeasurement *measured = &self->facts[i].measured;

  return input->n == 1 && input->rate == measured->sample_rate &&
      measured->channels >= 2 && self->skip[i] == 0 &&
      self->length[i] == measured->frames && song->fade_in == 0.0 &&
      song->fade_out == 0.0;
}

static void
take_song (const MasterAlbumMaterial *self, MasterRunInput *input)
{
  const MasterSongFacts *facts = &self->facts[input->first];

  input->path = g_strdup (mst_project_song (self->project, input->first)->path);
  input->measured = facts->measured;
  if (facts->analysis)
    input->analysis = gst_structure_copy (facts->analysis);
  input->known = TRUE;
}

static gboolean
measure (MasterRunner *runner, const MasterAlbumMaterial *self,
    MasterRunInput *input, GError **error)
{
  const gboolean analyzes = self->facts[input->first].analysis != NULL;

  input->known = master_analyze_file (runner, input->path, "the joined songs",
      MASTER_WORK_LISTEN, &input->measured, analyzes ? &input->analysis : NULL,
      error);
  return input->known;
}

/* It is the loudest song of a run that is to lie on its place, and the run's
 * loudness that is asked for. */
static gboolean
join_songs (MasterRunner *runner, const MasterAlbumMaterial *self,
    MasterRunInput *input, GError **error)
{
  guint64 layout;
  const MasterJoin join = { .project = self->project,
    .first = input->first,
    .n = input->n,
    .rate = input->rate,
    .channels = master_inputs_channels (self, input->first, input->n, &layout),
    .layout = layout,
    .skip = self->skip,
    .length = self->length,
    .song_rates = self->rates };

  input->path = g_strdup_printf ("%s/mix-%02u-%d.wav", self->work,
      input->first + 1, input->rate);
  if (!master_join_write (runner, &join, input->path, error))
    return FALSE;
  if (input->n == 1)
    return TRUE;
  if (!measure (runner, self, input, error))
    return FALSE;
  input->above = input->measured.integrated_loudness -
      loudness_of (self, master_inputs_loudest (self, input->first, input->n));
  return TRUE;
}

static gboolean
shape (MasterRunner *runner, MasterRunInput *input, const gchar *source,
    const gchar *name, const GstStructure *planned, GError **error)
{
  const MasterSettings settings = { .planned = planned };
  const MasterSettings *const chains[] = { &settings, NULL };
  const MasterShape shape = { .input = source,
    .name = name,
    .output = input->path,
    .chains = chains };

  g_clear_pointer (&input->analysis, gst_structure_free);
  input->known = master_shape_write (runner, &shape, &input->measured,
      &input->analysis, error);
  return input->known;
}

/* The album asks something of its songs before all that each run gets. */
static gboolean
make_coherent (MasterRunner *runner, const MasterAlbumMaterial *self,
    MasterRunInput *input, GError **error)
{
  const MstCohesionMove *move = self->moves ? &self->moves[input->first] : NULL;
  g_autoptr (GstStructure) planned = NULL;
  g_autofree gchar *source = NULL;
  gboolean good;

  if (!move || !mst_cohesion_moves (move))
    return TRUE;
  planned = master_shape_settings (move->curve, move->width, move->bass_width,
      MST_COHESION_BASS_HZ);
  source = g_steal_pointer (&input->path);
  input->path = g_strdup_printf ("%s/near-%02u-%d.wav", self->work,
      input->first + 1, input->rate);
  good = shape (runner, input, source,
      mst_project_song (self->project, input->first)->file, planned, error);
  if (g_str_has_prefix (source, self->work))
    g_unlink (source);
  return good;
}

static gboolean
make (MasterRunner *runner, const MasterAlbumMaterial *self,
    MasterRunInput *input, GError **error)
{
  if (is_as_it_is (self, input))
    take_song (self, input);
  else if (!join_songs (runner, self, input, error))
    return FALSE;
  return make_coherent (runner, self, input, error);
}

const MasterRunInput *
master_inputs_get (MasterRunner *runner, MasterAlbumMaterial *self, guint first,
    gint rate, GError **error)
{
  MasterRunInput *input;

  for (guint i = 0; i < self->inputs->len; i++) {
    input = g_ptr_array_index (self->inputs, i);
    if (input->first == first && input->rate == rate)
      return input;
  }
  input = g_new0 (MasterRunInput, 1);
  input->first = first;
  input->n = master_inputs_run (self->project, first);
  input->rate = rate;
  if (!make (runner, self, input, error)) {
    input_free (input);
    return NULL;
  }
  g_ptr_array_add (self->inputs, input);
  return input;
}
