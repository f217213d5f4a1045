/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "jsonread.h"

#include <math.h>

#define DEEPEST 8 /* of objects and arrays in each other; 3 are of use */

gdouble
mst_json_number (JsonObject *object, const gchar *member)
{
  JsonNode *node = json_object_get_member (object, member);
  GType type = node != NULL ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE
      ? json_node_get_double (node)
      : (gdouble) NAN;
}

const gchar *
mst_json_string (JsonObject *object, const gchar *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING
      ? json_node_get_string (node)
      : NULL;
}

static JsonObject *
as_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
      ? json_node_get_object (node)
      : NULL;
}

JsonObject *
mst_json_object (JsonObject *object, const gchar *member)
{
  return as_object (json_object_get_member (object, member));
}

gboolean
mst_json_is_shallow (const gchar *text, gsize length)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  for (gsize i = 0; i < length && depth <= DEEPEST; i++) {
    if (in_string && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_string = !in_string;
    else if (!in_string && (text[i] == '{' || text[i] == '['))
      depth++;
    else if (!in_string && (text[i] == '}' || text[i] == ']') && depth > 0)
      depth--;
  }
  return depth <= DEEPEST;
}

JsonObject *
mst_json_root (JsonParser *parser)
{
  return as_object (json_parser_get_root (parser));
}
