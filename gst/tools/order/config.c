/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "config.h"

#include <string.h>

#include "assistant/nearest.h"
#include "tools/base/errors.h"
#include "tools/media/format.h"

#define GROUP "defaults"

typedef enum { TEXT, LIST, NUMBER, WHOLE, SWITCH } Kind;

/* Options that make a default superfluous, or do not go with it. */
enum {
  BY_TARGET = 1 << 0,   /* --target */
  BY_LOUDNESS = 1 << 1, /* --loudness, which is one */
  BY_PLAIN = 1 << 2,    /* --plain */
  BY_GENRE = 1 << 3,    /* --profile and --reference */
  BY_SOUND = 1 << 4,    /* all that asks for the assistant */
  BY_FILE = 1 << 5,     /* an OUTPUT that is a file */
  BY_LOSSY = 1 << 6,    /* an OUTPUT that is lossy */
};

typedef struct {
  const gchar *name;
  Kind kind;
  gsize offset;
  guint yields; /* to which of these */
} Row;

#define ROW(name, kind, field, yields)                                         \
  {                                                                            \
    name, kind, G_STRUCT_OFFSET (MasterOptions, field), yields                 \
  }

static const Row rows[] = {
  ROW ("best-effort", SWITCH, best_effort, 0),
  ROW ("bits", WHOLE, bits, BY_TARGET | BY_LOSSY),
  ROW ("ceiling", NUMBER, ceiling, BY_TARGET),
  ROW ("codec-ceiling", TEXT, codec_ceiling, BY_LOSSY),
  ROW ("dual-mono", SWITCH, dual_mono, 0),
  ROW ("explain", SWITCH, explain, BY_PLAIN),
  ROW ("format", TEXT, format, BY_FILE),
  ROW ("genre", TEXT, profile, BY_PLAIN | BY_GENRE),
  ROW ("jobs", WHOLE, jobs, 0),
  ROW ("loudness", NUMBER, loudness, BY_TARGET | BY_LOUDNESS),
  ROW ("make", TEXT, make, BY_PLAIN),
  ROW ("max-limiting", NUMBER, max_limiting, 0),
  ROW ("plain", SWITCH, plain, BY_SOUND | BY_GENRE),
  ROW ("preset", TEXT, preset, 0),
  ROW ("profile", TEXT, profile, BY_PLAIN | BY_GENRE),
  ROW ("quiet", SWITCH, quiet, 0),
  ROW ("rate", WHOLE, rate, BY_TARGET),
  ROW ("strength", NUMBER, strength, BY_PLAIN),
  ROW ("target", LIST, target, BY_TARGET | BY_LOUDNESS),
  ROW ("targets", TEXT, targets, 0),
  ROW ("verbose", SWITCH, verbose, BY_PLAIN),
};

/* --- what the command line says */

static gboolean
is_read (const MasterOptions *self)
{
  const gboolean analyzes = self->analyze && !self->explain && !self->verbose;

  return !(self->no_config || self->settings || self->again || self->undo ||
      self->learn || self->manifest || self->album || self->new_album ||
      self->check_ddp || self->list_targets || self->list_presets ||
      self->version || analyzes);
}

static const gchar *
name_output (const MasterOptions *self)
{
  const gboolean two = self->names && self->names[0] && self->names[1];

  if (self->output)
    return self->output;
  return two && !self->names[2] ? self->names[1] : NULL;
}

static guint
find_said (const MasterOptions *self)
{
  const gchar *output = name_output (self);
  const MasterFormat *format = output ? master_format_of (output) : NULL;
  guint said = 0;

  if (self->target)
    said |= BY_TARGET;
  if (master_options_is_given (self->loudness))
    said |= BY_LOUDNESS;
  if (self->plain)
    said |= BY_PLAIN;
  if (self->profile || self->reference)
    said |= BY_GENRE;
  if (self->explain || self->verbose || self->make ||
      master_options_is_given (self->strength))
    said |= BY_SOUND;
  if (format)
    said |= BY_FILE;
  if (format && !format->lossless)
    said |= BY_LOSSY;
  return said;
}

static gboolean
is_given (const Row *row, gconstpointer field)
{
  switch (row->kind) {
    case NUMBER:
      return master_options_is_given (*(const gdouble *) field);
    case WHOLE:
      return *(const gint *) field != 0 &&
          *(const gint *) field != MASTER_NO_NUMBER;
    case SWITCH:
      return *(const gboolean *) field;
    default:
      return *(const gpointer *) field != NULL;
  }
}

/* --- the file */

static const Row *
find_row (const gchar *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, name))
      return &rows[i];
  return NULL;
}

static gboolean
fail_unknown (const MasterOptions *self, const gchar *name, GError **error)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  const gchar *meant;

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_ptr_array_add (known, (gpointer) rows[i].name);
  meant = mst_nearest (name, known);
  return master_fail (error, self->config_path,
      "%s is not an option that has a default here%s%s", name,
      meant ? ", did you mean " : "", meant ? meant : "");
}

/* Reads one value into the field. */
static gboolean
take_value (const Row *row, const gchar *text, gpointer field)
{
  gint64 whole = 0;
  gchar *end = NULL;

  switch (row->kind) {
    case NUMBER:
      *(gdouble *) field = g_ascii_strtod (text, &end);
      return end != text && !*end;
    case WHOLE:
      if (!g_ascii_string_to_signed (text, 10, G_MININT, G_MAXINT, &whole,
              NULL))
        return FALSE;
      *(gint *) field = (gint) whole;
      return TRUE;
    case SWITCH:
      *(gboolean *) field = g_str_equal (text, "true");
      return *(gboolean *) field || g_str_equal (text, "false");
    case LIST:
      *(gchar ***) field = g_strsplit (text, ",", -1);
      for (gchar **part = *(gchar ***) field; *part; part++)
        g_strstrip (*part);
      return *text != '\0';
    default:
      *(gchar **) field = g_strdup (text);
      return *text != '\0';
  }
}

static const gchar *
name_kind (Kind kind)
{
  static const gchar *const names[] = {
    [TEXT] = "a text",
    [LIST] = "a name, or several with commas",
    [NUMBER] = "a number",
    [WHOLE] = "a whole number",
    [SWITCH] = "true or false",
  };

  return names[kind];
}

static gboolean
take_key (MasterOptions *self, GKeyFile *file, const gchar *name, guint said,
    GError **error)
{
  const Row *row = find_row (name);
  gpointer field = row ? G_STRUCT_MEMBER_P (self, row->offset) : NULL;
  g_autofree gchar *text = g_key_file_get_value (file, GROUP, name, NULL);

  if (!row)
    return fail_unknown (self, name, error);
  if ((row->yields & said) || is_given (row, field))
    return TRUE;
  g_strstrip (text);
  if (!take_value (row, text, field))
    return master_fail (error, self->config_path, "%s must be %s, not \"%s\"",
        name, name_kind (row->kind), text);
  json_object_set_string_member (self->config, name, text);
  return TRUE;
}

static gboolean
check_groups (const MasterOptions *self, GKeyFile *file, GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);

  for (gchar **group = groups; *group; group++)
    if (!g_str_equal (*group, GROUP))
      return master_fail (error, self->config_path,
          "[%s] is not known here: defaults stand under [" GROUP "]", *group);
  return TRUE;
}

static gboolean
load (MasterOptions *self, GKeyFile *file, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!g_key_file_load_from_file (file, self->config_path, G_KEY_FILE_NONE,
          &local))
    return master_fail (error, self->config_path, "%s", local->message);
  return check_groups (self, file, error);
}

gboolean
master_config_apply (MasterOptions *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) names = NULL;
  g_autofree gchar *path = g_build_filename (g_get_user_config_dir (),
      "gst-mastering", "config", NULL);
  const guint said = find_said (self);

  if (!is_read (self) || !g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  self->config_path = g_steal_pointer (&path);
  self->config = json_object_new ();
  if (!load (self, file, error))
    return FALSE;
  names = g_key_file_get_keys (file, GROUP, NULL, NULL);
  for (gchar **name = names; name && *name; name++)
    if (!take_key (self, file, *name, said, error))
      return FALSE;
  return TRUE;
}

/* Returns the names of all values that are in force; NULL where the message
 * speaks of none of them. */
static gchar *
list_guilty (const MasterOptions *self, const gchar *message)
{
  g_autoptr (GList) members = json_object_get_members (self->config);
  GString *names = g_string_new (NULL);
  gboolean speaks = FALSE;

  for (GList *name = members; name; name = name->next) {
    g_string_append_printf (names, "%s%s", name == members ? "" : ", ",
        (const gchar *) name->data);
    speaks |= strstr (message, name->data) != NULL;
  }
  return g_string_free (names, !speaks);
}

gboolean
master_config_explain (const MasterOptions *self, GError **error)
{
  g_autofree gchar *names = NULL;
  gchar *message;

  if (!error || !*error || !self->config)
    return FALSE;
  names = list_guilty (self, (*error)->message);
  if (!names)
    return FALSE;
  message = g_strdup_printf ("%s; %s sets %s, and --no-config ignores it",
      (*error)->message, self->config_path, names);
  g_free ((*error)->message);
  (*error)->message = message;
  return FALSE;
}
