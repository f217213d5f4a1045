/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "sheet.h"

static void
add_line (GString *sheet, const gchar *name, const gchar *text)
{
  if (text && *text)
    g_string_append_printf (sheet, "%-10s %s\n", name, text);
}

static gchar *
flag_words (MstDiscFlags flags)
{
  g_autoptr (GString) words = g_string_new (NULL);

  if (flags & MST_DISC_COPY_PERMITTED)
    g_string_append (words, " DCP");
  if (flags & MST_DISC_PRE_EMPHASIS)
    g_string_append (words, " PRE");
  if (flags & MST_DISC_FOUR_CHANNELS)
    g_string_append (words, " 4CH");
  if (flags & MST_DISC_SCMS)
    g_string_append (words, " SCMS");
  return g_strdup (words->len ? words->str + 1 : "-");
}

/* A row an index. Pauses and parts of a track have no title of their own. */
static void
add_track (GString *sheet, const MstDisc *disc, guint i)
{
  const MstDiscTrack *track = mst_disc_track (disc, i);
  const gchar *title = track->texts[MST_DISC_TITLE];
  g_autofree gchar *flags = flag_words (track->flags);
  guint last = track->indexes->len - 1;

  for (guint k = 0; k <= last; k++) {
    guint at = mst_disc_track_index (track, k);
    guint end = k < last ? mst_disc_track_index (track, k + 1)
        : i + 1 < disc->tracks->len
        ? mst_disc_track_index (mst_disc_track (disc, i + 1), 0)
        : disc->lead_out;
    g_autofree gchar *time = mst_disc_time (at);
    g_autofree gchar *length = mst_disc_time (end - at);
    if (end > at)
      g_string_append_printf (sheet, "%02u  %02u  %s  %s  %-12s  %-8s  %s\n",
          i + 1, k, time, length, k == 1 ? track->isrc : "", flags,
          k == 0      ? "(pause)"
              : k > 1 ? ""
              : title ? title
                      : "");
  }
}

gchar *
mst_pq_sheet_write (const MstDisc *disc)
{
  GString *sheet = g_string_new ("PQ sheet\n\n");
  g_autofree gchar *lead_out = mst_disc_time (disc->lead_out);
  g_autofree gchar *tracks = g_strdup_printf ("%u", disc->tracks->len);

  add_line (sheet, "Title", disc->texts[MST_DISC_TITLE]);
  add_line (sheet, "Artist", disc->texts[MST_DISC_PERFORMER]);
  add_line (sheet, "Catalogue", disc->master_id);
  add_line (sheet, "EAN/UPC", disc->ean);
  add_line (sheet, "Tracks", tracks);
  add_line (sheet, "Length", lead_out);
  g_string_append (sheet,
      "\nTimes are minutes:seconds:frames, 75 frames to a second, from the "
      "start of the image.\n\n"
      "Tr  Ix  Start     Length    ISRC          Flags     Title\n");
  for (guint i = 0; i < disc->tracks->len; i++)
    add_track (sheet, disc, i);
  g_string_append_printf (sheet,
      "AA  01  %s                                "
      "lead-out\n",
      lead_out);
  return g_string_free (sheet, FALSE);
}
