/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "code.h"

#include <string.h>

#include "error.h"

#define UPC_A_LENGTH 12

/* Copies what is neither a dash nor a blank. Returns its length, which is over
 * `room` where not all of it fits. */
static gsize
squeeze (const gchar *text, gchar *out, gsize room)
{
  gsize n = 0;

  for (; *text; text++) {
    if (*text == '-' || *text == ' ')
      continue;
    if (n < room)
      out[n] = g_ascii_toupper (*text);
    n++;
  }
  out[MIN (n, room)] = '\0';
  return n;
}

static gboolean
is_isrc (const gchar *code)
{
  for (guint i = 0; i < MST_ISRC_LENGTH; i++) {
    gboolean good = i < 2 ? g_ascii_isalpha (code[i])
        : i < 5           ? g_ascii_isalnum (code[i])
                          : g_ascii_isdigit (code[i]);
    if (!good)
      return FALSE;
  }
  return TRUE;
}

gboolean
mst_isrc_parse (const gchar *text, gchar isrc[MST_ISRC_LENGTH + 1],
    GError **error)
{
  gchar code[MST_ISRC_LENGTH + 1];

  if (squeeze (text, code, MST_ISRC_LENGTH) != MST_ISRC_LENGTH ||
      !is_isrc (code))
    return mst_album_refuse (error,
        "the ISRC \"%s\" is not two letters, three letters or digits, and "
        "seven digits",
        text);
  memcpy (isrc, code, sizeof (code));
  return TRUE;
}

/* The digits before the last count 1 and 3 in turn; with the last the sum is a
 * multiple of ten (GS1 General Specifications, section 7.9). */
static gchar
check_digit (const gchar *digits)
{
  guint sum = 0;

  for (guint i = 0; i < MST_EAN_LENGTH - 1; i++)
    sum += (digits[i] - '0') * (i % 2 ? 3 : 1);
  return (gchar) ('0' + (10 - sum % 10) % 10);
}

gboolean
mst_ean_parse (const gchar *text, gchar ean[MST_EAN_LENGTH + 1], GError **error)
{
  gchar digits[MST_EAN_LENGTH + 1] = "0";
  gchar given[MST_EAN_LENGTH + 1];
  gsize length = squeeze (text, given, MST_EAN_LENGTH);

  if ((length != MST_EAN_LENGTH && length != UPC_A_LENGTH) ||
      strspn (given, "0123456789") != length)
    return mst_album_refuse (error,
        "the product code \"%s\" does not have 12 or 13 digits", text);
  strcpy (digits + (MST_EAN_LENGTH - length), given);
  if (digits[MST_EAN_LENGTH - 1] != check_digit (digits))
    return mst_album_refuse (error,
        "the last digit of the product code \"%s\" should be %c", text,
        check_digit (digits));
  memcpy (ean, digits, sizeof (digits));
  return TRUE;
}
