/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "project.h"

#include <math.h>
#include <string.h>

#include "tools/base/errors.h"
#include "tools/media/format.h"
#include "tools/media/output.h"
#include "tools/media/songs.h"
#include "tools/pass/restoration.h"

/* Levels and ending where neither the user nor a target says otherwise. */
#define LOUDNESS -14.0
#define CEILING -1.0
#define ENDING "flac"
#define INDEX "index.html"

/* --- one delivery */

static gboolean
check_output (const MasterOptions *options, const gchar *output, GError **error)
{
  const MasterFormat *format = master_format_of (output);
  g_autofree gchar *known = NULL;

  if (!format) {
    known = master_format_list ();
    return master_usage (error,
        "%s: the format cannot be told by the name; known endings are %s",
        output, known);
  }
  if (options->bits != 0 && !format->lossless)
    return master_usage (error, "--bits: %s has no word length", format->name);
  if (options->codings && !format->lossless)
    return master_usage (error,
        "--codec-ceiling is for lossless masters; %s keeps the ceiling as it "
        "is decoded, whatever is asked",
        format->name);
  if (options->bits == 32 && !format->has_float)
    return master_usage (error, "--bits 32 (float) is for wav only");
  return TRUE;
}

/* Options of the command line come before the table. */
static void
set_words (const MasterOptions *options, MasterDelivery *delivery)
{
  const MasterFormat *format = master_format_of (delivery->output);
  MasterWords *words = &delivery->words;

  if (options->bits != 0)
    *words = (MasterWords){ .bits = options->bits, .rate = words->rate };
  if (options->rate != 0)
    words->rate = options->rate;
  /* A target's words are for files that have words. */
  if (format->rate > 0 && options->rate == 0)
    words->rate = 0;
}

static void
set_levels (const MasterOptions *options, MasterDelivery *delivery)
{
  if (!delivery->target) {
    const gdouble start = master_options_is_given (options->start_loudness)
        ? options->start_loudness
        : LOUDNESS;

    delivery->loudness =
        fmin (start + mst_wishes_loudness (&options->wishes), 0.0);
    delivery->ceiling = master_options_is_given (options->start_ceiling)
        ? options->start_ceiling
        : CEILING;
  }
  if (master_options_is_given (options->loudness))
    delivery->loudness = options->loudness;
  if (master_options_is_given (options->ceiling))
    delivery->ceiling = options->ceiling;
}

/* A target that bears no limiting says so in earnest, and its loudness yields.
 * Whoever asks for a loudness gets it, or a refusal. */
static void
set_limits (const MasterOptions *options, MasterDelivery *delivery)
{
  const gboolean asks_loudness =
      master_options_is_given (options->loudness) || options->insists;
  const gboolean asks_limiting =
      master_options_is_given (options->max_limiting);
  const gboolean has_own = !isnan (delivery->max_limiting);

  delivery->yields = !options->replay && !asks_loudness && !asks_limiting &&
      (!delivery->target || has_own);
  if (asks_limiting)
    delivery->max_limiting = options->max_limiting;
  else if (!has_own)
    delivery->max_limiting =
        asks_loudness || delivery->target ? INFINITY : MASTER_LIMITING;
  if (options->settings || options->preset)
    delivery->settings = NULL;
}

/* --- where the masters go */

/* A folder that is called like a master is taken for a slip of the pen. */
static gboolean
is_folder (const gchar *output)
{
  return output &&
      (g_str_has_suffix (output, G_DIR_SEPARATOR_S) ||
          (g_file_test (output, G_FILE_TEST_IS_DIR) &&
              !master_format_of (output)));
}

/* "DIR/" with "a/b.wav" gives "DIR/b.flac". */
static gchar *
name_in_folder (const MasterOptions *options, const MasterSong *song)
{
  const gchar *ending = options->format ? options->format : ENDING;
  g_autofree gchar *name = g_path_get_basename (song->name);
  g_autofree gchar *base = NULL;
  gchar *dot = strrchr (name, '.');

  if (dot && dot != name)
    *dot = '\0';
  base = g_strdup_printf ("%s.%s", name, ending);
  return g_build_filename (options->output, base, NULL);
}

static gboolean
add_song (MasterProject *self, const MasterSong *song, GError **error)
{
  const MasterOptions *options = self->options;
  g_autofree gchar *output = is_folder (options->output)
      ? name_in_folder (options, song)
      : g_strdup (options->output);
  GArray *deliveries =
      master_deliveries_new (options->table, options->target, output, error);

  if (!deliveries)
    return FALSE;
  master_restoration_set (song->name, options->restore);
  g_ptr_array_add (self->deliveries, deliveries);
  self->n_deliveries = deliveries->len;
  for (guint i = 0; i < deliveries->len; i++) {
    MasterDelivery *delivery = &g_array_index (deliveries, MasterDelivery, i);
    const MasterRequest request = { options, song->name, delivery };

    set_levels (options, delivery);
    set_limits (options, delivery);
    if (!options->analyze && !check_output (options, delivery->output, error))
      return FALSE;
    if (!options->analyze)
      set_words (options, delivery);
    g_array_append_val (self->requests, request);
  }
  return TRUE;
}

/* Links can make one place of several names. */
static gboolean
check_apart (const MasterProject *self, GError **error)
{
  g_autoptr (GHashTable) places =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->requests->len; i++) {
    const MasterRequest *request =
        &g_array_index (self->requests, MasterRequest, i);
    g_autofree gchar *place =
        master_output_find_place (request->delivery->output);
    const MasterRequest *other = g_hash_table_lookup (places, place);

    if (other && other->input != request->input)
      return master_usage (error, "%s and %s would both be written to %s",
          other->input, request->input, request->delivery->output);
    if (other)
      return master_usage (error, "%s: is the same file as %s",
          request->delivery->output, other->delivery->output);
    g_hash_table_insert (places, g_steal_pointer (&place), (gpointer) request);
  }
  return TRUE;
}

/* --- all of them */

static gboolean
check_number (const MasterProject *self, GError **error)
{
  const MasterOptions *options = self->options;
  const guint songs = self->songs->len;
  const gboolean several = songs * self->n_deliveries > 1;

  if (songs > 1 && !options->analyze && !is_folder (options->output))
    return master_usage (error,
        "%u INPUTs need a folder for their masters: -o DIR/", songs);
  if (options->format && !is_folder (options->output))
    return master_usage (error,
        "--format is for a folder; the ending of %s says what it is",
        options->output);
  if (several && options->save_settings)
    return master_usage (error, "--save-settings is for one master at a time");
  if (songs > 1 && options->tag)
    return master_usage (error, "--tag is for one song at a time");
  if (several && songs == 1 && options->report)
    return master_usage (error, "--report is for one master at a time");
  return TRUE;
}

/* The masters of several songs have one page together. */
static void
name_index (MasterProject *self)
{
  const MasterOptions *options = self->options;

  if (self->songs->len > 1 && !options->analyze && !options->skip_done)
    self->index = options->report
        ? g_strdup (options->report)
        : g_build_filename (options->output, INDEX, NULL);
}

static gboolean
fill (MasterProject *self, GError **error)
{
  if (self->songs->len == 0)
    return master_usage (error, "%s: there are no songs in it",
        *self->options->inputs);
  for (guint i = 0; i < self->songs->len; i++)
    if (!add_song (self, g_ptr_array_index (self->songs, i), error))
      return FALSE;
  if (!check_number (self, error))
    return FALSE;
  name_index (self);
  return self->options->analyze || check_apart (self, error);
}

MasterProject *
master_project_new (const MasterOptions *options, GError **error)
{
  g_autoptr (MasterProject) self = g_new0 (MasterProject, 1);

  self->options = options;
  self->songs = master_songs_find (options->inputs);
  self->deliveries =
      g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  self->requests = g_array_new (FALSE, FALSE, sizeof (MasterRequest));
  return fill (self, error) ? g_steal_pointer (&self) : NULL;
}

void
master_project_drop (MasterProject *self, guint song)
{
  g_ptr_array_remove_index (self->songs, song);
  g_ptr_array_remove_index (self->deliveries, song);
  g_array_remove_range (self->requests, song * self->n_deliveries,
      self->n_deliveries);
}

void
master_project_free (MasterProject *self)
{
  g_ptr_array_unref (self->songs);
  g_ptr_array_unref (self->deliveries);
  g_array_unref (self->requests);
  g_free (self->index);
  g_free (self);
}

const MasterRequest *
master_project_requests (const MasterProject *self, guint song)
{
  return &g_array_index (self->requests, MasterRequest,
      song * self->n_deliveries);
}
