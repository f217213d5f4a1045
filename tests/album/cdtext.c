/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* CD-Text. Oracle of the packs: libburn, which makes them of the same texts. */
#include <string.h>

#include <libburn/libburn.h>

#include "album/cdtext.h"
#include "album/latin.h"
#include "discs.h"
#include "mst-test.h"

static void
give_text (const gchar *text, void (*give) (void *, int, const gchar *),
    void *object, int type)
{
  g_autofree gchar *latin = mst_latin_from_utf8 (text ? text : "", NULL, NULL);

  give (object, type, latin);
}

static void
give_session (void *session, int type, const gchar *text)
{
  burn_session_set_cdtext (session, 0, type, NULL, (unsigned char *) text,
      (int) strlen (text) + 1, 0);
}

static void
give_track (void *track, int type, const gchar *text)
{
  burn_track_set_cdtext (track, 0, type, NULL, (unsigned char *) text,
      (int) strlen (text) + 1, 0);
}

/* The packs that libburn makes of a disc's texts. */
static unsigned char *
packs_by_libburn (const MstDisc *disc, int *n)
{
  int alphabets[8] = { 0, -1, -1, -1, -1, -1, -1, -1 };
  int copyrights[8] = { 0, -1, -1, -1, -1, -1, -1, -1 };
  int languages[8] = { 9, -1, -1, -1, -1, -1, -1, -1 };
  struct burn_session *session = burn_session_create ();
  unsigned char *packs = NULL;

  burn_session_set_cdtext_par (session, alphabets, copyrights, languages, 0);
  burn_session_set_start_tno (session, 1, 0);
  for (guint k = 0; k < MST_DISC_N_TEXTS; k++)
    if (mst_disc_has_text (disc, k))
      give_text (disc->texts[k], give_session, session, 0x80 + (int) k);
  for (guint i = 0; i < disc->tracks->len; i++) {
    struct burn_track *track = burn_track_create ();
    for (guint k = 0; k < MST_DISC_N_TEXTS; k++)
      if (mst_disc_has_text (disc, k))
        give_text (mst_disc_track (disc, i)->texts[k], give_track, track,
            0x80 + (int) k);
    burn_session_add_track (session, track, BURN_POS_END);
    burn_track_free (track);
  }
  if (burn_cdtext_from_session (session, &packs, n, 0) <= 0)
    *n = 0;
  burn_session_free (session);
  return packs;
}

static void
check_packs (const MstDisc *disc)
{
  g_autoptr (GBytes) packs = NULL;
  g_autoptr (GError) error = NULL;
  unsigned char *wanted;
  gsize size = 0;
  int n = 0;

  mst_check (mst_cdtext_write (disc, FALSE, &packs, &error), "%s",
      error ? error->message : "");
  wanted = packs_by_libburn (disc, &n);
  if (packs)
    size = g_bytes_get_size (packs);
  mst_check (n > 0 && size == (gsize) n * MST_CDTEXT_PACK,
      "%zu bytes, libburn has %d packs", size, n);
  if (size == (gsize) n * MST_CDTEXT_PACK && n > 0)
    mst_check (memcmp (g_bytes_get_data (packs, NULL), wanted, size) == 0,
        "the packs differ");
  free (wanted);
}

static void
test_packs_are_those_of_libburn (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();

  check_packs (disc);
  disc_set (mst_disc_track (disc, 1)->texts, MST_DISC_MESSAGE, "a message");
  disc_set (mst_disc_track (disc, 2)->texts, MST_DISC_ARRANGER, "12 letters.");
  disc_set (disc->texts, MST_DISC_COMPOSER, "just eleven");
  check_packs (disc);
}

static MstDisc *
disc_of_many (guint tracks, guint letters)
{
  MstDisc *disc = mst_disc_new ();

  for (guint i = 0; i < tracks; i++) {
    guint start = 150 + i * 400;
    MstDiscTrack *track = mst_disc_add_track (disc, i ? start : 0, start);
    g_autofree gchar *title = g_strnfill (letters, (gchar) ('a' + i % 26));
    disc_set (track->texts, MST_DISC_TITLE, title);
  }
  disc->lead_out = 150 + tracks * 400;
  return disc;
}

static void
test_ninety_nine_long_titles_fit (void)
{
  g_autoptr (MstDisc) disc = disc_of_many (99, 29);
  g_autoptr (GBytes) packs = NULL;

  check_packs (disc);
  /* 99 titles of 30 bytes and the disc's empty one: 2971 bytes. */
  mst_check (mst_cdtext_write (disc, FALSE, &packs, NULL), "refused");
  mst_check (g_bytes_get_size (packs) == (248 + 3) * MST_CDTEXT_PACK,
      "%zu bytes", g_bytes_get_size (packs));
}

static void
check_refused (const MstDisc *disc, const gchar *why)
{
  g_autoptr (GBytes) packs = NULL;
  g_autoptr (GError) error = NULL;

  mst_check (!mst_cdtext_write (disc, FALSE, &packs, &error), "written");
  mst_check (error && strstr (error->message, why), "%s",
      error ? error->message : "no error");
}

static void
test_what_does_not_fit_is_refused_with_its_place (void)
{
  g_autoptr (MstDisc) many = disc_of_many (99, 31);
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autofree gchar *long_title = g_strnfill (160, 'x');

  /* 99 times 32 bytes and one more: 265 packs. */
  check_refused (many, "265 packs");
  disc_set (mst_disc_track (disc, 1)->texts, MST_DISC_TITLE, "\316\251");
  check_refused (disc,
      "the title of track 2 cannot be CD-Text: the character "
      "U+03A9");
  disc_set (mst_disc_track (disc, 1)->texts, MST_DISC_TITLE, long_title);
  check_refused (disc, "more than the 159 characters");
}

static void
test_letters_are_composed_and_folded (void)
{
  gboolean folded = FALSE;
  g_autofree gchar *composed = mst_latin_from_utf8 ("e\314\201", NULL, NULL);
  g_autofree gchar *quoted =
      mst_latin_from_utf8 ("\342\200\234x\342\200\235", &folded, NULL);
  g_autofree gchar *kept =
      mst_latin_from_utf8 ("\303\251\303\237\303\270", &folded, NULL);

  mst_check (strcmp (composed, "\351") == 0, "%s", composed);
  mst_check (strcmp (quoted, "\"x\"") == 0, "%s", quoted);
  mst_check (strcmp (kept, "\351\337\370") == 0 && !folded, "%s", kept);
  mst_check (!mst_latin_from_utf8 ("a\tb", NULL, NULL), "a tab was taken");
}

static MstDisc *
bare_copy (const MstDisc *disc)
{
  MstDisc *copy = mst_disc_new ();

  for (guint i = 0; i < disc->tracks->len; i++)
    mst_disc_add_track (copy,
        mst_disc_track_index (mst_disc_track (disc, i), 0),
        mst_disc_track_start (mst_disc_track (disc, i)));
  return copy;
}

static void
test_texts_come_back (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autoptr (MstDisc) copy = bare_copy (disc);
  g_autoptr (GBytes) packs = NULL;
  g_autoptr (GError) error = NULL;

  mst_check (mst_cdtext_write (disc, TRUE, &packs, NULL), "not written");
  mst_check (mst_cdtext_read (packs, copy, &error), "%s",
      error ? error->message : "");
  for (guint k = 0; k < MST_DISC_N_TEXTS; k++) {
    mst_check (g_strcmp0 (copy->texts[k], disc->texts[k]) == 0, "%s: %s",
        mst_disc_text_name (k), copy->texts[k]);
    for (guint i = 0; i < disc->tracks->len; i++)
      mst_check (g_strcmp0 (mst_disc_track (copy, i)->texts[k],
                     mst_disc_track (disc, i)->texts[k]) == 0,
          "%s of track %u: %s", mst_disc_text_name (k), i + 1,
          mst_disc_track (copy, i)->texts[k]);
  }
}

/* Each byte of the packs, changed, is found out by the CRC of its pack. */
static void
test_a_changed_byte_is_found (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autoptr (GBytes) packs = NULL;
  gsize size;
  const guint8 *data;

  mst_check (mst_cdtext_write (disc, FALSE, &packs, NULL), "not written");
  data = g_bytes_get_data (packs, &size);
  for (gsize i = 0; i < size; i++) {
    g_autoptr (MstDisc) copy = bare_copy (disc);
    g_autofree guint8 *bad = g_memdup2 (data, size);
    g_autoptr (GBytes) bytes = NULL;
    bad[i] ^= 0x21;
    bytes = g_bytes_new (bad, size);
    mst_check (!mst_cdtext_read (bytes, copy, NULL), "byte %zu", i);
  }
}

int
main (void)
{
  burn_initialize ();
  MST_RUN (test_packs_are_those_of_libburn);
  MST_RUN (test_ninety_nine_long_titles_fit);
  MST_RUN (test_what_does_not_fit_is_refused_with_its_place);
  MST_RUN (test_letters_are_composed_and_folded);
  MST_RUN (test_texts_come_back);
  MST_RUN (test_a_changed_byte_is_found);
  burn_finish ();
  return mst_done ();
}
