/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "references.h"

#include <string.h>

#include "tools/base/errors.h"

#define MOST_WEIGHT 1e6
#define MOST_SECONDS 1e6
#define SHORTEST 5.0 /* s: shorter sections say nothing of music */

/* --- one of them */

static void
reference_free (gpointer data)
{
  MasterReference *self = data;

  g_free (self->text);
  g_free (self->path);
  g_free (self->hash);
  g_free (self);
}

static gboolean
is_file (const gchar *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static gboolean
read_number (const gchar *text, gdouble most, gdouble *number)
{
  gchar *end = NULL;

  if (!g_ascii_isdigit (*text))
    return FALSE;
  *number = g_ascii_strtod (text, &end);
  return *end == '\0' && *number <= most;
}

/* [[H:]M:]S */
static gboolean
read_time (const gchar *text, gdouble *seconds)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", -1);
  guint n = g_strv_length (parts);

  *seconds = 0.0;
  if (n < 1 || n > 3)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    gdouble part;

    if (!read_number (parts[i], MOST_SECONDS, &part))
      return FALSE;
    *seconds = 60.0 * *seconds + part;
  }
  return TRUE;
}

static gboolean
read_section (MasterReference *self, const gchar *text)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", -1);
  gdouble from, to;

  if (g_strv_length (ends) != 2 || !read_time (ends[0], &from) ||
      !read_time (ends[1], &to) || !(to > from))
    return FALSE;
  self->start = from;
  self->length = to - from;
  return TRUE;
}

static gboolean
read_weight (MasterReference *self, const gchar *text)
{
  gdouble weight;

  if (!read_number (text, MOST_WEIGHT, &weight) || !(weight > 0.0))
    return FALSE;
  self->weight = weight;
  return TRUE;
}

/* Cuts what follows the last `mark` off the path, if it can be read. */
static void
take_suffix (MasterReference *self, gchar mark,
    gboolean (*read) (MasterReference *, const gchar *))
{
  gchar *at = strrchr (self->path, mark);

  if (at && at > self->path && !is_file (self->path) && read (self, at + 1))
    *at = '\0';
}

static MasterReference *
reference_new (const gchar *text, GError **error)
{
  MasterReference *self = g_new0 (MasterReference, 1);

  self->text = g_strdup (text);
  self->path = g_strdup (text);
  self->weight = 1.0;
  take_suffix (self, '@', read_section);
  take_suffix (self, ':', read_weight);
  if (self->length == 0.0 || self->length >= SHORTEST)
    return self;
  master_usage (error, "--reference %s: a section lasts %g s or more", text,
      SHORTEST);
  reference_free (self);
  return NULL;
}

GPtrArray *
master_references_new (gchar **texts, GError **error)
{
  GPtrArray *self = g_ptr_array_new_with_free_func (reference_free);

  for (; texts && *texts; texts++) {
    MasterReference *reference = reference_new (*texts, error);

    if (!reference) {
      g_ptr_array_unref (self);
      return NULL;
    }
    g_ptr_array_add (self, reference);
  }
  return self;
}

/* --- how far */

static gdouble *
find_share (MasterMatch *self, const gchar *name)
{
  const struct {
    const gchar *name;
    gdouble *share;
  } rows[] = {
    { "tone", &self->tone },
    { "width", &self->width },
    { "dynamics", &self->dynamics },
    { "loudness", &self->loudness },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i].name, name))
      return rows[i].share;
  return NULL;
}

static gboolean
read_share (MasterMatch *self, const gchar *text, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (text, "=", 2);
  gdouble *share = parts[0] ? find_share (self, parts[0]) : NULL;

  if (!share)
    return master_usage (error,
        "--match: '%s' is not tone, width, dynamics or loudness", text);
  *share = 100.0;
  return !parts[1] || read_number (parts[1], 100.0, share) ||
      master_usage (error, "--match %s: a share is 0 to 100", text);
}

gboolean
master_match_parse (MasterMatch *self, const gchar *text, GError **error)
{
  g_auto (GStrv) parts = text ? g_strsplit (text, ",", -1) : NULL;

  *self = (MasterMatch){ 0.0 };
  if (!text)
    *self = (MasterMatch){ 100.0, 100.0, 100.0, 0.0 };
  else if (!parts[0])
    return read_share (self, text, error);
  for (guint i = 0; parts && parts[i]; i++)
    if (!read_share (self, parts[i], error))
      return FALSE;
  return TRUE;
}

/* --- in records */

gchar **
master_references_print (const GPtrArray *self)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();

  for (guint i = 0; i < self->len; i++) {
    const MasterReference *one = g_ptr_array_index (self, i);
    g_autofree gchar *text = one->hash
        ? g_strconcat (one->hash, one->text + strlen (one->path), NULL)
        : NULL;

    if (text)
      g_strv_builder_add (texts, text);
  }
  return g_strv_builder_end (texts);
}

JsonObject *
master_references_places (const GPtrArray *self)
{
  JsonObject *object = json_object_new ();

  for (guint i = 0; i < self->len; i++) {
    const MasterReference *one = g_ptr_array_index (self, i);
    g_autofree gchar *path = g_canonicalize_filename (one->path, NULL);

    if (one->hash)
      json_object_set_string_member (object, one->hash, path);
  }
  return object;
}
