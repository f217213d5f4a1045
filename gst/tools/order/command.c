/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Past 400 lines: which options go together is one subject. */
#include "command.h"

#include <math.h>
#include <string.h>

#include "again.h"
#include "config.h"
#include "otherwork.h"
#include "tools/base/errors.h"
#include "tools/media/coding.h"
#include "tools/media/tagging.h"
#include "tools/pass/restoration.h"

#define ADDED "-master"
#define ENDING "flac"
#define STRENGTH 70.0
#define LEAST_MEMORY 128 /* MB */
#define PRESET "preset="

/* "a/mix.wav" with ".flac" gives "a/mix-master.flac". */
static gchar *
name_beside (const gchar *input, const gchar *ending)
{
  const gchar *slash = strrchr (input, G_DIR_SEPARATOR);
  const gchar *base = slash ? slash + 1 : input;
  const gchar *dot = strrchr (base, '.');
  const gsize length =
      dot && dot != base ? (gsize) (dot - input) : strlen (input);

  return g_strdup_printf ("%.*s" ADDED ".%s", (int) length, input, ending);
}

/* "a/songs/" gives "a/songs-master/". */
static gchar *
name_folder_beside (const gchar *input)
{
  g_autofree gchar *place = g_canonicalize_filename (input, NULL);

  return g_strconcat (place, ADDED, G_DIR_SEPARATOR_S, NULL);
}

static void
name_outputs (MasterOptions *self)
{
  const gchar *input = *self->inputs;

  if (g_file_test (input, G_FILE_TEST_IS_DIR)) {
    self->output = name_folder_beside (input);
    return;
  }
  self->output = name_beside (input, self->format ? self->format : ENDING);
  g_clear_pointer (&self->format, g_free);
  if (!self->report && (!self->target || !self->target[1]))
    self->report = name_beside (input, "html");
}

/* "a/song/" gives "a/song-master.flac", and a page. */
static void
name_beside_stems (MasterOptions *self)
{
  g_autofree gchar *place = g_canonicalize_filename (self->stems, NULL);

  self->output = g_strconcat (place, ADDED ".",
      self->format ? self->format : ENDING, NULL);
  g_clear_pointer (&self->format, g_free);
  if (!self->report && (!self->target || !self->target[1]))
    self->report = g_strconcat (place, ADDED ".html", NULL);
}

static gboolean
is_within (const gchar *folder, const gchar *file)
{
  g_autofree gchar *place = g_canonicalize_filename (file, NULL);
  g_autofree gchar *above = g_canonicalize_filename (folder, NULL);
  const gsize length = strlen (above);

  return strncmp (place, above, length) == 0 &&
      (place[length] == G_DIR_SEPARATOR ||
          above[length - 1] == G_DIR_SEPARATOR);
}

/* The folder of stems stands for the input. */
static gboolean
take_stems (MasterOptions *self, GError **error)
{
  gchar **files = self->names;
  const guint n = files ? g_strv_length (files) : 0;

  if (self->analyze || self->learn || self->again || self->undo ||
      self->restore)
    return master_usage (error,
        "--stems makes a master: it goes with none of --analyze, --learn, "
        "--again, --undo and --restore");
  if (n > 1 || (n == 1 && self->output))
    return master_usage (error, "--stems takes the place of an INPUT");
  if (n == 1)
    self->output = g_strdup (*files);
  else if (!self->output)
    name_beside_stems (self);
  return !is_within (self->stems, self->output) ||
      master_usage (error,
          "%s: would be a stem itself the next time; give it another folder",
          self->output);
}

static gboolean
take_names (MasterOptions *self, GError **error)
{
  gchar **files = self->names;
  const guint n = files ? g_strv_length (files) : 0;
  const gboolean wants_output =
      !self->output && !self->analyze && !self->learn && !self->new_album;

  for (guint i = 0; i < n; i++)
    if (*files[i] == '\0')
      return master_usage (error, "an INPUT has no name");
  if (n == 0)
    return master_usage (error, "no INPUT is given");
  self->inputs = g_strdupv (files);
  if (!wants_output)
    return TRUE;
  if (n > 2)
    return master_usage (error,
        "%u INPUTs need a folder for their masters: -o DIR/", n);
  if (n == 2) {
    self->output = g_steal_pointer (&self->inputs[1]);
  } else {
    name_outputs (self);
  }
  return TRUE;
}

/* --- the assistant */

static gboolean
asks_assistant (const MasterOptions *self)
{
  return self->profile || self->reference || self->explain ||
      master_options_is_given (self->strength);
}

/* "preset=NAME" among what is set by hand is --preset. */
static gboolean
take_preset (MasterOptions *self, GError **error)
{
  g_autoptr (GStrvBuilder) others = g_strv_builder_new ();

  for (gchar **set = self->set; set && *set; set++) {
    if (!g_str_has_prefix (*set, PRESET)) {
      g_strv_builder_add (others, *set);
      continue;
    }
    if (self->preset)
      return master_usage (error, "--set %s: there is another preset", *set);
    self->preset = g_strdup (*set + strlen (PRESET));
  }
  if (self->set) {
    g_strfreev (self->set);
    self->set = g_strv_builder_end (others);
  }
  return TRUE;
}

static gboolean
choose_assistant (MasterOptions *self, GError **error)
{
  if (self->plain && (asks_assistant (self) || self->make))
    return master_usage (error,
        "--plain changes the loudness alone, so the assistant has no say in "
        "it");
  if (self->settings && asks_assistant (self))
    return master_usage (error,
        "--settings says what to do, so the assistant has no say in it");
  if (!take_preset (self, error))
    return FALSE;
  if (self->settings && self->preset)
    return master_usage (error,
        "--settings and --preset cannot be given together");
  self->assist = !self->plain && (!self->settings || self->make) &&
      !self->analyze && !self->undo;
  self->keeps = (self->assist || self->undo) && !self->dry_run && !self->stems;
  return TRUE;
}

/* --- wishes */

/* A loudness that is asked for by number leaves nothing to wish for. */
static gboolean
check_wishes (MasterOptions *self, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!mst_wishes_parse (&self->wishes, self->make, &local))
    return master_usage (error, "--make: %s", local->message);
  if (self->make && mst_wishes_are_none (&self->wishes))
    return master_usage (error, "--make: no wish is given");
  if (self->analyze && self->make)
    return master_usage (error,
        "--analyze makes no master, so there is nothing to --make");
  return mst_wishes_loudness (&self->wishes) == 0.0 ||
      (!master_options_is_given (self->loudness) && !self->target) ||
      master_usage (error,
          "--make louder: --loudness and --target say how loud already");
}

/* --- checks */

static gboolean
check_numbers (MasterOptions *self, GError **error)
{
  self->replay = (self->settings || self->undo) && !self->make &&
      !master_options_is_given (self->loudness) &&
      !master_options_is_given (self->ceiling) && !self->target;
  if (master_options_is_given (self->loudness) &&
      !(self->loudness >= -70.0 && self->loudness <= 0.0))
    return master_usage (error, "--loudness must be -70 to 0 LUFS");
  if (!isfinite (self->ceiling))
    return master_usage (error, "--ceiling must be a level in dBTP");
  if (master_options_is_given (self->max_limiting) &&
      !(self->max_limiting >= 0.0 && self->max_limiting <= 100.0))
    return master_usage (error, "--max-limiting must be 0 to 100 dB");
  if (self->bits == MASTER_NO_NUMBER)
    self->bits = 0;
  else if (self->bits != 16 && self->bits != 24 && self->bits != 32)
    return master_usage (error, "--bits must be 16, 24 or 32");
  if (self->rate != 0 && (self->rate < 4000 || self->rate > 768000))
    return master_usage (error, "--rate must be 4000 to 768000 Hz");
  if (self->tag && !(self->tags = master_tagging_parse (self->tag, error)))
    return FALSE;
  if (!self->codec_ceiling)
    return TRUE;
  self->codings = master_codings_new (self->codec_ceiling, error);
  return self->codings != NULL;
}

/* Options that only the assistant can carry out ask for it. */
static gboolean
check_assistant (MasterOptions *self, GError **error)
{
  gboolean has_strength = master_options_is_given (self->strength);

  if (!has_strength)
    self->strength = STRENGTH;
  else if (!(self->strength >= 0.0 && self->strength <= 100.0))
    return master_usage (error, "--strength must be 0 to 100");
  if (self->profile && self->reference)
    return master_usage (error,
        "--profile and --reference cannot be given together");
  if (self->match_text && !self->reference)
    return master_usage (error, "--match needs a --reference");
  self->references = master_references_new (self->reference, error);
  if (!self->references ||
      !master_match_parse (&self->match, self->match_text, error))
    return FALSE;
  if (self->analyze && (self->save_settings || self->settings || self->report))
    return master_usage (error,
        "--analyze makes no master, so it has no settings and no --report");
  return TRUE;
}

static gboolean
check_work (const MasterOptions *self, GError **error)
{
  if (self->analyze && self->output)
    return master_usage (error,
        "--analyze makes no master, so it writes no OUTPUT");
  if (self->analyze && (self->codec_ceiling || self->tag))
    return master_usage (error,
        "--analyze makes no master, so it has no --codec-ceiling and no --tag");
  if (self->analyze && self->target)
    return master_usage (error,
        "--analyze makes no master, so it has no --target");
  if (!self->analyze && *self->output == '\0')
    return master_usage (error, "-o needs the name of an OUTPUT");
  return TRUE;
}

/* The table is read where it is needed; a user's own is read always, so that
 * its faults are told. */
static gboolean
load_table (MasterOptions *self, GError **error)
{
  if (!self->target && !self->targets && !self->list_targets)
    return TRUE;
  self->table = master_targets_load (self->targets, error);
  return self->table != NULL;
}

static gboolean
check_limits (const MasterOptions *self, GError **error)
{
  if (self->max_memory != 0 && self->max_memory < LEAST_MEMORY)
    return master_usage (error, "--max-memory must be %d MB or more",
        LEAST_MEMORY);
  return !self->skip_done ||
      !(self->analyze || self->dry_run || self->again || self->undo ||
          self->stems || self->learn || self->album) ||
      master_usage (error, "--skip-done is for masters that are made of a mix");
}

/* An album's project says what else is wanted. */
static gboolean
take_album (MasterOptions *self, GError **error)
{
  if (!master_other_check_album (self, error))
    return FALSE;
  if (self->new_album)
    return take_names (self, error);
  if (!master_options_is_given (self->max_limiting))
    self->max_limiting = MASTER_LIMITING;
  return check_numbers (self, error) && check_assistant (self, error);
}

/* An analysis that is to be explained is a dry run. */
static gboolean
fill (MasterOptions *self, GError **error)
{
  if (self->version || self->list_presets)
    return TRUE;
  if (!master_other_check_manifest (self, error) || !check_limits (self, error))
    return FALSE;
  if (self->manifest)
    return TRUE;
  if (self->list_targets)
    return load_table (self, error);
  if (self->album || self->new_album || self->check_ddp)
    return take_album (self, error);
  if (self->check)
    return master_usage (error, "--check is for --album");
  self->explain |= self->verbose;
  if (self->analyze && self->explain) {
    self->analyze = FALSE;
    self->dry_run = TRUE;
  }
  if (!master_restoration_check (self->restore, error) ||
      !master_again_apply (self, error) ||
      !(self->stems ? take_stems (self, error) : take_names (self, error)) ||
      !master_other_check_learning (self, error))
    return FALSE;
  if (self->learn)
    return TRUE;
  return choose_assistant (self, error) && check_wishes (self, error) &&
      check_numbers (self, error) && check_work (self, error) &&
      check_assistant (self, error) && load_table (self, error);
}

gboolean
master_command_parse (MasterOptions *self, int *argc, char ***argv,
    GError **error)
{
  return master_options_parse (self, argc, argv, error) &&
      master_config_apply (self, error) &&
      (fill (self, error) || master_config_explain (self, error));
}
