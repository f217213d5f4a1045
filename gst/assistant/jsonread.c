/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "jsonread.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#include "profiles-resource.h"

#define DEEPEST 8      /* nesting of objects and arrays; 3 levels are of use */
#define MOST_DIGITS 18 /* of a whole number: an int64 surely holds it */

/* --- text: each function goes over one token, and returns NULL where there is
 * no such token */

static const gchar *
skip_string (const gchar *at, const gchar *end)
{
  for (at++; at < end && *at != '"'; at++) {
    if (*at != '\\')
      continue;
    if (end - at >= 6 && strncmp (at, "\\u0000", 6) == 0)
      return NULL;
    at++;
  }
  return at < end ? at + 1 : NULL;
}

static const gchar *
skip_digits (const gchar *at, const gchar *end)
{
  const gchar *start = at;

  while (at < end && g_ascii_isdigit (*at))
    at++;
  return at > start ? at : NULL;
}

static const gchar *
skip_exponent (const gchar *at, const gchar *end)
{
  if (!at || at == end || (*at != 'e' && *at != 'E'))
    return at;
  at++;
  return skip_digits (at + (at < end && (*at == '-' || *at == '+')), end);
}

static const gchar *
skip_number (const gchar *at, const gchar *end)
{
  const gchar *whole = at + (*at == '-');

  at = skip_digits (whole, end);
  if (!at || (at - whole > 1 && *whole == '0'))
    return NULL;
  if (at < end && *at == '.')
    return skip_exponent (skip_digits (at + 1, end), end);
  if (at < end && (*at == 'e' || *at == 'E'))
    return skip_exponent (at, end);
  return at - whole <= MOST_DIGITS ? at : NULL;
}

static const gchar *
skip_word (const gchar *at, const gchar *end)
{
  static const gchar *const words[] = { "true", "false", "null" };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    gsize length = strlen (words[i]);
    if ((gsize) (end - at) >= length && strncmp (at, words[i], length) == 0)
      return at + length;
  }
  return NULL;
}

static const gchar *
skip_token (const gchar *at, const gchar *end)
{
  if (*at == '"')
    return skip_string (at, end);
  if (*at == '-' || g_ascii_isdigit (*at))
    return skip_number (at, end);
  return strchr ("{}[],: \t\r\n", *at) ? at + 1 : skip_word (at, end);
}

/* Returns where text begins that json-glib must not see, and says what it is;
 * NULL where there is none. */
static const gchar *
find_fault (const gchar *start, const gchar *end, const gchar **fault)
{
  const gchar *at = start, *next;
  gboolean over = FALSE;
  gint depth = 0;

  *fault = "is not JSON";
  if (end - at >= 3 && strncmp (at, "\xef\xbb\xbf", 3) == 0)
    at += 3; /* a byte order mark, of some editors */
  for (; at < end; at = next) {
    next = *at != '\0' ? skip_token (at, end) : NULL;
    if (!next && (*at == '-' || g_ascii_isdigit (*at)))
      *fault = "has a number that is malformed or too long";
    if (!next || (over && !g_ascii_isspace (*at)))
      return at;
    depth += *at == '{' || *at == '[';
    depth -= *at == '}' || *at == ']';
    over = over || ((*at == '}' || *at == ']') && depth <= 0);
    if (depth > DEEPEST) {
      *fault = "is nested too deeply";
      return at;
    }
  }
  return NULL;
}

static gint
line_of (const gchar *text, const gchar *at)
{
  gint line = 1;

  for (; text < at; text++)
    line += *text == '\n';
  return line;
}

gboolean
mst_json_load (JsonParser *parser, const gchar *text, gssize length,
    GError **error)
{
  gsize n = length >= 0 ? (gsize) length : strlen (text);
  const gchar *fault, *at;

  if (!g_utf8_validate_len (text, n, NULL)) {
    g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA,
        "is not JSON: it is not UTF-8");
    return FALSE;
  }
  at = find_fault (text, text + n, &fault);
  if (at) {
    g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_PARSE,
        "%s, in line %d", fault, line_of (text, at));
    return FALSE;
  }
  if (json_parser_load_from_data (parser, text, n, error))
    return TRUE;
  g_prefix_error (error, "is not JSON: ");
  return FALSE;
}

/* --- members */

gdouble
mst_json_number (JsonObject *object, const gchar *member)
{
  JsonNode *node = json_object_get_member (object, member);
  GType type = node ? json_node_get_value_type (node) : G_TYPE_INVALID;

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE
      ? json_node_get_double (node)
      : (gdouble) NAN;
}

const gchar *
mst_json_string (JsonObject *object, const gchar *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node && json_node_get_value_type (node) == G_TYPE_STRING
      ? json_node_get_string (node)
      : NULL;
}

static JsonObject *
as_object (JsonNode *node)
{
  return node && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node)
                                               : NULL;
}

JsonObject *
mst_json_object (JsonObject *object, const gchar *member)
{
  return as_object (json_object_get_member (object, member));
}

JsonObject *
mst_json_root (JsonParser *parser)
{
  return as_object (json_parser_get_root (parser));
}

gboolean
mst_json_numbers (JsonNode *node, gdouble *numbers, guint n)
{
  JsonArray *array =
      node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (!array || json_array_get_length (array) != n)
    return FALSE;
  for (guint i = 0; i < n; i++) {
    JsonNode *element = json_array_get_element (array, i);
    GType type = json_node_get_value_type (element);

    if (type != G_TYPE_INT64 && type != G_TYPE_DOUBLE)
      return FALSE;
    numbers[i] = json_node_get_double (element);
  }
  return TRUE;
}

const gchar *
mst_json_print (gchar text[G_ASCII_DTOSTR_BUF_SIZE], gdouble number)
{
  for (int digits = 6; digits <= 17; digits++) {
    gchar format[8];

    g_snprintf (format, sizeof (format), "%%.%dg", digits);
    g_ascii_formatd (text, G_ASCII_DTOSTR_BUF_SIZE, format, number);
    if (g_ascii_strtod (text, NULL) == number)
      break;
  }
  return text;
}

/* --- what is compiled in */

JsonParser *
mst_json_compiled_in (const gchar *file)
{
  g_autofree gchar *path = g_strconcat ("/gst-mastering/", file, NULL);
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      mst_profiles_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  JsonParser *self = json_parser_new ();
  gboolean done = bytes &&
      mst_json_load (self, g_bytes_get_data (bytes, NULL),
          (gssize) g_bytes_get_size (bytes), NULL);

  g_assert (done && mst_json_root (self));
  return self;
}

void
mst_json_our_numbers (JsonNode *node, gdouble *numbers, guint n)
{
  gboolean done = mst_json_numbers (node, numbers, n);

  g_assert (done);
}
