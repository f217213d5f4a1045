/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "learn.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "jsonread.h"
#include "statistics.h"

typedef struct {
  gdouble features[MST_N_FEATURES];
  gchar *reason; /* skipped, and why */
  gboolean wanted;
} Song;

struct MstLearner {
  GMutex mutex;
  gchar *store;
  FILE *file;
  GHashTable *songs; /* by their key */
};

static void
song_free (gpointer data)
{
  Song *song = data;

  g_free (song->reason);
  g_free (song);
}

static gboolean
fail (GError **error, const gchar *store, const gchar *what)
{
  g_set_error (error, MST_PROFILE_ERROR, MST_PROFILE_ERROR_WRITE, "%s: %s",
      store, what);
  return FALSE;
}

/* --- the store */

/* Refuses numbers that a profile cannot hold. */
static gboolean
read_features (Song *song, JsonObject *features)
{
  for (int i = 0; i < MST_N_FEATURES; i++) {
    song->features[i] = mst_json_number (features, mst_feature_name (i));
    if (fabs (song->features[i]) > MST_FEATURES_ABSURD)
      return FALSE;
  }
  return TRUE;
}

/* Returns NULL for a line that is not one of a store. */
static Song *
parse_line (JsonParser *parser, const gchar *line, const gchar **key)
{
  JsonObject *object, *features;
  const gchar *reason;
  Song *song;

  if (!mst_json_load (parser, line, -1, NULL))
    return NULL;
  object = mst_json_root (parser);
  *key = object ? mst_json_string (object, "song") : NULL;
  if (!*key)
    return NULL;
  reason = mst_json_string (object, "skipped");
  features = mst_json_object (object, "features");
  if (!reason && !features)
    return NULL;
  song = g_new0 (Song, 1);
  song->reason = g_strdup (reason);
  if (!features || read_features (song, features))
    return song;
  song_free (song);
  return NULL;
}

/* Returns whether a store was cut off in its very first line. */
static gboolean
is_torn (const gchar *line)
{
  static const gchar begin[] = "{\"song\":";

  return strncmp (line, begin, MIN (strlen (line), strlen (begin))) == 0;
}

static gboolean
read_store (MstLearner *self, const gchar *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (JsonParser) parser = json_parser_new ();
  gboolean first = TRUE;
  const gchar *key;

  for (guint i = 0; lines[i]; i++) {
    Song *song = *lines[i] ? parse_line (parser, lines[i], &key) : NULL;

    if (song)
      g_hash_table_replace (self->songs, g_strdup (key), song);
    else if (first && *lines[i] && (lines[i + 1] || !is_torn (lines[i])))
      return fail (error, self->store, "is not a store of songs");
    first = first && !*lines[i];
  }
  return TRUE;
}

/* After a loss of power, zeros may stand for bytes that were not written. */
static void
end_lines_at_zeros (gchar *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    if (text[i] == '\0')
      text[i] = '\n';
}

static gboolean
open_store (MstLearner *self, GError **error)
{
  g_autofree gchar *text = NULL;
  gsize length = 0;

  if (g_file_test (self->store, G_FILE_TEST_EXISTS) &&
      !g_file_get_contents (self->store, &text, &length, error))
    return FALSE;
  end_lines_at_zeros (text, length);
  if (text && !read_store (self, text, error))
    return FALSE;
  self->file = g_fopen (self->store, "ae");
  if (!self->file)
    return fail (error, self->store, g_strerror (errno));
  /* After half a line a new one begins. */
  if (length > 0 && text[length - 1] != '\n')
    fputc ('\n', self->file);
  return TRUE;
}

MstLearner *
mst_learner_new (const gchar *store, GError **error)
{
  g_autoptr (MstLearner) self = g_new0 (MstLearner, 1);

  g_mutex_init (&self->mutex);
  self->songs =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, song_free);
  self->store = g_strdup (store);
  return !store || open_store (self, error) ? g_steal_pointer (&self) : NULL;
}

void
mst_learner_free (MstLearner *self)
{
  if (!self)
    return;
  if (self->file)
    fclose (self->file);
  g_hash_table_unref (self->songs);
  g_mutex_clear (&self->mutex);
  g_free (self->store);
  g_free (self);
}

static gchar *
make_line (const gchar *key, const Song *song)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new (), *features;

  json_node_take_object (root, object);
  json_object_set_string_member (object, "song", key);
  if (song->reason) {
    json_object_set_string_member (object, "skipped", song->reason);
    return json_to_string (root, FALSE);
  }
  features = json_object_new ();
  for (int i = 0; i < MST_N_FEATURES; i++)
    if (!isnan (song->features[i]))
      json_object_set_double_member (features, mst_feature_name (i),
          song->features[i]);
  json_object_set_object_member (object, "features", features);
  return json_to_string (root, FALSE);
}

/* Takes the song. Each line is one write, so that a loss of power costs one
 * line at most. */
static gboolean
put (MstLearner *self, const gchar *key, Song *song, GError **error)
{
  g_autofree gchar *line = make_line (key, song);
  gboolean ok = TRUE;

  song->wanted = TRUE;
  g_mutex_lock (&self->mutex);
  g_hash_table_replace (self->songs, g_strdup (key), song);
  if (self->file)
    ok = fprintf (self->file, "%s\n", line) > 0 && fflush (self->file) == 0;
  g_mutex_unlock (&self->mutex);
  return ok || fail (error, self->store, g_strerror (errno));
}

/* --- songs */

gchar *
mst_learner_key (const gchar *path, guint64 size, gint64 mtime)
{
  g_autofree gchar *text = g_utf8_make_valid (path, -1);

  return g_strdup_printf ("%s %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT, text,
      size, mtime);
}

gboolean
mst_learner_known (MstLearner *self, const gchar *key, gchar **reason)
{
  Song *song;

  g_mutex_lock (&self->mutex);
  song = g_hash_table_lookup (self->songs, key);
  if (song)
    song->wanted = TRUE;
  if (reason)
    *reason = song ? g_strdup (song->reason) : NULL;
  g_mutex_unlock (&self->mutex);
  return song != NULL;
}

gboolean
mst_learner_add (MstLearner *self, const gchar *key,
    const gdouble features[MST_N_FEATURES], GError **error)
{
  Song *song = g_new0 (Song, 1);

  memcpy (song->features, features, sizeof (song->features));
  return put (self, key, song, error);
}

gboolean
mst_learner_skip (MstLearner *self, const gchar *key, const gchar *reason,
    GError **error)
{
  Song *song = g_new0 (Song, 1);

  song->reason = g_strdup (reason);
  return put (self, key, song, error);
}

gchar *
mst_learner_judge (const MstAnalysis *analysis)
{
  gdouble seconds =
      analysis->rate > 0.0 ? analysis->frames / analysis->rate : 0.0;

  if (!(seconds >= MST_FEATURES_MIN_S))
    return g_strdup_printf ("is too short: %.4g s, and %g s are needed",
        seconds, MST_FEATURES_MIN_S);
  if (!(analysis->loudness > MST_FEATURES_SILENT_DB))
    return g_strdup ("is silent");
  if (analysis->invalid_samples > 0.0)
    return g_strdup_printf ("%.0f samples are not numbers",
        analysis->invalid_samples);
  return NULL;
}

/* Returns the features of the songs that count, which own them. */
static GPtrArray *
get_rows (MstLearner *self)
{
  GPtrArray *rows = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->songs);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    Song *song = value;

    if (song->wanted && !song->reason)
      g_ptr_array_add (rows, song->features);
  }
  return rows;
}

guint
mst_learner_count (MstLearner *self)
{
  g_autoptr (GPtrArray) rows = NULL;

  g_mutex_lock (&self->mutex);
  rows = get_rows (self);
  g_mutex_unlock (&self->mutex);
  return rows->len;
}

MstProfile *
mst_learner_profile (MstLearner *self, const gchar *name, const gchar *source,
    GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  MstProfile *profile;

  g_mutex_lock (&self->mutex);
  rows = get_rows (self);
  profile = mst_statistics_profile ((const gdouble *const *) rows->pdata,
      rows->len, name, source, error);
  g_mutex_unlock (&self->mutex);
  return profile;
}
