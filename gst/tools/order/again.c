/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "again.h"

#include <string.h>

#include "assistant/jsonread.h"
#include "tools/base/errors.h"
#include "tools/media/record.h"
#include "tools/media/versions.h"

#define PAGE ".html"

typedef struct {
  gchar *master;
  MasterVersions *versions; /* or NULL */
  MasterRecord *record;
} Again;

static void
again_clear (Again *self)
{
  g_free (self->master);
  g_clear_pointer (&self->versions, master_versions_free);
  g_clear_pointer (&self->record, master_record_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Again, again_clear)

/* --- the master */

/* "a/mix-master.html" is the page of the only file beside it that is called so
 * and has versions. */
static gchar *
find_master (const gchar *page)
{
  g_autofree gchar *folder = g_path_get_dirname (page);
  g_autofree gchar *base = g_path_get_basename (page);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree gchar *found = NULL;
  const gsize stem = strlen (base) - strlen (PAGE) + 1; /* with the dot */
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL);
    g_autofree gchar *versions = master_versions_name (path);

    if (strncmp (name, base, stem) != 0 ||
        !g_file_test (versions, G_FILE_TEST_EXISTS))
      continue;
    if (found)
      return NULL;
    found = g_steal_pointer (&path);
  }
  return g_steal_pointer (&found);
}

static gboolean
find (Again *self, const gchar *name, GError **error)
{
  const gboolean is_page = g_str_has_suffix (name, PAGE);
  g_autofree gchar *text = master_record_find (name);

  if (!g_file_test (name, G_FILE_TEST_IS_REGULAR))
    return master_usage (error, "%s: is not a file", name);
  self->master = is_page ? find_master (name) : g_strdup (name);
  if (self->master)
    self->versions = master_versions_load (self->master);
  if (!text && self->versions)
    text = g_strdup (g_ptr_array_index (self->versions->records,
        self->versions->current - 1));
  if (text)
    self->record = master_record_read (text);
  return self->record ||
      master_usage (error,
          "%s: there are no settings in it: it is not a master of this tool, "
          "or a --plain one",
          name);
}

static gboolean
go_back (Again *self, GError **error)
{
  const gchar *text;

  if (!self->versions || self->versions->current < 2)
    return master_usage (error, "%s: no version before this one is known",
        self->master ? self->master : "--undo");
  text =
      g_ptr_array_index (self->versions->records, self->versions->current - 2);
  master_record_free (self->record);
  self->record = master_record_read (text);
  return self->record ||
      master_usage (error, "%s: the version before is damaged", self->master);
}

/* --- the mix */

static gboolean
take_mix (const Again *self, MasterOptions *options, GError **error)
{
  g_autofree gchar *hash = NULL;
  const gchar *mix = options->mix ? options->mix
      : self->versions            ? self->versions->mix
                                  : NULL;

  if (!mix)
    return master_usage (error,
        "%s: where its mix lies is not known: --mix FILE", self->master);
  hash = master_record_hash (mix);
  if (!hash)
    return master_usage (error, "%s: the mix of %s cannot be read: --mix FILE",
        mix, self->master);
  if (strcmp (hash, self->record->mix) != 0) {
    if (!options->mix)
      return master_usage (error,
          "%s: is not the mix any more that %s was made of; --mix %s takes it "
          "all the same",
          mix, self->master, mix);
    master_warn (mix, "is not the mix that %s was made of", self->master);
  }
  g_strfreev (options->names);
  options->names = g_strdupv ((gchar *[]){ (gchar *) mix, NULL });
  return TRUE;
}

/* --- the settings */

static gboolean
take_base (const Again *self, MasterOptions *options, GError **error)
{
  options->base = gst_structure_from_string (self->record->settings, NULL);
  return options->base ||
      master_usage (error, "%s: its settings are damaged", self->master);
}

static gchar *
sum_wishes (const gchar *old, const gchar *more, GError **error)
{
  MstWishes wishes, others;
  g_autoptr (GError) local = NULL;

  if (mst_wishes_parse (&wishes, old, &local) &&
      mst_wishes_parse (&others, more, &local) &&
      mst_wishes_add (&wishes, &others, &local))
    return mst_wishes_print (&wishes);
  master_usage (error, "--make: %s", local->message);
  return NULL;
}

static void
take_order (const Again *self, MasterOptions *options)
{
  const MasterRecord *record = self->record;

  if (!options->profile && !options->reference)
    options->profile = g_strdup (record->profile);
  if (!options->preset)
    options->preset = g_strdup (record->preset);
  if (!options->restore)
    options->restore = g_strdup (record->restore);
  if (!master_options_is_given (options->strength))
    options->strength = record->strength;
  if (!options->set && record->set[0])
    options->set = g_strdupv (record->set);
}

static void
take_levels (const MasterRecord *record, MasterOptions *options,
    const MstWishes *included)
{
  if (options->target)
    return;
  options->start_loudness =
      CLAMP (record->loudness - mst_wishes_loudness (included), -70.0, 0.0);
  options->start_ceiling = record->ceiling;
  options->insists = record->insists;
}

/* Songs that were met are met again, where they still lie. */
static gboolean
take_references (const Again *self, MasterOptions *options, GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  const gchar *name = self->master ? self->master : "--again";

  for (gchar **met = self->record->references; *met; met++) {
    const gsize length = strcspn (*met, ":@");
    g_autofree gchar *hash = g_strndup (*met, length);
    const gchar *path = self->versions
        ? mst_json_string (self->versions->references, hash)
        : NULL;
    g_autofree gchar *is = path ? master_record_hash (path) : NULL;
    g_autofree gchar *text =
        g_strconcat (path ? path : "", *met + length, NULL);

    if (g_strcmp0 (is, hash) != 0)
      return master_usage (error,
          "%s: the song that it was brought towards is not where it was%s%s: "
          "give --reference or --profile",
          name, path ? ", " : "", path ? path : "");
    g_strv_builder_add (texts, text);
  }
  options->reference = g_strv_builder_end (texts);
  options->match_text = g_strdup (self->record->match);
  return TRUE;
}

/* The settings stay, unless the assistant is to do otherwise: then it listens
 * again. */
static gboolean
take_settings (const Again *self, MasterOptions *options, GError **error)
{
  const gboolean anew = options->profile || options->reference ||
      options->preset || master_options_is_given (options->strength);
  g_autofree gchar *all = options->undo
      ? g_strdup (self->record->make)
      : sum_wishes (self->record->make, options->make, error);
  MstWishes included = { { 0.0 } };

  if ((!all && !options->undo) || (!anew && !take_base (self, options, error)))
    return FALSE;
  if (all && !*all)
    g_clear_pointer (&all, g_free);
  if (anew && *self->record->references && !options->profile &&
      !options->reference && !take_references (self, options, error))
    return FALSE;
  if (!anew) {
    options->met = g_strdupv (self->record->references);
    options->met_how = g_strdup (self->record->match);
  }
  take_order (self, options);
  if (anew) {
    mst_wishes_parse (&included, self->record->make, NULL);
    g_free (options->make);
    options->make = g_strdup (all);
  }
  take_levels (self->record, options, &included);
  options->wished = g_steal_pointer (&all);
  return TRUE;
}

static gboolean
changes_sound (const MasterOptions *options)
{
  return options->make || options->profile || options->reference ||
      options->preset || options->set || options->target ||
      master_options_is_given (options->strength) ||
      master_options_is_given (options->loudness) ||
      master_options_is_given (options->ceiling);
}

/* A page that stands beside the master is made anew, too. */
static void
take_page (const Again *self, MasterOptions *options)
{
  const gchar *dot = strrchr (self->master, '.');
  g_autofree gchar *page = dot
      ? g_strdup_printf ("%.*s" PAGE, (int) (dot - self->master), self->master)
      : NULL;
  g_autofree gchar *record = page ? master_record_find (page) : NULL;

  if (record && !options->report && !options->output)
    options->report = g_steal_pointer (&page);
}

gboolean
master_again_apply (MasterOptions *self, GError **error)
{
  g_auto (Again) again = { NULL };

  if (!self->again && !self->undo)
    return self->mix ? master_usage (error, "--mix is for --again and --undo")
                     : TRUE;
  if ((self->again && self->undo) || self->names || self->plain ||
      self->settings || self->analyze)
    return master_usage (error,
        "--again and --undo take a MASTER alone, without an INPUT, --plain, "
        "--settings and --analyze");
  if (self->undo && changes_sound (self))
    return master_usage (error,
        "--undo makes what was there before: --again changes it");
  if (!find (&again, self->again ? self->again : self->undo, error) ||
      (self->undo && !go_back (&again, error)) ||
      !take_mix (&again, self, error) || !take_settings (&again, self, error))
    return FALSE;
  if (!self->output && !again.master)
    return master_usage (error,
        "it is not known which file is the master: "
        "-o OUTPUT");
  self->version_number = again.record->version;
  if (self->again && again.versions)
    self->version_number = again.versions->records->len;
  if (self->again)
    self->version_number++;
  if (again.master && g_file_test (again.master, G_FILE_TEST_IS_REGULAR))
    self->last = g_strdup (again.master);
  if (again.master)
    take_page (&again, self);
  self->force |= !self->output;
  if (!self->output)
    self->output = g_steal_pointer (&again.master);
  return TRUE;
}
