/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "jsonnumber.h"

#include <math.h>

JsonNode *
master_json_number (gdouble number)
{
  JsonNode *node = json_node_new (JSON_NODE_NULL);

  if (isfinite (number))
    json_node_init_double (node, number);
  return node;
}

static gdouble
round_off (gdouble number)
{
  return round (number * 100.0) / 100.0;
}

void
master_json_set_number (JsonObject *object, const gchar *name, gdouble number)
{
  json_object_set_member (object, name, master_json_number (number));
}

void
master_json_add_number (JsonArray *array, gdouble number)
{
  json_array_add_element (array, master_json_number (number));
}

void
master_json_set_round (JsonObject *object, const gchar *name, gdouble number)
{
  master_json_set_number (object, name, round_off (number));
}

void
master_json_add_round (JsonArray *array, gdouble number)
{
  master_json_add_number (array, round_off (number));
}
