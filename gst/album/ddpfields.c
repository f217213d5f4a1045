/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ddpfields.h"

#include <stdio.h>
#include <string.h>

#define LONGEST_NUMBER 8

void
mst_ddp_put_text (gchar *record, MstDdpField field, const gchar *text)
{
  memcpy (record + field.at, text, MIN (strlen (text), field.size));
}

void
mst_ddp_put_number (gchar *record, MstDdpField field, guint number)
{
  gchar digits[LONGEST_NUMBER + 1];

  for (guint i = field.size; i-- > 0; number /= 10)
    digits[i] = (gchar) ('0' + number % 10);
  memcpy (record + field.at, digits, field.size);
}

gchar *
mst_ddp_get_text (const gchar *record, MstDdpField field)
{
  gchar *text = g_strndup (record + field.at, field.size);

  return g_strchomp (text);
}

gboolean
mst_ddp_is_text (const gchar *record, MstDdpField field, const gchar *text)
{
  gsize length = strlen (text);

  if (length > field.size || memcmp (record + field.at, text, length) != 0)
    return FALSE;
  for (gsize i = length; i < field.size; i++)
    if (record[field.at + i] != ' ')
      return FALSE;
  return TRUE;
}

gboolean
mst_ddp_get_number (const gchar *record, MstDdpField field, guint *number)
{
  guint i = 0, value = 0;

  while (i < field.size && record[field.at + i] == ' ')
    i++;
  if (i == field.size)
    return FALSE;
  for (; i < field.size; i++) {
    gchar digit = record[field.at + i];
    if (!g_ascii_isdigit (digit))
      return FALSE;
    value = value * 10 + (guint) (digit - '0');
  }
  *number = value;
  return TRUE;
}
