/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "rounds.h"

#include "render.h"
#include "tools/media/record.h"

static gchar *
new_key (const MasterRounds *self, const MasterTrial *trial)
{
  return master_takes_key (self->settings.planned, trial->drive, trial->ceiling,
      self->encoding);
}

static MasterRender
new_render (MasterRounds *self)
{
  return (MasterRender){ .input = self->request->input,
    .output = self->request->delivery->output,
    .encoding = self->encoding,
    .settings = &self->settings,
    .recording = self->recording,
    .seconds = self->seconds,
    .given = self->request->options->tags,
    .collected = self->tags };
}

static MasterRecording *
find_mix (const MasterRounds *self, const gchar *key)
{
  const MasterTake *mix = master_takes_find (self->takes, key);

  return mix && mix->sound ? master_recording_ref (mix->sound) : NULL;
}

/* Where only the limiter is at work there is nothing to be kept. */
static gboolean
changes_sound (const MasterRounds *self)
{
  const MasterOptions *options = self->request->options;

  return options->assist || options->settings;
}

/* Begins behind the front where its output is known, or keeps it for the next
 * time. */
static gboolean
run (MasterRounds *self, MasterRender *job, MasterTrial *trial,
    MasterMeasurement *measured, GstStructure **analysis, GError **error)
{
  g_autofree gchar *key =
      master_takes_mix_key (self->settings.planned, self->encoding->resample);
  g_autoptr (MasterRecording) mix = find_mix (self, key);
  g_autoptr (MasterRecording) keep = NULL;

  if (changes_sound (self) && !mix)
    keep = master_recording_new (MASTER_RECORDING_BYTES);
  job->mix = mix;
  job->keep_mix = keep;
  if (!master_render (self->runner, job, MASTER_WORK_TRY, trial, measured,
          analysis, error))
    return FALSE;
  if (!master_recording_is_empty (keep))
    master_takes_add (self->takes, g_steal_pointer (&key),
        g_steal_pointer (&keep));
  self->tries = !master_recording_is_empty (mix ? mix : keep);
  return TRUE;
}

static MasterTake *
add_take (MasterRounds *self, const gchar *key, MasterRecording *keep,
    const MasterTrial *trial, const MasterMeasurement *measured,
    GstStructure *analysis)
{
  MasterRecording *sound =
      master_recording_is_empty (keep) ? NULL : master_recording_ref (keep);
  MasterTake *take = master_takes_add (self->takes, g_strdup (key), sound);

  take->trial = *trial;
  take->measured = *measured;
  g_clear_pointer (&take->analysis, gst_structure_free);
  take->analysis = analysis;
  return take;
}

static void
note_written (MasterRounds *self, const gchar *key)
{
  g_free (self->written);
  self->written = g_strdup (key);
}

/* The settings with which a trial is written, as text. */
static gchar *
print_settings (const MasterRounds *self, const MasterTrial *trial,
    GError **error)
{
  g_autoptr (GstElement) chain = master_chain_new (&self->settings, error);
  g_autoptr (GstStructure) settings = NULL;

  if (!chain)
    return NULL;
  gst_object_ref_sink (chain);
  master_chain_set_limiter (chain, trial->drive, trial->ceiling);
  g_object_get (chain, "settings", &settings, NULL);
  return gst_structure_to_string (settings);
}

/* Notes what is about to be written. */
static gboolean
make_record (MasterRounds *self, const MasterTrial *trial, GError **error)
{
  const MasterOptions *options = self->request->options;
  const MasterDelivery *delivery = self->request->delivery;
  g_autofree gchar *settings = NULL;
  g_auto (GStrv) met = NULL;

  g_clear_pointer (&self->record, g_free);
  if (!self->hash)
    return TRUE;
  settings = print_settings (self, trial, error);
  if (!settings)
    return FALSE;
  met = options->reference ? master_references_print (options->references)
                           : g_strdupv (options->met);
  self->record = master_record_print (&(
      MasterRecord){ .version = options->version_number,
      .mix = (gchar *) self->hash,
      .settings = settings,
      .loudness = delivery->loudness,
      .ceiling = delivery->ceiling,
      .insists = options->insists || options->target ||
          master_options_is_given (options->loudness),
      .profile = options->profile ? options->profile : (gchar *) "auto",
      .preset = options->preset,
      .restore = options->restore,
      .make = options->wished ? options->wished : options->make,
      .strength = options->strength,
      .set = options->set,
      .references = met,
      .match = options->reference ? options->match_text : options->met_how });
  return TRUE;
}

/* A sound that may yet be corrected is kept in memory; else it is written at
 * once. */
static MasterTake *
render (MasterRounds *self, const gchar *key, MasterTrial *trial,
    gboolean writes, GError **error)
{
  g_autoptr (MasterRecording) keep =
      writes ? NULL : master_recording_new (MASTER_RECORDING_BYTES);
  g_autoptr (MasterPassage) passage = master_passage_new (NULL);
  MasterRender job = new_render (self);
  MasterMeasurement measured;
  MasterTake *take;
  GstStructure *analysis = NULL;

  job.path = writes ? self->path : NULL;
  job.keep = keep;
  job.passage = passage;
  job.analyzes = self->request->options->assist;
  if (writes && !make_record (self, trial, error))
    return NULL;
  job.record = writes ? self->record : NULL;
  if (!run (self, &job, trial, &measured, &analysis, error))
    return NULL;
  if (writes)
    note_written (self, key);
  take = add_take (self, key, keep, trial, &measured, analysis);
  g_clear_pointer (&take->passage, master_passage_unref);
  take->passage = g_steal_pointer (&passage);
  return take;
}

static gboolean
write_sound (MasterRounds *self, MasterTake *take, GError **error)
{
  MasterRender job = new_render (self);

  if (!make_record (self, &take->trial, error))
    return FALSE;
  job.path = self->path;
  job.record = self->record;
  note_written (self, take->key);
  return master_render_write (self->runner, &job, take->sound,
      MASTER_WORK_WRITE, error);
}

/* A take that is known is not rendered again, but may have to be written. */
MasterTake *
master_rounds_get (MasterRounds *self, MasterTrial *trial, gboolean writes,
    GError **error)
{
  g_autofree gchar *key = new_key (self, trial);
  MasterTake *take = master_takes_find (self->takes, key);
  const gboolean known =
      take && (!self->request->options->assist || take->analysis);

  if (known && (!writes || g_strcmp0 (self->written, key) == 0))
    return take;
  if (known && take->sound)
    return write_sound (self, take, error) ? take : NULL;
  return render (self, key, trial, writes, error);
}

gboolean
master_rounds_try (MasterRounds *self, MasterTrial *trial, GError **error)
{
  g_autofree gchar *key = new_key (self, trial);
  const MasterTake *take = master_takes_find (self->takes, key);
  MasterRender job = new_render (self);
  MasterMeasurement measured;

  if (take) {
    *trial = take->trial;
    return TRUE;
  }
  if (!run (self, &job, trial, &measured, NULL, error))
    return FALSE;
  add_take (self, key, NULL, trial, &measured, NULL);
  return TRUE;
}

void
master_rounds_clear (MasterRounds *self)
{
  g_clear_pointer (&self->written, g_free);
  g_clear_pointer (&self->record, g_free);
}
