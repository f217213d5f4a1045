/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include <string.h>

#include "error.h"
#include "latin.h"
#include "sheet.h"

static const gchar *const fields[] = {
  [MST_DISC_TITLE] = "TITLE",
  [MST_DISC_PERFORMER] = "PERFORMER",
  [MST_DISC_SONGWRITER] = "SONGWRITER",
  [MST_DISC_COMPOSER] = "COMPOSER",
  [MST_DISC_ARRANGER] = "ARRANGER",
  [MST_DISC_MESSAGE] = "MESSAGE",
};

/* In quotation marks, what is not a plain letter as three octal digits. */
static void
add_quoted (GString *toc, const gchar *latin)
{
  g_string_append_c (toc, '"');
  for (; *latin; latin++) {
    guint8 byte = (guint8) *latin;
    if (byte == '"' || byte == '\\')
      g_string_append_printf (toc, "\\%c", byte);
    else if (byte < 0x80)
      g_string_append_c (toc, *latin);
    else
      g_string_append_printf (toc, "\\%03o", byte);
  }
  g_string_append_c (toc, '"');
}

/* A text that any part of the disc has must be there for each of them. */
static gboolean
add_texts (GString *toc, const MstDisc *disc, gchar *const *texts,
    const gchar *map, GError **error)
{
  g_autoptr (GString) block = g_string_new (NULL);

  for (guint i = 0; i < MST_DISC_N_TEXTS; i++) {
    g_autofree gchar *latin = NULL;
    if (!mst_disc_has_text (disc, i))
      continue;
    latin = mst_latin_from_utf8 (texts[i] ? texts[i] : "", NULL, error);
    if (!latin)
      return FALSE;
    g_string_append_printf (block, "    %s ", fields[i]);
    add_quoted (block, latin);
    g_string_append_c (block, '\n');
  }
  if (block->len)
    g_string_append_printf (toc, "CD_TEXT {\n%s  LANGUAGE 0 {\n%s  }\n}\n", map,
        block->str);
  return TRUE;
}

static void
add_flags (GString *toc, MstDiscFlags flags)
{
  g_string_append (toc,
      flags & MST_DISC_COPY_PERMITTED ? "COPY\n" : "NO COPY\n");
  g_string_append (toc,
      flags & MST_DISC_PRE_EMPHASIS ? "PRE_EMPHASIS\n" : "NO PRE_EMPHASIS\n");
  g_string_append (toc,
      flags & MST_DISC_FOUR_CHANNELS ? "FOUR_CHANNEL_AUDIO\n"
                                     : "TWO_CHANNEL_AUDIO\n");
}

/* The track's part of the image, pause and all; START tells where the pause
 * ends, and later indexes count from there. */
static void
add_places (GString *toc, const MstDiscTrack *track, guint end,
    const gchar *image)
{
  guint pause = mst_disc_track_index (track, 0);
  guint start = mst_disc_track_start (track);
  g_autofree gchar *from = mst_disc_time (pause);
  g_autofree gchar *length = mst_disc_time (end - pause);
  g_autofree gchar *silent = mst_disc_time (start - pause);

  g_string_append_printf (toc, "FILE \"%s\" SWAP %s %s\n", image, from, length);
  if (start > pause)
    g_string_append_printf (toc, "START %s\n", silent);
  for (guint i = 2; i < track->indexes->len; i++) {
    g_autofree gchar *time =
        mst_disc_time (mst_disc_track_index (track, i) - start);
    g_string_append_printf (toc, "INDEX %s\n", time);
  }
}

static gboolean
add_track (GString *toc, const MstDisc *disc, guint i, const gchar *image,
    GError **error)
{
  const MstDiscTrack *track = mst_disc_track (disc, i);
  guint end = i + 1 < disc->tracks->len
      ? mst_disc_track_index (mst_disc_track (disc, i + 1), 0)
      : disc->lead_out;

  g_string_append (toc, "\nTRACK AUDIO\n");
  add_flags (toc, track->flags);
  if (*track->isrc)
    g_string_append_printf (toc, "ISRC \"%s\"\n", track->isrc);
  if (!add_texts (toc, disc, track->texts, "", error))
    return FALSE;
  add_places (toc, track, end, image);
  return TRUE;
}

gchar *
mst_toc_write (const MstDisc *disc, const gchar *image, GError **error)
{
  g_autoptr (GString) toc = g_string_new ("CD_DA\n");

  if (*disc->ean)
    g_string_append_printf (toc, "CATALOG \"%s\"\n", disc->ean);
  if (!add_texts (toc, disc, disc->texts, "  LANGUAGE_MAP { 0 : 9 }\n", error))
    return NULL;
  for (guint i = 0; i < disc->tracks->len; i++)
    if (!add_track (toc, disc, i, image, error))
      return NULL;
  return g_strdup (toc->str);
}
