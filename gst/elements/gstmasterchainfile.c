/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterchainfile.h"

#include <stdlib.h>
#include <string.h>

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "assistant/jsonread.h"
#include "base/gstmasterfile.h"
#include "chain-presets.h"

#define VERSION_HERE 1
#define MOST 8192 /* parameters in a file; a chain has some 800 */
#define PRESETS "/gst-mastering/chains/"

#define wrong(error, ...)                                                      \
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,           \
      __VA_ARGS__)

/* --- JSON to settings */

static gboolean
take_array (GstStructure *settings, const gchar *path, JsonArray *array,
    GError **error)
{
  GValue numbers = G_VALUE_INIT;
  guint n = json_array_get_length (array);
  gboolean ok = TRUE;

  g_value_init (&numbers, GST_TYPE_ARRAY);
  for (guint i = 0; ok && i < n; i++) {
    GValue number = G_VALUE_INIT;
    JsonNode *node = json_array_get_element (array, i);
    GType type = json_node_get_value_type (node);
    ok = type == G_TYPE_DOUBLE || type == G_TYPE_INT64;
    if (!ok)
      break;
    g_value_init (&number, G_TYPE_DOUBLE);
    g_value_set_double (&number, json_node_get_double (node));
    gst_value_array_append_and_take_value (&numbers, &number);
  }
  if (ok)
    gst_structure_take_value (settings, path, &numbers);
  else
    g_value_unset (&numbers);
  if (!ok)
    wrong (error, "%s: must be an array of numbers", path);
  return ok;
}

static gboolean take_object (GstStructure *settings, const gchar *prefix,
    JsonObject *object, GError **error);

static gboolean
take_node (GstStructure *settings, const gchar *path, JsonNode *node,
    GError **error)
{
  GValue value = G_VALUE_INIT;

  /* GStreamer compares each field with all before it, so their number is
   * limited. */
  if (gst_structure_n_fields (settings) >= MOST) {
    wrong (error, "has more than %d parameters", MOST);
    return FALSE;
  }
  switch (JSON_NODE_TYPE (node)) {
    case JSON_NODE_OBJECT:
      return take_object (settings, path, json_node_get_object (node), error);
    case JSON_NODE_ARRAY:
      return take_array (settings, path, json_node_get_array (node), error);
    case JSON_NODE_VALUE:
      json_node_get_value (node, &value);
      gst_structure_take_value (settings, path, &value);
      return TRUE;
    case JSON_NODE_NULL:
    default:
      wrong (error, "%s: null is not a value", path);
      return FALSE;
  }
}

static gboolean
take_object (GstStructure *settings, const gchar *prefix, JsonObject *object,
    GError **error)
{
  GList *members = json_object_get_members (object);
  gboolean ok = TRUE;

  for (GList *m = members; ok && m; m = m->next) {
    gchar *path = g_strconcat (prefix, "::", m->data, NULL);
    ok = take_node (settings, path, json_object_get_member (object, m->data),
        error);
    g_free (path);
  }
  g_list_free (members);
  return ok;
}

static gboolean
take_stages (GstStructure *settings, JsonNode *node, GError **error)
{
  GString *list = g_string_new (NULL);
  JsonArray *array =
      JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  gboolean ok = array != NULL;

  for (guint i = 0; ok && i < json_array_get_length (array); i++) {
    JsonNode *name = json_array_get_element (array, i);
    ok = json_node_get_value_type (name) == G_TYPE_STRING;
    if (ok)
      g_string_append_printf (list, "%s%s", i > 0 ? "," : "",
          json_node_get_string (name));
  }
  if (ok)
    gst_structure_set (settings, "stages", G_TYPE_STRING, list->str, NULL);
  else
    wrong (error, "stages: must be an array of names");
  g_string_free (list, TRUE);
  return ok;
}

static gboolean
has_our_version (JsonObject *root, GError **error)
{
  JsonNode *node = json_object_get_member (root, "version");

  if (!node || json_node_get_value_type (node) != G_TYPE_INT64) {
    wrong (error, "version: must be there, and a whole number");
    return FALSE;
  }
  if (json_node_get_int (node) == VERSION_HERE)
    return TRUE;
  wrong (error, "version: %" G_GINT64_FORMAT " is not known; %d is",
      json_node_get_int (node), VERSION_HERE);
  return FALSE;
}

static gboolean
take_member (GstStructure *settings, const gchar *name, JsonNode *node,
    GError **error)
{
  if (strcmp (name, "version") == 0 || strcmp (name, "description") == 0)
    return TRUE;
  if (strcmp (name, "stages") == 0)
    return take_stages (settings, node, error);
  if (JSON_NODE_HOLDS_OBJECT (node))
    return take_object (settings, name, json_node_get_object (node), error);
  wrong (error, "%s: must be an object, of the parameters of a stage", name);
  return FALSE;
}

static gboolean
take_root (GstStructure *settings, JsonNode *node, GError **error)
{
  JsonObject *root;
  GList *members;
  gboolean ok;

  if (!node || !JSON_NODE_HOLDS_OBJECT (node)) {
    wrong (error, "must be an object");
    return FALSE;
  }
  root = json_node_get_object (node);
  ok = has_our_version (root, error);
  members = json_object_get_members (root);
  for (GList *m = members; ok && m; m = m->next)
    ok = take_member (settings, m->data, json_object_get_member (root, m->data),
        error);
  g_list_free (members);
  return ok;
}

static GstStructure *
parse (const gchar *text, GError **error)
{
  g_autoptr (GstStructure) settings = gst_structure_new_empty ("settings");
  g_autoptr (JsonParser) parser = json_parser_new ();
  GError *fault = NULL;
  gboolean ok = FALSE;

  if (mst_json_load (parser, text, -1, &fault))
    ok = take_root (settings, json_parser_get_root (parser), error);
  else
    wrong (error, "%s", fault->message);
  g_clear_error (&fault);
  return ok ? g_steal_pointer (&settings) : NULL;
}

GstStructure *
gst_master_chain_file_load (const gchar *location, GError **error)
{
  g_autofree gchar *text = gst_master_file_read (location, "settings", error);
  GstStructure *settings;
  g_autofree gchar *name = NULL;

  if (!text)
    return NULL;
  settings = parse (text, error);
  if (settings)
    return settings;
  name = g_filename_display_name (location);
  g_prefix_error (error, "%s: ", name);
  return NULL;
}

/* --- settings to JSON */

static JsonNode *
make_node (const GValue *value)
{
  JsonNode *node;
  JsonArray *array;

  if (!GST_VALUE_HOLDS_ARRAY (value)) {
    node = json_node_new (JSON_NODE_VALUE);
    json_node_set_value (node, value);
    return node;
  }
  array = json_array_new ();
  for (guint i = 0; i < gst_value_array_get_size (value); i++)
    json_array_add_element (array,
        make_node (gst_value_array_get_value (value, i)));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}

static JsonObject *
get_object (JsonObject *parent, const gchar *name)
{
  if (!json_object_has_member (parent, name))
    json_object_set_object_member (parent, name, json_object_new ());
  return json_object_get_object_member (parent, name);
}

static void
put_stages (JsonObject *root, const gchar *list)
{
  g_auto (GStrv) names = g_strsplit (list, ",", -1);
  JsonArray *array = json_array_new ();

  for (gchar **name = names; *name; name++)
    if (**name)
      json_array_add_string_element (array, *name);
  json_object_set_array_member (root, "stages", array);
}

static gboolean
put_field (GQuark field, const GValue *value, gpointer root)
{
  JsonObject *object = root;
  g_auto (GStrv) names = NULL;
  guint last;

  if (strcmp (g_quark_to_string (field), "stages") == 0) {
    put_stages (root, g_value_get_string (value));
    return TRUE;
  }
  names = g_strsplit (g_quark_to_string (field), "::", -1);
  last = g_strv_length (names) - 1;
  for (guint i = 0; i < last; i++)
    object = get_object (object, names[i]);
  json_object_set_member (object, names[last], make_node (value));
  return TRUE;
}

gboolean
gst_master_chain_file_save (const GstStructure *settings, const gchar *location,
    GError **error)
{
  JsonObject *root = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  g_autofree gchar *text = NULL;
  g_autofree gchar *line = NULL;
  gboolean ok;

  json_object_set_int_member (root, "version", VERSION_HERE);
  gst_structure_foreach (settings, put_field, root);
  json_node_take_object (node, root);
  text = json_to_string (node, TRUE);
  line = g_strconcat (text, "\n", NULL);
  ok = g_file_set_contents (location, line, -1, error);
  json_node_unref (node);
  return ok;
}

/* --- presets */

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const gchar *const *) a, *(const gchar *const *) b);
}

gchar **
gst_master_chain_presets (void)
{
  gchar **files = g_resource_enumerate_children (chain_presets_get_resource (),
      PRESETS, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  guint n = files ? g_strv_length (files) : 0;

  for (guint i = 0; i < n; i++)
    *strrchr (files[i], '.') = '\0';
  if (files)
    qsort (files, n, sizeof (*files), compare_names);
  return files;
}

/* The text of a preset, or NULL. */
static gchar *
read_preset (const gchar *name)
{
  g_autofree gchar *path = g_strconcat (PRESETS, name, ".json", NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      chain_presets_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  return bytes
      ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
      : NULL;
}

gchar *
gst_master_chain_preset_description (const gchar *name)
{
  g_autofree gchar *text = read_preset (name);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!text || !json_parser_load_from_data (parser, text, -1, NULL))
    return NULL;
  return g_strdup (json_object_get_string_member_with_default (
      json_node_get_object (json_parser_get_root (parser)), "description",
      NULL));
}

GstStructure *
gst_master_chain_preset (const gchar *name, GError **error)
{
  g_autofree gchar *text = read_preset (name);
  g_auto (GStrv) names = NULL;
  g_autofree gchar *list = NULL;

  if (text) {
    GstStructure *settings = parse (text, error);
    if (!settings)
      g_prefix_error (error, "preset %s: ", name);
    return settings;
  }
  names = gst_master_chain_presets ();
  list = g_strjoinv (", ", names);
  wrong (error, "there is no preset '%s'; there are %s", name, list);
  return NULL;
}
