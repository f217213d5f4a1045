/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Sheets. Oracles: cdrdao and cuetools, which read them. Where a program is
 * missing its test is left out. */
#include <string.h>

#include <glib/gstdio.h>

#include "album/sheet.h"
#include "discs.h"
#include "mst-test.h"

typedef struct {
  gchar *folder;
  gchar *sheet;
  gchar *image;
} Place;

static Place
put_sheet (const gchar *name, const gchar *text, const MstDisc *disc)
{
  Place place = { .folder = g_dir_make_tmp ("mst-sheet-XXXXXX", NULL) };
  gsize size = (gsize) disc->lead_out * MST_SECTOR_BYTES;
  g_autofree gchar *samples = g_malloc (size);

  /* Frame n holds n in both channels, so that a reader can tell the order of
   * the bytes. */
  for (gsize i = 0; i < size / 4; i++) {
    gint16 value = GINT16_TO_LE ((gint16) (i % 20000));
    memcpy (samples + 4 * i, &value, 2);
    memcpy (samples + 4 * i + 2, &value, 2);
  }
  place.sheet = g_build_filename (place.folder, name, NULL);
  place.image = g_build_filename (place.folder, "IMAGE.DAT", NULL);
  mst_check (g_file_set_contents (place.sheet, text, -1, NULL), "%s", name);
  mst_check (g_file_set_contents (place.image, samples, (gssize) size, NULL),
      "no image");
  return place;
}

static void
remove_place (Place *place)
{
  g_unlink (place->sheet);
  g_unlink (place->image);
  g_rmdir (place->folder);
  g_free (place->sheet);
  g_free (place->image);
  g_free (place->folder);
}

/* The output of a program about the sheet, or NULL. */
static gchar *
ask (const Place *place, const gchar *program, const gchar *verb)
{
  const gchar *line[] = { program, verb ? verb : place->sheet,
    verb ? place->sheet : NULL, NULL };
  gchar *out = NULL;
  g_autofree gchar *err = NULL;
  gint status = 0;

  if (!g_spawn_sync (place->folder, (gchar **) line, NULL, G_SPAWN_SEARCH_PATH,
          NULL, NULL, &out, &err, &status, NULL))
    return NULL;
  mst_check (g_spawn_check_wait_status (status, NULL), "%s: %s", program, err);
  return out;
}

static void
check_said (const gchar *text, const gchar *wanted)
{
  mst_check (strstr (text, wanted), "\"%s\" is not in:\n%s", wanted, text);
}

static void
test_cdrdao_reads_the_toc (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autofree gchar *toc = mst_toc_write (disc, "IMAGE.DAT", NULL);
  Place place = put_sheet ("disc.toc", toc, disc);
  g_autofree gchar *said = ask (&place, "cdrdao", "show-toc");
  g_autofree gchar *data = said ? ask (&place, "cdrdao", "show-data") : NULL;

  if (said) {
    check_said (said, "CATALOG NUMBER: 4006381333931");
    check_said (said, "ISRC DE A45 00 00002\n          COPY PERMITTED");
    check_said (said, "PREGAP 00:02:00(   150)\n          START  00:02:00");
    check_said (said, "INDEX  2 00:12:00");
    check_said (said, "START  00:22:00(  1650)\n          END    00:32:07");
    check_said (said, "START  00:35:07(  2632)\n          END    00:47:00");
    check_said (data, "88205:  8205   8205");
  }
  remove_place (&place);
}

static void
test_cuetools_read_the_cue_sheet (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autofree gchar *cue = mst_cue_write (disc, "IMAGE.DAT", NULL);
  Place place = put_sheet ("disc.cue", cue, disc);
  g_autofree gchar *breaks = ask (&place, "cuebreakpoints", NULL);
  g_autofree gchar *print = ask (&place, "cueprint", NULL);

  if (breaks)
    mst_check (strcmp (breaks, "0:22.00\n0:35.07\n") == 0, "%s", breaks);
  if (print) {
    check_said (print, "no. of tracks:\t3");
    check_said (print, "title:\t\tPr\374fung & Probe");
    check_said (print, "ISRC:\t\tDEA450000002");
  }
  remove_place (&place);
}

static void
test_cdrdao_reads_the_cue_sheet (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autofree gchar *cue = mst_cue_write (disc, "IMAGE.DAT", NULL);
  Place place = put_sheet ("disc.cue", cue, disc);
  g_autofree gchar *said = ask (&place, "cdrdao", "show-toc");

  if (said) {
    check_said (said, "START  00:22:00(  1650)\n          END    00:32:07");
    check_said (said, "START  00:35:07(  2632)\n          END    00:47:00");
  }
  remove_place (&place);
}

/* Oracle: the format of cdrdao's manual; a quotation mark would end the text.
 */
static void
test_quotes_do_not_end_a_text (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autofree gchar *toc = NULL, *cue = NULL;

  disc_set (disc->texts, MST_DISC_TITLE, "The \"Best\" \\ Of");
  toc = mst_toc_write (disc, "IMAGE.DAT", NULL);
  cue = mst_cue_write (disc, "IMAGE.DAT", NULL);
  check_said (toc, "TITLE \"The \\\"Best\\\" \\\\ Of\"");
  check_said (cue, "TITLE \"The 'Best' \\ Of\"");
}

static void
test_a_text_without_a_place_is_refused (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autoptr (GError) error = NULL;

  disc_set (disc->texts, MST_DISC_TITLE, "\343\203\206");
  mst_check (!mst_cue_write (disc, "IMAGE.DAT", &error), "written");
  mst_check (error && strstr (error->message, "U+30C6"), "%s",
      error ? error->message : "");
  mst_check (!mst_toc_write (disc, "IMAGE.DAT", NULL), "written");
}

static void
test_the_pq_sheet_has_every_index (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autofree gchar *sheet = mst_pq_sheet_write (disc);

  check_said (sheet, "EAN/UPC    4006381333931\n");
  check_said (sheet, "01  00  00:00:00  00:02:00 ");
  check_said (sheet,
      "01  01  00:02:00  00:10:00  DEA450000001  -         "
      "\303\211ins\n");
  check_said (sheet, "02  01  00:22:00  00:10:07  DEA450000002  DCP ");
  check_said (sheet, "03  00  00:32:07  00:03:00 ");
  check_said (sheet, "AA  01  00:47:00 ");
}

int
main (void)
{
  MST_RUN (test_cdrdao_reads_the_toc);
  MST_RUN (test_cuetools_read_the_cue_sheet);
  MST_RUN (test_cdrdao_reads_the_cue_sheet);
  MST_RUN (test_quotes_do_not_end_a_text);
  MST_RUN (test_a_text_without_a_place_is_refused);
  MST_RUN (test_the_pq_sheet_has_every_index);
  return mst_done ();
}
