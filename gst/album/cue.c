/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "sheet.h"

#include <string.h>

#include "error.h"
#include "latin.h"

/* Programs of old read lines of up to 255 characters. */
#define LONGEST_TEXT 200

/* The commands that programs know; other texts are left out. */
static const gchar *const commands[MST_DISC_N_TEXTS] = {
  [MST_DISC_TITLE] = "TITLE",
  [MST_DISC_PERFORMER] = "PERFORMER",
  [MST_DISC_SONGWRITER] = "SONGWRITER",
};

/* A cue sheet has no way to say a quotation mark inside of two. */
static gboolean
add_texts (GString *sheet, const gchar *indent, gchar *const *texts,
    GError **error)
{
  for (guint i = 0; i < MST_DISC_N_TEXTS; i++) {
    g_autofree gchar *latin = NULL;
    if (!commands[i] || !texts[i])
      continue;
    latin = mst_latin_from_utf8 (texts[i], NULL, error);
    if (!latin)
      return FALSE;
    if (strlen (latin) > LONGEST_TEXT)
      return mst_album_refuse (error,
          "the %s \"%s\" is too long for a cue sheet", mst_disc_text_name (i),
          texts[i]);
    g_strdelimit (latin, "\"", '\'');
    g_string_append_printf (sheet, "%s%s \"%s\"\n", indent, commands[i], latin);
  }
  return TRUE;
}

static void
add_flags (GString *sheet, MstDiscFlags flags)
{
  if (!flags)
    return;
  g_string_append (sheet, "    FLAGS");
  if (flags & MST_DISC_PRE_EMPHASIS)
    g_string_append (sheet, " PRE");
  if (flags & MST_DISC_COPY_PERMITTED)
    g_string_append (sheet, " DCP");
  if (flags & MST_DISC_FOUR_CHANNELS)
    g_string_append (sheet, " 4CH");
  if (flags & MST_DISC_SCMS)
    g_string_append (sheet, " SCMS");
  g_string_append_c (sheet, '\n');
}

static gboolean
add_track (GString *sheet, const MstDiscTrack *track, guint number,
    GError **error)
{
  gboolean pause =
      mst_disc_track_index (track, 0) < mst_disc_track_index (track, 1);

  g_string_append_printf (sheet, "  TRACK %02u AUDIO\n", number);
  if (!add_texts (sheet, "    ", track->texts, error))
    return FALSE;
  add_flags (sheet, track->flags);
  if (*track->isrc)
    g_string_append_printf (sheet, "    ISRC %s\n", track->isrc);
  for (guint i = pause ? 0 : 1; i < track->indexes->len; i++) {
    g_autofree gchar *time = mst_disc_time (mst_disc_track_index (track, i));
    g_string_append_printf (sheet, "    INDEX %02u %s\n", i, time);
  }
  return TRUE;
}

gchar *
mst_cue_write (const MstDisc *disc, const gchar *image, GError **error)
{
  g_autoptr (GString) sheet = g_string_new (NULL);

  if (*disc->ean)
    g_string_append_printf (sheet, "CATALOG %s\n", disc->ean);
  if (!add_texts (sheet, "", disc->texts, error))
    return NULL;
  g_string_append_printf (sheet, "FILE \"%s\" BINARY\n", image);
  for (guint i = 0; i < disc->tracks->len; i++)
    if (!add_track (sheet, mst_disc_track (disc, i), i + 1, error))
      return NULL;
  return g_strdup (sheet->str);
}
