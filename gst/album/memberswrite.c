/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "members.h"

#include <math.h>
#include <string.h>

static void
write_end (JsonBuilder *builder, gdouble end)
{
  if (isnan (end))
    json_builder_add_null_value (builder);
  else
    json_builder_add_double_value (builder, end);
}

static void
write_span (JsonBuilder *builder, const MstSpan *span)
{
  if (span->automatic) {
    json_builder_add_string_value (builder, "auto");
    return;
  }
  json_builder_begin_array (builder);
  write_end (builder, span->from);
  write_end (builder, span->to);
  json_builder_end_array (builder);
}

static void
write_numbers (JsonBuilder *builder, const GArray *numbers)
{
  json_builder_begin_array (builder);
  for (guint i = 0; i < numbers->len; i++)
    json_builder_add_double_value (builder,
        g_array_index (numbers, gdouble, i));
  json_builder_end_array (builder);
}

static void
write_texts (JsonBuilder *builder, gchar *const *texts)
{
  json_builder_begin_array (builder);
  for (; *texts; texts++)
    json_builder_add_string_value (builder, *texts);
  json_builder_end_array (builder);
}

static void
write_value (JsonBuilder *builder, const MstMember *row, gconstpointer place)
{
  switch (row->kind) {
    case MST_MEMBER_TEXT:
      json_builder_add_string_value (builder, *(gchar *const *) place);
      break;
    case MST_MEMBER_NUMBER:
      json_builder_add_double_value (builder, *(const gdouble *) place);
      break;
    case MST_MEMBER_BOOL:
      json_builder_add_boolean_value (builder, *(const gboolean *) place);
      break;
    case MST_MEMBER_CHOICE:
      json_builder_add_string_value (builder,
          row->choices[*(const gint *) place]);
      break;
    case MST_MEMBER_SPAN:
      write_span (builder, place);
      break;
    case MST_MEMBER_NUMBERS:
      write_numbers (builder, *(GArray *const *) place);
      break;
    case MST_MEMBER_TEXTS:
      write_texts (builder, *(gchar * *const *) place);
      break;
    case MST_MEMBER_OTHER:
      break;
  }
}

static gsize
size_of (MstMemberKind kind)
{
  static const gsize sizes[] = {
    [MST_MEMBER_TEXT] = sizeof (gchar *),
    [MST_MEMBER_NUMBER] = sizeof (gdouble),
    [MST_MEMBER_BOOL] = sizeof (gboolean),
    [MST_MEMBER_CHOICE] = sizeof (gint),
    [MST_MEMBER_SPAN] = sizeof (MstSpan),
    [MST_MEMBER_NUMBERS] = sizeof (GArray *),
    [MST_MEMBER_TEXTS] = sizeof (gchar **),
    [MST_MEMBER_OTHER] = 0,
  };

  return sizes[kind];
}

/* Lists and texts are as by default where they are missing, which is to say
 * that the bytes are those of the default; so it is with all others. */
void
mst_members_write (JsonBuilder *builder, const MstMember *rows, guint n,
    gconstpointer from, gconstpointer defaults)
{
  for (guint i = 0; i < n; i++) {
    const gchar *place = (const gchar *) from + rows[i].offset;
    const gchar *standard = (const gchar *) defaults + rows[i].offset;
    if (memcmp (place, standard, size_of (rows[i].kind)) == 0)
      continue;
    json_builder_set_member_name (builder, rows[i].name);
    write_value (builder, &rows[i], place);
  }
}
