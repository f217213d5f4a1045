/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "jsonload.h"

#include "errors.h"

#define DEEPEST 16 /* objects and arrays within each other; a report has 7 */

static gboolean
is_shallow (const gchar *text, gsize length)
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

gboolean
master_json_load (JsonParser *parser, const gchar *text, gsize length,
    GError **error)
{
  return is_shallow (text, length)
      ? json_parser_load_from_data (parser, text, (gssize) length, error)
      : master_fail (error, NULL, "it is nested too deeply");
}
