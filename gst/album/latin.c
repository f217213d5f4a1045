/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "latin.h"

#include "error.h"

typedef struct {
  gunichar from;
  const gchar *to;
} Fold;

static const Fold folds[] = {
  { 0x2018, "'" },
  { 0x2019, "'" },
  { 0x201a, "'" },
  { 0x201c, "\"" },
  { 0x201d, "\"" },
  { 0x201e, "\"" },
  { 0x2010, "-" },
  { 0x2011, "-" },
  { 0x2013, "-" },
  { 0x2014, "-" },
  { 0x2026, "..." },
  { 0x2032, "'" },
  { 0x0152, "OE" },
  { 0x0153, "oe" },
  { 0x0160, "S" },
  { 0x0161, "s" },
  { 0x0178, "Y" },
  { 0x017d, "Z" },
  { 0x017e, "z" },
  { 0x20ac, "EUR" },
};

static const gchar *
fold (gunichar character)
{
  for (gsize i = 0; i < G_N_ELEMENTS (folds); i++)
    if (folds[i].from == character)
      return folds[i].to;
  return NULL;
}

static gboolean
is_printable_latin (gunichar character)
{
  return (character >= 0x20 && character < 0x7f) ||
      (character >= 0xa0 && character <= 0xff);
}

gchar *
mst_latin_from_utf8 (const gchar *text, gboolean *folded, GError **error)
{
  g_autofree gchar *composed =
      g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_autoptr (GString) latin = g_string_new (NULL);

  if (folded)
    *folded = FALSE;
  if (!composed) {
    mst_album_refuse (error, "the text is not UTF-8");
    return NULL;
  }
  for (const gchar *at = composed; *at; at = g_utf8_next_char (at)) {
    gunichar character = g_utf8_get_char (at);
    const gchar *plain = fold (character);

    if (is_printable_latin (character))
      g_string_append_c (latin, (gchar) character);
    else if (plain) {
      g_string_append (latin, plain);
      if (folded)
        *folded = TRUE;
    } else {
      mst_album_refuse (error,
          "the character U+%04X of \"%s\" is not in the alphabet of CD-Text "
          "(ISO 8859-1)",
          character, text);
      return NULL;
    }
  }
  return g_strdup (latin->str);
}

gchar *
mst_latin_to_utf8 (const gchar *latin)
{
  GString *text = g_string_new (NULL);

  for (; *latin; latin++)
    g_string_append_unichar (text, (guint8) *latin);
  return g_string_free (text, FALSE);
}
