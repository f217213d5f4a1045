/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "members.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

/* A text of a release, and a list of numbers or words, are shorter. */
#define LONGEST_TEXT 4096
#define LONGEST_LIST 128

void
mst_problem (GPtrArray *problems, const gchar *where, const gchar *format, ...)
{
  g_autofree gchar *message = NULL;
  va_list arguments;

  va_start (arguments, format);
  message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_ptr_array_add (problems, g_strdup_printf ("%s: %s", where, message));
}

static const MstMember *
find_row (const MstMember *rows, guint n, const gchar *name)
{
  for (guint i = 0; i < n; i++)
    if (strcmp (rows[i].name, name) == 0)
      return &rows[i];
  return NULL;
}

static gboolean
is_number (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  return type == G_TYPE_INT64 || type == G_TYPE_DOUBLE;
}

static gboolean
is_text (JsonNode *node)
{
  return json_node_get_value_type (node) == G_TYPE_STRING &&
      strlen (json_node_get_string (node)) <= LONGEST_TEXT;
}

static gchar *
list_of (const gchar *const *choices)
{
  return g_strjoinv (", ", (gchar **) choices);
}

static gint
which (const gchar *const *choices, const gchar *text)
{
  for (gint i = 0; choices[i]; i++)
    if (strcmp (choices[i], text) == 0)
      return i;
  return -1;
}

/* Readers of one member. Each returns whether the member holds what its row
 * says. */

static gboolean
read_number (JsonNode *node, const MstMember *row, gdouble *place)
{
  gdouble value = is_number (node) ? json_node_get_double (node) : NAN;

  if (!(value >= row->min && value <= row->max))
    return FALSE;
  *place = value;
  return TRUE;
}

static gboolean
read_choice (JsonNode *node, const MstMember *row, gint *place)
{
  gint choice =
      is_text (node) ? which (row->choices, json_node_get_string (node)) : -1;

  if (choice < 0)
    return FALSE;
  *place = choice;
  return TRUE;
}

static gboolean
read_text (JsonNode *node, gchar **place)
{
  if (!is_text (node))
    return FALSE;
  g_free (*place);
  *place = g_strstrip (g_strdup (json_node_get_string (node)));
  if (!**place)
    g_clear_pointer (place, g_free);
  return TRUE;
}

static gboolean
read_bool (JsonNode *node, gboolean *place)
{
  if (json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return FALSE;
  *place = json_node_get_boolean (node);
  return TRUE;
}

static JsonArray *
as_list (JsonNode *node)
{
  JsonArray *list =
      JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  return list && json_array_get_length (list) <= LONGEST_LIST ? list : NULL;
}

static gboolean
read_end (JsonNode *node, const MstMember *row, gdouble *place)
{
  *place = NAN;
  return JSON_NODE_HOLDS_NULL (node) || read_number (node, row, place);
}

static gboolean
read_span (JsonNode *node, const MstMember *row, MstSpan *place)
{
  JsonArray *list = as_list (node);

  if (is_text (node) && strcmp (json_node_get_string (node), "auto") == 0) {
    place->automatic = TRUE;
    return TRUE;
  }
  return list && json_array_get_length (list) == 2 &&
      read_end (json_array_get_element (list, 0), row, &place->from) &&
      read_end (json_array_get_element (list, 1), row, &place->to);
}

static gboolean
read_numbers (JsonNode *node, const MstMember *row, GArray **place)
{
  JsonArray *list = as_list (node);
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gdouble));

  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    gdouble number;
    if (!read_number (json_array_get_element (list, i), row, &number))
      return FALSE;
    g_array_append_val (numbers, number);
  }
  g_clear_pointer (place, g_array_unref);
  *place = g_steal_pointer (&numbers);
  return list != NULL;
}

static gboolean
read_texts (JsonNode *node, const MstMember *row, gchar ***place)
{
  JsonArray *list = as_list (node);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  gint choice;

  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    if (!read_choice (json_array_get_element (list, i), row, &choice))
      return FALSE;
    g_ptr_array_add (texts, g_strdup (row->choices[choice]));
  }
  g_ptr_array_add (texts, NULL);
  g_strfreev (*place);
  *place = (gchar **) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
  return list != NULL;
}

static gboolean
read_member (JsonNode *node, const MstMember *row, gpointer into)
{
  gpointer place = (gchar *) into + row->offset;

  switch (row->kind) {
    case MST_MEMBER_TEXT:
      return read_text (node, place);
    case MST_MEMBER_NUMBER:
      return read_number (node, row, place);
    case MST_MEMBER_BOOL:
      return read_bool (node, place);
    case MST_MEMBER_CHOICE:
      return read_choice (node, row, place);
    case MST_MEMBER_SPAN:
      return read_span (node, row, place);
    case MST_MEMBER_NUMBERS:
      return read_numbers (node, row, place);
    case MST_MEMBER_TEXTS:
      return read_texts (node, row, place);
    case MST_MEMBER_OTHER:
      break;
  }
  return TRUE;
}

static void
tell_what_is_wanted (const MstMember *row, const gchar *where,
    GPtrArray *problems)
{
  g_autofree gchar *choices = row->choices ? list_of (row->choices) : NULL;

  switch (row->kind) {
    case MST_MEMBER_NUMBER:
      mst_problem (problems, where, "\"%s\" must be a number from %g to %g",
          row->name, row->min, row->max);
      break;
    case MST_MEMBER_BOOL:
      mst_problem (problems, where, "\"%s\" must be true or false", row->name);
      break;
    case MST_MEMBER_CHOICE:
      mst_problem (problems, where, "\"%s\" must be one of: %s", row->name,
          choices);
      break;
    case MST_MEMBER_SPAN:
      mst_problem (problems, where,
          "\"%s\" must be \"auto\" or two times from %g to %g s, null for none",
          row->name, row->min, row->max);
      break;
    case MST_MEMBER_NUMBERS:
      mst_problem (problems, where,
          "\"%s\" must be a list of numbers from %g to %g", row->name, row->min,
          row->max);
      break;
    case MST_MEMBER_TEXTS:
      mst_problem (problems, where, "\"%s\" must be a list of: %s", row->name,
          choices);
      break;
    case MST_MEMBER_TEXT:
    case MST_MEMBER_OTHER:
      mst_problem (problems, where,
          "\"%s\" must be a text of at most %d letters", row->name,
          LONGEST_TEXT);
      break;
  }
}

void
mst_members_read (JsonObject *object, const MstMember *rows, guint n,
    gpointer into, const gchar *where, GPtrArray *problems)
{
  JsonObjectIter iter;
  const gchar *name;
  JsonNode *node;

  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &name, &node)) {
    const MstMember *row = find_row (rows, n, name);
    if (!row)
      mst_problem (problems, where, "\"%s\" is not known here", name);
    else if (!read_member (node, row, into))
      tell_what_is_wanted (row, where, problems);
  }
}

void
mst_members_clear (const MstMember *rows, guint n, gpointer from)
{
  for (guint i = 0; i < n; i++) {
    gpointer place = (gchar *) from + rows[i].offset;
    if (rows[i].kind == MST_MEMBER_TEXT)
      g_clear_pointer ((gchar **) place, g_free);
    else if (rows[i].kind == MST_MEMBER_TEXTS)
      g_clear_pointer ((gchar ***) place, g_strfreev);
    else if (rows[i].kind == MST_MEMBER_NUMBERS)
      g_clear_pointer ((GArray **) place, g_array_unref);
  }
}
