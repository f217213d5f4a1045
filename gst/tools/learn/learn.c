/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "learn.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/media/faults.h"
#include "tools/media/input.h"
#include "tools/media/output.h"
#include "tools/base/progress.h"
#include "tools/media/songs.h"
#include "tools/pass/crew.h"
#include "tools/pass/measure.h"

typedef struct {
  const MasterOptions *options;
  MasterRunner *runner;
  GstElement *chain; /* collects what is learnt; no sound passes it */
  gchar *journal;
  GPtrArray *songs;
  gchar **reasons; /* why a song was skipped, or NULL */

  GMutex mutex;    /* guards the next field */
  GError *failure; /* ends all of it */

  guint done, skipped;
} Learning;

/* --- what the chain answers */

/* Takes an answer. Returns NULL, and sets the error, where the answer is an
 * error. */
static GstStructure *
take_answer (GstStructure *answer, const gchar *about, GError **error)
{
  const gchar *fault = answer ? gst_structure_get_string (answer, "error")
                              : "masterchain cannot learn";

  if (!fault)
    return answer;
  master_fail (error, about, "%s", fault);
  g_clear_pointer (&answer, gst_structure_free);
  return NULL;
}

/* Asks about a song, or adds it. Returns FALSE where the chain knows nothing
 * of the song, or with an error. */
static gboolean
tell_chain (Learning *self, gchar **reason, const GstStructure *what,
    GError **error)
{
  gboolean known = FALSE;
  GstStructure *answer = NULL;

  g_signal_emit_by_name (self->chain, "learn", what, &answer);
  answer = take_answer (answer, self->journal, error);
  if (!answer)
    return FALSE;
  gst_structure_get_boolean (answer, "known", &known);
  *reason = g_strdup (gst_structure_get_string (answer, "skipped"));
  gst_structure_free (answer);
  return known;
}

/* --- a song, by a helper */

static GstStructure *
measure (MasterRunner *runner, const MasterSong *song, GError **error)
{
  GstStructure *analysis = NULL;
  MasterMeasurement found;

  if (!master_analyze_file (runner, song->name, song->name, MASTER_WORK_LEARN,
          &found, &analysis, error))
    return NULL;
  if (!master_faults_check (&found, song->name, song->name,
          MASTER_FAULTS_REFUSE, FALSE, error))
    g_clear_pointer (&analysis, gst_structure_free);
  return analysis;
}

/* Returns the message without the name of the file, which the line that is
 * printed has already. */
static gchar *
get_reason (const MasterSong *song, const GError *error)
{
  gsize length = strlen (song->name);
  gboolean named = strncmp (error->message, song->name, length) == 0 &&
      strncmp (error->message + length, ": ", 2) == 0;

  return g_utf8_make_valid (error->message + (named ? length + 2 : 0), -1);
}

/* Returns TRUE where the fault will still be there the next time. A file that
 * cannot be read now may be readable then, and a decoder that is missing may
 * be installed. */
static gboolean
is_final (const GError *error)
{
  return error->domain == MASTER_ERROR && error->code == MASTER_ERROR_FAILED;
}

/* Skips a song. Returns TRUE where the song is done; the reason is known then.
 * */
static gboolean
skip (Learning *self, const MasterSong *song, gchar **skipped,
    GstStructure *what, const GError *why, GError **error)
{
  g_autofree gchar *reason = NULL;

  if (g_error_matches (why, MASTER_ERROR, MASTER_ERROR_INTERRUPTED))
    return FALSE;
  reason = get_reason (song, why);
  if (is_final (why)) {
    gst_structure_set (what, "skipped", G_TYPE_STRING, reason, NULL);
    return tell_chain (self, skipped, what, error);
  }
  *skipped = g_steal_pointer (&reason);
  return TRUE;
}

#define LARGEST_DOCUMENT (1 << 22)

/* A document of AcousticBrainz is a song that others have measured. */
static gboolean
is_document (const MasterSong *song)
{
  return g_str_has_suffix (song->name, ".json") &&
      song->size <= LARGEST_DOCUMENT;
}

/* Puts what is known of the song into `what`. */
static gboolean
measure_or_read (MasterRunner *runner, const MasterSong *song,
    GstStructure *what, GError **error)
{
  g_autoptr (GstStructure) analysis = NULL;
  g_autofree gchar *text = NULL;
  gsize length;

  if (!is_document (song)) {
    analysis = measure (runner, song, error);
    if (analysis)
      gst_structure_set (what, "analysis", GST_TYPE_STRUCTURE, analysis, NULL);
    return analysis != NULL;
  }
  if (!g_file_get_contents (song->path, &text, &length, error))
    return FALSE;
  if (!g_utf8_validate_len (text, length, NULL))
    return master_fail_as (error, MASTER_ERROR_INPUT, song->name,
        "is not JSON");
  gst_structure_set (what, "document", G_TYPE_STRING, text, NULL);
  return TRUE;
}

static gboolean
study (Learning *self, MasterRunner *runner, const MasterSong *song,
    gchar **skipped, GError **error)
{
  g_autoptr (GstStructure) what = master_song_to_structure (song);
  g_autoptr (GError) why = NULL;

  if (!master_input_check (song->name, &why)) {
    *skipped = get_reason (song, why);
    return TRUE;
  }
  if (tell_chain (self, skipped, what, &why))
    return TRUE;
  if (why) {
    g_propagate_error (error, g_steal_pointer (&why));
    return FALSE;
  }
  return measure_or_read (runner, song, what, &why)
      ? tell_chain (self, skipped, what, error)
      : skip (self, song, skipped, what, why, error);
}

static gboolean
work (guint i, MasterRunner *runner, gpointer user_data)
{
  Learning *self = user_data;
  g_autoptr (GError) error = NULL;
  const gboolean done = study (self, runner, g_ptr_array_index (self->songs, i),
      &self->reasons[i], &error);

  if (error) {
    g_mutex_lock (&self->mutex);
    if (!self->failure)
      self->failure = g_steal_pointer (&error);
    g_mutex_unlock (&self->mutex);
  }
  return done;
}

/* --- all of them */

static void
tell_skipped (guint i, gpointer user_data)
{
  Learning *self = user_data;
  const MasterSong *song = g_ptr_array_index (self->songs, i);

  if (!self->reasons[i])
    return;
  master_warn (song->name, "skipped: %s", self->reasons[i]);
  self->skipped++;
}

static gboolean
fail_interrupted (Learning *self, GError **error)
{
  g_set_error (error, MASTER_ERROR, MASTER_ERROR_INTERRUPTED,
      "%s: interrupted; %u of %u songs are done, and kept in %s",
      self->options->learn, self->done, self->songs->len, self->journal);
  return FALSE;
}

static gboolean
study_all (Learning *self, GError **error)
{
  const MasterCrew crew = { .n = self->songs->len,
    .jobs = self->options->jobs > 0 ? (guint) self->options->jobs
                                    : g_get_num_processors (),
    .kind = MASTER_WORK_LEARN,
    .work = work,
    .finish = tell_skipped,
    .user_data = self };

  self->done = master_crew_run (&crew, self->runner);
  if (self->failure) {
    g_propagate_error (error, g_steal_pointer (&self->failure));
    return FALSE;
  }
  return master_runner_check (self->runner, self->options->learn, NULL) ||
      fail_interrupted (self, error);
}

/* --- the profile */

/* A place that cannot be written to is told before hours are spent. */
static gboolean
check_place (Learning *self, GError **error)
{
  const gchar *place = self->options->learn;
  MasterOutput output = { 0 };
  gboolean ok =
      master_output_open (&output, place, "", self->options->force, error);

  for (guint i = 0; i < self->songs->len && ok; i++) {
    const MasterSong *song = g_ptr_array_index (self->songs, i);

    if (strcmp (song->path, output.target) == 0)
      ok = master_fail (error, place, "is one of the songs");
  }
  master_output_clear (&output);
  return ok;
}

static gboolean
begin (Learning *self, GError **error)
{
  GstStructure *answer = NULL;

  self->chain = master_element ("masterchain", error);
  if (!self->chain)
    return FALSE;
  gst_object_ref_sink (self->chain);
  g_signal_emit_by_name (self->chain, "learn-begin", self->journal, &answer);
  answer = take_answer (answer, NULL, error);
  if (!answer)
    return FALSE;
  gst_structure_free (answer);
  return TRUE;
}

static gchar *
get_profile_name (const gchar *path)
{
  g_autofree gchar *base = g_path_get_basename (path);
  g_autofree gchar *valid = g_utf8_make_valid (base, -1);

  valid[strlen (valid) - strlen (".json")] = '\0';
  return g_steal_pointer (&valid);
}

static gboolean
write_profile (Learning *self, MasterOutput *output, guint *songs,
    GError **error)
{
  const gchar *place = self->options->learn;
  g_autofree gchar *name = get_profile_name (place);
  GstStructure *answer = NULL;

  if (!master_output_open (output, place, "", self->options->force, error))
    return FALSE;
  g_signal_emit_by_name (self->chain, "learn-end", output->temporary, name,
      &answer);
  answer = take_answer (answer, place, error);
  if (!answer)
    return FALSE;
  gst_structure_get_uint (answer, "songs", songs);
  gst_structure_free (answer);
  return master_output_commit (output, error);
}

static gboolean
finish (Learning *self, GError **error)
{
  MasterOutput output = { 0 };
  guint songs = 0;
  const gboolean ok = write_profile (self, &output, &songs, error);

  master_output_clear (&output);
  if (!ok)
    return FALSE;
  g_unlink (self->journal);
  master_progress_clear ();
  if (!self->options->quiet) {
    g_autofree gchar *shown = master_printable (self->options->learn);

    printf ("%s: learnt from %u songs, %u skipped\n", shown, songs,
        self->skipped);
  }
  return TRUE;
}

/* An empty journal is not kept. */
static void
drop_empty (const gchar *journal)
{
  struct stat info;

  if (g_stat (journal, &info) == 0 && S_ISREG (info.st_mode) &&
      info.st_size == 0)
    g_unlink (journal);
}

static void
clear (Learning *self)
{
  g_clear_pointer (&self->chain, gst_object_unref);
  drop_empty (self->journal);
  for (guint i = 0; i < self->songs->len; i++)
    g_free (self->reasons[i]);
  g_free (self->reasons);
  g_ptr_array_unref (self->songs);
  g_free (self->journal);
  g_mutex_clear (&self->mutex);
  master_runner_free (self->runner);
}

gboolean
master_learn (const MasterOptions *options, GError **error)
{
  Learning self = { .options = options, .runner = master_runner_new () };
  gboolean ok;

  g_mutex_init (&self.mutex);
  self.journal = g_strconcat (options->learn, ".partial", NULL);
  self.songs = master_songs_find (options->inputs);
  self.reasons = g_new0 (gchar *, self.songs->len);
  if (!options->quiet)
    master_progress_enable ();
  ok = check_place (&self, error) && begin (&self, error) &&
      study_all (&self, error) && finish (&self, error);
  master_progress_clear ();
  clear (&self);
  return ok;
}
