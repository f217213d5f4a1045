/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "versions.h"

#include "assistant/jsonread.h"
#include "tools/base/errors.h"

#define ENDING ".versions.json"
#define LARGEST (16 << 20)

gchar *
master_versions_name (const gchar *master)
{
  return g_strconcat (master, ENDING, NULL);
}

void
master_versions_free (MasterVersions *self)
{
  if (!self)
    return;
  g_free (self->mix);
  g_ptr_array_unref (self->records);
  json_object_unref (self->references);
  g_free (self);
}

static gboolean
read_records (MasterVersions *self, JsonObject *root)
{
  JsonNode *node = json_object_get_member (root, "versions");
  JsonArray *array =
      node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  const guint n = array ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (json_node_get_value_type (element) != G_TYPE_STRING)
      return FALSE;
    g_ptr_array_add (self->records, json_node_dup_string (element));
  }
  return n > 0;
}

static MasterVersions *
new_versions (void)
{
  MasterVersions *self = g_new0 (MasterVersions, 1);

  self->records = g_ptr_array_new_with_free_func (g_free);
  self->references = json_object_new ();
  return self;
}

/* Members that are not paths are left out. */
static void
add_references (MasterVersions *self, JsonObject *more)
{
  g_autoptr (GList) names = more ? json_object_get_members (more) : NULL;

  for (GList *name = names; name; name = name->next) {
    const gchar *path = mst_json_string (more, name->data);

    if (path)
      json_object_set_string_member (self->references, name->data, path);
  }
}

MasterVersions *
master_versions_load (const gchar *master)
{
  g_autofree gchar *name = master_versions_name (master);
  g_autofree gchar *text = NULL;
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (MasterVersions) self = NULL;
  JsonObject *root;
  JsonNode *node;
  gsize length = 0;
  gdouble current;

  if (!g_file_get_contents (name, &text, &length, NULL) || length > LARGEST ||
      !mst_json_load (parser, text, (gssize) length, NULL))
    return NULL;
  root = mst_json_root (parser);
  if (!root || !mst_json_string (root, "mix"))
    return NULL;
  self = new_versions ();
  self->mix = g_strdup (mst_json_string (root, "mix"));
  node = json_object_get_member (root, "references");
  if (node && JSON_NODE_HOLDS_OBJECT (node))
    add_references (self, json_node_get_object (node));
  current = mst_json_number (root, "current");
  if (!read_records (self, root) ||
      !(current >= 1.0 && current <= self->records->len))
    return NULL;
  self->current = (guint) current;
  return g_steal_pointer (&self);
}

/* Whoever has made the master anew from the beginning has a new history. */
static void
put_record (MasterVersions *self, const gchar *record)
{
  guint at;

  if (!g_ptr_array_find_with_equal_func (self->records, record, g_str_equal,
          &at)) {
    g_ptr_array_add (self->records, g_strdup (record));
    at = self->records->len - 1;
  }
  self->current = at + 1;
}

static gboolean
save (const MasterVersions *self, const gchar *name, GError **error)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) local = NULL;
  g_autofree gchar *text = NULL;
  JsonObject *object = json_object_new ();
  JsonArray *array = json_array_new ();

  json_object_set_string_member (object, "mix", self->mix);
  json_object_set_int_member (object, "current", self->current);
  for (guint i = 0; i < self->records->len; i++)
    json_array_add_string_element (array, g_ptr_array_index (self->records, i));
  json_object_set_array_member (object, "versions", array);
  if (json_object_get_size (self->references) > 0)
    json_object_set_object_member (object, "references",
        json_object_ref (self->references));
  json_node_take_object (root, object);
  text = json_to_string (root, TRUE);
  return g_file_set_contents (name, text, -1, &local) ||
      master_fail (error, name, "%s", local->message);
}

gboolean
master_versions_note (const gchar *master, const gchar *mix,
    const gchar *record, JsonObject *references, GError **error)
{
  g_autofree gchar *name = master_versions_name (master);
  g_autoptr (MasterVersions) self = master_versions_load (master);

  if (!self && g_file_test (name, G_FILE_TEST_EXISTS))
    return master_fail (error, name,
        "is not a file of versions, and is left alone");
  if (!self)
    self = new_versions ();
  g_free (self->mix);
  self->mix = g_canonicalize_filename (mix, NULL);
  add_references (self, references);
  put_record (self, record);
  return save (self, name, error);
}
