/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "targets.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "album/project.h"
#include "assistant/jsonread.h"
#include "assistant/nearest.h"
#include "tools/base/errors.h"
#include "data-resource.h"

#define RESOURCE "/gst-master/targets.json"
#define BUILT_IN "the table of targets"
#define NAME_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789-_"
/* Even a table of a thousand targets is smaller. */
#define LARGEST (1 << 20)

static void
target_free (gpointer data)
{
  MasterTarget *self = data;

  g_free (self->name);
  g_free (self->purpose);
  g_free (self->note);
  g_free (self->shaping);
  g_strfreev (self->settings);
  g_free (self);
}

void
master_targets_free (MasterTargets *self)
{
  g_free (self->version);
  g_free (self->date);
  g_ptr_array_unref (self->targets);
  g_free (self);
}

static const gchar *
get_string (JsonObject *object, const gchar *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && json_node_get_value_type (node) == G_TYPE_STRING
      ? json_node_get_string (node)
      : NULL;
}

/* Returns a number, which may be a whole one; NAN where there is none. */
static gdouble
get_number (JsonObject *object, const gchar *member)
{
  JsonNode *node = json_object_get_member (object, member);
  GType type = node ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE
      ? json_node_get_double (node)
      : NAN;
}

static MasterTarget *
look_up (const MasterTargets *self, const gchar *name)
{
  for (guint i = 0; i < self->targets->len; i++) {
    MasterTarget *target = g_ptr_array_index (self->targets, i);

    if (g_ascii_strcasecmp (target->name, name) == 0)
      return target;
  }
  return NULL;
}

/* A name becomes a part of file names. */
static gboolean
is_name (const gchar *name)
{
  return name && *name != '\0' &&
      strspn (name, NAME_CHARACTERS) == strlen (name);
}

static gboolean
read_plays (MasterPlays *plays, const gchar *text)
{
  *plays = MASTER_PLAYS_AS_IT_IS;
  if (!text)
    return TRUE;
  if (strcmp (text, "down") == 0)
    *plays = MASTER_PLAYS_DOWN;
  else if (strcmp (text, "both") == 0)
    *plays = MASTER_PLAYS_BOTH;
  return *plays != MASTER_PLAYS_AS_IT_IS;
}

/* FALSE where the member is there and is not as it has to be. */
static gboolean
read_words (MasterTarget *self, JsonObject *object)
{
  static const gchar *const shapings[] = { "none", "tpdf", "lipshitz",
    "wannamaker", "f-weighted", NULL };
  const gchar *shaping = get_string (object, "shaping");
  const gdouble rate = get_number (object, "rate");
  const gdouble bits = get_number (object, "bits");

  if ((json_object_has_member (object, "rate") &&
          !(rate >= 4000.0 && rate <= 768000.0)) ||
      (json_object_has_member (object, "bits") && bits != 16.0 &&
          bits != 24.0) ||
      (json_object_has_member (object, "shaping") &&
          (!shaping || !g_strv_contains (shapings, shaping))))
    return FALSE;
  self->rate = isfinite (rate) ? (gint) rate : 0;
  self->bits = isfinite (bits) ? (gint) bits : 0;
  self->shaping = g_strdup (shaping);
  return TRUE;
}

/* Returns NULL where the member is not a list of strings. */
static gchar **
read_strings (JsonNode *node)
{
  g_autoptr (GStrvBuilder) strings = g_strv_builder_new ();
  JsonArray *array =
      JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (!array)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (json_node_get_value_type (element) != G_TYPE_STRING)
      return NULL;
    g_strv_builder_add (strings, json_node_get_string (element));
  }
  return g_strv_builder_end (strings);
}

static gboolean
read_settings (MasterTarget *self, JsonObject *object)
{
  JsonNode *settings = json_object_get_member (object, "settings");

  self->settings = settings ? read_strings (settings) : NULL;
  self->max_limiting = get_number (object, "max-limiting");
  return (!settings || self->settings) &&
      (!json_object_has_member (object, "max-limiting") ||
          (self->max_limiting >= 0.0 && self->max_limiting <= 100.0));
}

static gboolean
read_record (MasterTarget *self, JsonObject *object)
{
  const gchar *name = get_string (object, "record");

  self->record = MASTER_NO_RECORD;
  for (gint i = 0; name && mst_record_names[i]; i++)
    if (strcmp (name, mst_record_names[i]) == 0)
      self->record = i;
  return !json_object_has_member (object, "record") ||
      self->record != MASTER_NO_RECORD;
}

static gboolean
add_target (MasterTargets *self, const gchar *file, JsonObject *object,
    GError **error)
{
  const gchar *name = get_string (object, "name");
  gdouble loudness = get_number (object, "loudness");
  gdouble ceiling = get_number (object, "ceiling");
  MasterPlays plays;
  MasterTarget *target;

  if (!is_name (name))
    return master_usage (error,
        "%s: target %u must have a name, of a-z, 0-9, - and _", file,
        self->targets->len + 1);
  if (look_up (self, name))
    return master_usage (error, "%s: %s is in it twice", file, name);
  if (!(loudness >= -70.0 && loudness <= 0.0))
    return master_usage (error, "%s: %s must have a loudness, -70 to 0 (LUFS)",
        file, name);
  if (!(ceiling <= 0.0 && isfinite (ceiling)))
    return master_usage (error, "%s: %s must have a ceiling, 0 or less (dBTP)",
        file, name);
  if (!read_plays (&plays, get_string (object, "plays")))
    return master_usage (error,
        "%s: \"plays\" of %s must be \"down\" or \"both\"", file, name);
  target = g_new (MasterTarget, 1);
  *target = (MasterTarget){ .name = g_strdup (name),
    .loudness = loudness,
    .ceiling = ceiling,
    .purpose = g_strdup (get_string (object, "for")),
    .note = g_strdup (get_string (object, "note")),
    .plays = plays };
  g_ptr_array_add (self->targets, target);
  if (!read_settings (target, object))
    return master_usage (error,
        "%s: the \"settings\" of %s must be a list of strings, and its "
        "\"max-limiting\" 0 to 100 (dB)",
        file, name);
  if (!read_record (target, object))
    return master_usage (error,
        "%s: the \"record\" of %s must be one that an album knows, as "
        "\"12-33\"",
        file, name);
  return read_words (target, object) ||
      master_usage (error,
          "%s: %s must have a rate of 4000 to 768000 (Hz), 16 or 24 bits and a "
          "shaping that masterdither knows, or none of them",
          file, name);
}

static gboolean
add_targets (MasterTargets *self, const gchar *file, JsonArray *array,
    GError **error)
{
  guint n = json_array_get_length (array);

  for (guint i = 0; i < n; i++) {
    JsonNode *node = json_array_get_element (array, i);

    if (!JSON_NODE_HOLDS_OBJECT (node))
      return master_usage (error, "%s: target %u is not an object", file,
          i + 1);
    if (!add_target (self, file, json_node_get_object (node), error))
      return FALSE;
  }
  return n > 0 || master_usage (error, "%s: there are no targets in it", file);
}

static gboolean
read_table (MasterTargets *self, const gchar *file, JsonNode *root,
    GError **error)
{
  JsonObject *object;
  JsonNode *targets;

  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    return master_usage (error, "%s: is not a JSON object", file);
  object = json_node_get_object (root);
  self->version = g_strdup (get_string (object, "version"));
  self->date = g_strdup (get_string (object, "date"));
  if (!self->version || !self->date)
    return master_usage (error,
        "%s: must have a version and a date, both as strings", file);
  targets = json_object_get_member (object, "targets");
  if (!targets || !JSON_NODE_HOLDS_ARRAY (targets))
    return master_usage (error, "%s: must have an array, targets", file);
  return add_targets (self, file, json_node_get_array (targets), error);
}

/* A folder, a pipe and a song of a gigabyte are not tables. */
static GBytes *
read_file (const gchar *file, GError **error)
{
  g_autoptr (GError) local = NULL;
  GStatBuf info;
  gchar *text;
  gsize length;

  if (g_stat (file, &info) == 0 &&
      (!S_ISREG (info.st_mode) || info.st_size > LARGEST)) {
    master_usage (error, "%s: is not a table of targets", file);
    return NULL;
  }
  if (g_file_get_contents (file, &text, &length, &local))
    return g_bytes_new_take (text, length);
  master_usage (error, "%s", local->message);
  return NULL;
}

static GBytes *
read_bytes (const gchar *file, GError **error)
{
  return file ? read_file (file, error)
              : g_resource_lookup_data (master_data_get_resource (), RESOURCE,
                    G_RESOURCE_LOOKUP_FLAGS_NONE, error);
}

MasterTargets *
master_targets_load (const gchar *file, GError **error)
{
  g_autoptr (MasterTargets) self = g_new0 (MasterTargets, 1);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local = NULL;
  g_autoptr (GBytes) bytes = read_bytes (file, error);
  const gchar *name = file ? file : BUILT_IN;
  gconstpointer text;
  gsize length;

  self->targets = g_ptr_array_new_with_free_func (target_free);
  if (!bytes)
    return NULL;
  text = g_bytes_get_data (bytes, &length);
  if (!mst_json_load (parser, text, (gssize) length, &local)) {
    master_usage (error, "%s: %s", name, local->message);
    return NULL;
  }
  return read_table (self, name, json_parser_get_root (parser), error)
      ? g_steal_pointer (&self)
      : NULL;
}

static GPtrArray *
list_names (const MasterTargets *self)
{
  GPtrArray *names = g_ptr_array_new ();

  for (guint i = 0; i < self->targets->len; i++) {
    const MasterTarget *target = g_ptr_array_index (self->targets, i);

    g_ptr_array_add (names, target->name);
  }
  return names;
}

const MasterTarget *
master_targets_find (const MasterTargets *self, const gchar *name,
    GError **error)
{
  const MasterTarget *target = look_up (self, name);
  g_autoptr (GPtrArray) names = list_names (self);
  g_autoptr (GString) known = g_string_new (NULL);
  const gchar *meant;

  if (target)
    return target;
  meant = mst_nearest (name, names);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "",
        (const gchar *) g_ptr_array_index (names, i));
  master_usage (error, "--target: there is no target %s%s%s; there are %s",
      name, meant ? ", did you mean " : "", meant ? meant : "", known->str);
  return NULL;
}

gdouble
master_target_gain (const MasterTarget *self, gdouble loudness,
    gdouble true_peak)
{
  gdouble gain = self->loudness - loudness;

  if (self->plays == MASTER_PLAYS_AS_IT_IS || !isfinite (gain))
    return 0.0;
  if (gain <= 0.0)
    return gain;
  return self->plays == MASTER_PLAYS_BOTH
      ? CLAMP (self->ceiling - true_peak, 0.0, gain)
      : 0.0;
}

gboolean
master_targets_print (const MasterTargets *self, GError **error)
{
  printf ("Table of targets %s, %s\n\n%-12s %6s %6s  %s\n", self->version,
      self->date, "", "LUFS", "dBTP", "for");
  for (guint i = 0; i < self->targets->len; i++) {
    const MasterTarget *target = g_ptr_array_index (self->targets, i);
    const gchar *purpose = target->purpose ? target->purpose : "";
    const gchar *note = target->note ? target->note : "";

    printf ("%-12s %6.1f %6.1f  %s%s%s\n", target->name, target->loudness,
        target->ceiling, purpose, *purpose && *note ? ": " : "", note);
  }
  return (fflush (stdout) == 0 && !ferror (stdout)) ||
      master_fail (error, "standard output", "%s", g_strerror (errno));
}
