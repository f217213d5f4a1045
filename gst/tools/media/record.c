/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#define _GNU_SOURCE /* memmem */
#include "record.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <json-glib/json-glib.h>

#include "assistant/jsonread.h"

#define KEY "GST_MASTERING"
#define MARK "gst-mastering"
#define MOST (1 << 20)   /* bytes of a record */
#define HASH_BLOCK 65536 /* bytes that are read at once */

/* --- as text */

static void
set_text (JsonObject *object, const gchar *name, const gchar *text)
{
  if (text)
    json_object_set_string_member (object, name, text);
}

static void
set_list (JsonObject *object, const gchar *name, gchar **texts)
{
  JsonArray *array = json_array_new ();

  for (gchar **one = texts; one && *one; one++)
    json_array_add_string_element (array, *one);
  json_object_set_array_member (object, name, array);
}

static JsonObject *
to_json (const MasterRecord *self)
{
  JsonObject *object = json_object_new ();

  json_object_set_int_member (object, MARK, 1);
  json_object_set_int_member (object, "version", self->version);
  set_text (object, "mix", self->mix);
  set_text (object, "settings", self->settings);
  json_object_set_double_member (object, "loudness", self->loudness);
  json_object_set_double_member (object, "ceiling", self->ceiling);
  json_object_set_boolean_member (object, "insists", self->insists);
  json_object_set_double_member (object, "strength", self->strength);
  set_text (object, "profile", self->profile);
  set_text (object, "preset", self->preset);
  set_text (object, "restore", self->restore);
  set_text (object, "make", self->make);
  set_list (object, "set", self->set);
  if (self->references && *self->references)
    set_list (object, "references", self->references);
  set_text (object, "match", self->match);
  return object;
}

gchar *
master_record_print (const MasterRecord *self)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (root, to_json (self));
  return json_to_string (root, FALSE);
}

static gchar **
read_list (JsonObject *object, const gchar *name)
{
  JsonNode *node = json_object_get_member (object, name);
  JsonArray *array =
      node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const guint n = array ? json_array_get_length (array) : 0;

  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);

    if (json_node_get_value_type (element) == G_TYPE_STRING)
      g_strv_builder_add (builder, json_node_get_string (element));
  }
  return g_strv_builder_end (builder);
}

static MasterRecord *
from_json (JsonObject *object)
{
  MasterRecord *self = g_new0 (MasterRecord, 1);
  JsonNode *insists = json_object_get_member (object, "insists");

  self->version = (gint64) mst_json_number (object, "version");
  self->mix = g_strdup (mst_json_string (object, "mix"));
  self->settings = g_strdup (mst_json_string (object, "settings"));
  self->loudness = mst_json_number (object, "loudness");
  self->ceiling = mst_json_number (object, "ceiling");
  self->strength = mst_json_number (object, "strength");
  self->profile = g_strdup (mst_json_string (object, "profile"));
  self->preset = g_strdup (mst_json_string (object, "preset"));
  self->restore = g_strdup (mst_json_string (object, "restore"));
  self->make = g_strdup (mst_json_string (object, "make"));
  self->match = g_strdup (mst_json_string (object, "match"));
  self->set = read_list (object, "set");
  self->references = read_list (object, "references");
  self->insists = insists &&
      json_node_get_value_type (insists) == G_TYPE_BOOLEAN &&
      json_node_get_boolean (insists);
  return self;
}

/* A file of a stranger may hold anything. */
static gboolean
is_sound (const MasterRecord *self)
{
  return self->version >= 1 && self->version < G_MAXINT && self->mix &&
      self->settings && self->loudness >= -70.0 && self->loudness <= 0.0 &&
      self->ceiling >= -24.0 && self->ceiling <= 0.0 && self->strength >= 0.0 &&
      self->strength <= 100.0;
}

MasterRecord *
master_record_read (const gchar *text)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (MasterRecord) self = NULL;
  JsonObject *root;

  if (!mst_json_load (parser, text, -1, NULL))
    return NULL;
  root = mst_json_root (parser);
  if (!root || mst_json_number (root, MARK) != 1.0)
    return NULL;
  self = from_json (root);
  return is_sound (self) ? g_steal_pointer (&self) : NULL;
}

void
master_record_free (MasterRecord *self)
{
  if (!self)
    return;
  g_free (self->mix);
  g_free (self->settings);
  g_free (self->profile);
  g_free (self->preset);
  g_free (self->restore);
  g_free (self->make);
  g_free (self->match);
  g_strfreev (self->set);
  g_strfreev (self->references);
  g_free (self);
}

/* --- in files */

/* The object of JSON that begins at `text`; NULL where it has no end. */
static gchar *
copy_object (const gchar *text, gsize n)
{
  gboolean quoted = FALSE;
  gint depth = 0;

  for (gsize i = 0; i < MIN (n, MOST); i++) {
    if (quoted && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      quoted = !quoted;
    else if (!quoted && text[i] == '{')
      depth++;
    else if (!quoted && text[i] == '}' && --depth == 0)
      return g_strndup (text, i + 1);
  }
  return NULL;
}

gchar *
master_record_find (const gchar *path)
{
  static const gchar begin[] = "{\"" MARK "\":1,";
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  const gchar *bytes = file ? g_mapped_file_get_contents (file) : NULL;
  gsize left = file ? g_mapped_file_get_length (file) : 0;
  const gchar *at;

  while (bytes && (at = memmem (bytes, left, begin, sizeof (begin) - 1))) {
    g_autofree gchar *text = NULL;
    g_autoptr (MasterRecord) record = NULL;

    left -= (gsize) (at - bytes);
    text = copy_object (at, left);
    record = text ? master_record_read (text) : NULL;
    if (record)
      return g_steal_pointer (&text);
    bytes = at + 1;
    left--;
  }
  return NULL;
}

/* A file that is mapped would end the process where it is cut short meanwhile.
 */
gchar *
master_record_hash (const gchar *path)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  FILE *file = fopen (path, "rb");
  guchar block[HASH_BLOCK];
  gsize n;
  gboolean good;

  if (!file)
    return NULL;
  while ((n = fread (block, 1, sizeof (block), file)) > 0)
    g_checksum_update (sum, block, (gssize) n);
  good = !ferror (file);
  fclose (file);
  return good ? g_strdup (g_checksum_get_string (sum)) : NULL;
}

/* --- among the tags */

typedef struct {
  gchar *comment;
  gboolean told;
} Attachment;

static void
attachment_free (gpointer data)
{
  Attachment *self = data;

  g_free (self->comment);
  g_free (self);
}

static GstPadProbeReturn
add_record (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  Attachment *self = user_data;
  GstTagList *tags;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER) {
    if (self->told)
      return GST_PAD_PROBE_OK;
    self->told = TRUE;
    gst_pad_push_event (pad, gst_event_new_tag (gst_tag_list_new_empty ()));
    return GST_PAD_PROBE_OK;
  }
  if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) != GST_EVENT_TAG)
    return GST_PAD_PROBE_OK;
  self->told = TRUE;
  gst_event_parse_tag (GST_PAD_PROBE_INFO_EVENT (info), &tags);
  tags = gst_tag_list_copy (tags);
  gst_tag_list_add (tags, GST_TAG_MERGE_APPEND, GST_TAG_EXTENDED_COMMENT,
      self->comment, NULL);
  gst_event_unref (GST_PAD_PROBE_INFO_EVENT (info));
  GST_PAD_PROBE_INFO_DATA (info) = gst_event_new_tag (tags);
  return GST_PAD_PROBE_OK;
}

void
master_record_attach (GstElement *element, const gchar *record)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, "src");
  Attachment *self = g_new0 (Attachment, 1);

  self->comment = g_strconcat (KEY "=", record, NULL);
  gst_pad_add_probe (pad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      add_record, self, attachment_free);
}
