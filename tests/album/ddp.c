/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Filesets. Oracle of the layouts: the tables of docs/formats.md, written out
 * here as whole records. Oracle of the sums: md5sum of the GNU coreutils, and
 * the check value of CRC-32 ("123456789" gives CBF43926).
 *
 * Past 400 lines: the tests of one subject stand in one file, which its stem
 * finds. */
#include <string.h>

#include <glib/gstdio.h>

#include "album/cdtext.h"
#include "album/checksum.h"
#include "album/ddp.h"
#include "discs.h"
#include "mst-test.h"

static gchar *
new_folder (void)
{
  return g_dir_make_tmp ("mst-ddp-XXXXXX", NULL);
}

static void
remove_folder (gchar *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
}

static void
put_file (const gchar *folder, const gchar *name, const void *data, gsize size)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);

  mst_check (g_file_set_contents (path, data, (gssize) size, NULL), "%s", path);
}

static void
put_bytes (const gchar *folder, const gchar *name, GBytes *bytes)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);

  put_file (folder, name, data, size);
}

/* The fileset of a disc whose sound is silence. */
static gchar *
write_fileset (const MstDisc *disc)
{
  static const gchar *const names[] = { MST_DDP_ID, MST_DDP_MAP, MST_DDP_CDTEXT,
    MST_DDP_PQ, MST_DDP_IMAGE, NULL };
  gsize size = (gsize) disc->lead_out * MST_SECTOR_BYTES;
  g_autofree gchar *silence = g_malloc0 (size);
  gchar *folder = new_folder ();
  g_auto (MstDdp) ddp = { 0 };
  g_autoptr (GError) error = NULL;

  mst_check (mst_ddp_write (disc, TRUE, FALSE, &ddp, &error), "%s",
      error ? error->message : "");
  put_bytes (folder, MST_DDP_ID, ddp.id);
  put_bytes (folder, MST_DDP_MAP, ddp.map);
  put_bytes (folder, MST_DDP_PQ, ddp.pq);
  put_bytes (folder, MST_DDP_CDTEXT, ddp.cdtext);
  put_file (folder, MST_DDP_IMAGE, silence, size);
  mst_check (mst_checksum_write (folder, names, &error), "%s",
      error ? error->message : "");
  return folder;
}

static void
check_record (GBytes *bytes, guint i, guint size, const gchar *want)
{
  const gchar *data = (const gchar *) g_bytes_get_data (bytes, NULL) + i * size;
  g_autofree gchar *got = g_strndup (data, size);
  g_autofree gchar *padded = g_strdup_printf ("%-*s", (gint) size, want);

  mst_check (strcmp (got, padded) == 0, "\n# \"%s\", wanted\n# \"%s\"", got,
      padded);
}

static void
test_records_are_laid_out_as_documented (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_auto (MstDdp) ddp = { 0 };

  mst_check (mst_ddp_write (disc, TRUE, FALSE, &ddp, NULL), "not written");
  check_record (ddp.id, 0, 128,
      "DDP 2.004006381333931                 ABC-001"
      "                                          CD");
  check_record (ddp.map, 0, 128,
      "VVVMS0        00000252        CDTEXT                   00"
      "              017CDTEXT.BIN");
  check_record (ddp.map, 1, 128,
      "VVVMS0        00000576        PQ DESCR"
      "                                 017PQDESCR");
  check_record (ddp.map, 2, 128,
      "VVVMD0        00003525                DA70    0150"
      "                     017IMAGE.DAT");
  mst_check (g_bytes_get_size (ddp.map) == 3 * 128, "%zu",
      g_bytes_get_size (ddp.map));
  check_record (ddp.pq, 0, 64, "VVVS0000  00000001              4006381333931");
  check_record (ddp.pq, 1, 64, "VVVS0100  00000001  DEA450000001");
  check_record (ddp.pq, 2, 64, "VVVS0101  00020001");
  check_record (ddp.pq, 3, 64, "VVVS0102  00120001");
  check_record (ddp.pq, 4, 64, "VVVS0201  00220021  DEA450000002");
  check_record (ddp.pq, 5, 64, "VVVS0300  00320701");
  check_record (ddp.pq, 6, 64, "VVVS0301  00350701");
  check_record (ddp.pq, 7, 64, "VVVSAA01  00470001");
  check_record (ddp.pq, 8, 64, "VVVSAA01  00470001");
}

static void
test_a_fileset_is_read_back_as_it_was (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MstDisc) copy = NULL;
  g_autoptr (GError) error = NULL;
  gchar *folder = write_fileset (disc);

  copy = mst_ddp_read (folder, notices, &error);
  mst_check (copy, "%s", error ? error->message : "");
  if (copy) {
    mst_check (strcmp (copy->ean, disc->ean) == 0, "%s", copy->ean);
    mst_check (g_strcmp0 (copy->master_id, "ABC-001") == 0, "%s",
        copy->master_id);
    mst_check (copy->lead_out == disc->lead_out, "%u", copy->lead_out);
    mst_check (copy->tracks->len == 3, "%u tracks", copy->tracks->len);
    for (guint i = 0; i < 3; i++) {
      const MstDiscTrack *got = mst_disc_track (copy, i);
      const MstDiscTrack *want = mst_disc_track (disc, i);
      mst_check (strcmp (got->isrc, want->isrc) == 0, "%s", got->isrc);
      mst_check (got->flags == want->flags, "%u", got->flags);
      mst_check (got->indexes->len == want->indexes->len &&
              memcmp (got->indexes->data, want->indexes->data,
                  want->indexes->len * sizeof (guint)) == 0,
          "the indexes of track %u", i + 1);
      mst_check (g_strcmp0 (got->texts[MST_DISC_TITLE],
                     want->texts[MST_DISC_TITLE]) == 0,
          "%s", got->texts[MST_DISC_TITLE]);
    }
  }
  mst_check (notices->len == 1, "%u notices", notices->len); /* the ISRC */
  remove_folder (folder);
}

static void
test_sums_are_those_of_others (void)
{
  static const gchar *const names[] = { "x", NULL };
  g_autofree gchar *md5 = NULL, *crc = NULL, *path = NULL, *other = NULL;
  gchar *folder = new_folder ();
  guint lists = 0;

  put_file (folder, "x", "123456789", 9);
  mst_check (mst_checksum_write (folder, names, NULL), "not written");
  path = g_build_filename (folder, MST_CHECKSUM_MD5, NULL);
  other = g_build_filename (folder, MST_CHECKSUM_CRC, NULL);
  g_file_get_contents (path, &md5, NULL, NULL);
  g_file_get_contents (other, &crc, NULL, NULL);
  mst_check (g_strcmp0 (md5, "25f9e794323b453885f5181f1b624d0b *x\n") == 0,
      "%s", md5);
  mst_check (g_strcmp0 (crc, "[CRC32 Checksum]\nx=CBF43926\n") == 0, "%s", crc);
  mst_check (mst_checksum_check (folder, &lists, NULL) && lists == 2, "%u",
      lists);
  put_file (folder, "x", "123456780", 9);
  mst_check (!mst_checksum_check (folder, &lists, NULL), "not noticed");
  remove_folder (folder);
}

/* A way to break a file of a good fileset. */
typedef enum {
  WRITE, /* `text` over the bytes at `at` */
  CUT,   /* the file ends at `at` */
  ADD,   /* `text` behind the end */
  DROP,  /* the record of `at`, of the size that the file has */
  SWAP,  /* that record and the next */
  REMOVE,
} Deed;

typedef struct {
  const gchar *file;
  Deed deed;
  guint at;
  const gchar *text;
} Fault;

#define PQ(packet, field) (64 * (packet) + (field))
#define MS(record, field) (128 * (record) + (field))

static const Fault faults[] = {
  { "DDPID", REMOVE, 0, NULL },
  { "DDPID", CUT, 0, NULL },
  { "DDPID", CUT, 127, NULL },
  { "DDPID", ADD, 0, " " },
  { "DDPID", WRITE, 0, "DDP 1.01" },
  { "DDPID", WRITE, 8, "4006381333932" },
  { "DDPID", WRITE, 8, "40063813X3931" },
  { "DDPID", WRITE, 8, "0036000291452" },
  { "DDPID", WRITE, 87, "DV" },
  { "DDPID", WRITE, 40, "\001" },
  { "DDPMS", REMOVE, 0, NULL },
  { "DDPMS", CUT, 256, NULL },
  { "DDPMS", CUT, 300, NULL },
  { "DDPMS", DROP, 1, NULL },
  { "DDPMS", DROP, 2, NULL },
  { "DDPMS", WRITE, MS (0, 0), "VVVX" },
  { "DDPMS", WRITE, MS (0, 14), "00000432" },
  { "DDPMS", WRITE, MS (0, 14), "        " },
  { "DDPMS", WRITE, MS (0, 30), "XXTEXT" },
  { "DDPMS", WRITE, MS (0, 30), "PQ DESCR" },
  { "DDPMS", WRITE, MS (0, 74), "../secret  " },
  { "DDPMS", WRITE, MS (0, 74), "NOTHERE.BIN" },
  { "DDPMS", WRITE, MS (1, 4), "X0" },
  { "DDPMS", WRITE, MS (1, 14), "00000512" },
  { "DDPMS", WRITE, MS (1, 71), "099" },
  { "DDPMS", WRITE, MS (1, 74), "           " },
  { "DDPMS", WRITE, MS (2, 4), "S0" },
  { "DDPMS", WRITE, MS (2, 14), "00003524" },
  { "DDPMS", WRITE, MS (2, 14), "0000352X" },
  { "DDPMS", WRITE, MS (2, 22), "00000150" },
  { "DDPMS", WRITE, MS (2, 38), "XX" },
  { "DDPMS", WRITE, MS (2, 40), "3" },
  { "DDPMS", WRITE, MS (2, 46), "0149" },
  { "DDPMS", WRITE, MS (2, 46), "    " },
  { "PQDESCR", REMOVE, 0, NULL },
  { "PQDESCR", CUT, 63, NULL },
  { "PQDESCR", CUT, PQ (7, 0), NULL },
  { "PQDESCR", DROP, 0, NULL },
  { "PQDESCR", DROP, 2, NULL },
  { "PQDESCR", DROP, 4, NULL },
  { "PQDESCR", SWAP, 2, NULL },
  { "PQDESCR", SWAP, 5, NULL },
  { "PQDESCR", SWAP, 6, NULL },
  { "PQDESCR", WRITE, PQ (0, 0), "VVVM" },
  { "PQDESCR", WRITE, PQ (0, 10),
      "00"
      "00"
      "01" },
  { "PQDESCR", WRITE, PQ (0, 32), "0036000291452" },
  { "PQDESCR", WRITE, PQ (1, 10), "000001" },
  { "PQDESCR", WRITE, PQ (2, 10), "000149" },
  { "PQDESCR", WRITE, PQ (3, 10), "000200" },
  { "PQDESCR", WRITE, PQ (3, 10), "006000" },
  { "PQDESCR", WRITE, PQ (4, 4), "03" },
  { "PQDESCR", WRITE, PQ (4, 6), "02" },
  { "PQDESCR", WRITE, PQ (4, 10), "004500" },
  { "PQDESCR", WRITE, PQ (4, 12), "75" },
  { "PQDESCR", WRITE, PQ (4, 14), "75" },
  { "PQDESCR", WRITE, PQ (4, 16), "41" },
  { "PQDESCR", WRITE, PQ (4, 16), "2S" },
  { "PQDESCR", WRITE, PQ (4, 20), "DEA45000000A" },
  { "PQDESCR", WRITE, PQ (4, 20), "dea450000002" },
  { "PQDESCR", WRITE, PQ (4, 20), "DEA45000002 " },
  { "PQDESCR", WRITE, PQ (2, 20), "DEA450000009" },
  { "PQDESCR", WRITE, PQ (3, 20), "DEA450000001" },
  { "PQDESCR", WRITE, PQ (6, 16), "21" },
  { "PQDESCR", WRITE, PQ (6, 10), "004400" },
  { "PQDESCR", WRITE, PQ (7, 10), "004800" },
  { "PQDESCR", WRITE, PQ (8, 10), "004800" },
  { "PQDESCR", WRITE, PQ (8, 6), "02" },
  { "PQDESCR", WRITE, PQ (8, 4), "04" },
  { "PQDESCR", ADD, 0, "VVVSAA01  00470001" },
  { "CDTEXT.BIN", REMOVE, 0, NULL },
  { "CDTEXT.BIN", CUT, 36, NULL },
  { "CDTEXT.BIN", CUT, 35, NULL },
  { "CDTEXT.BIN", DROP, 1, NULL },
  { "CDTEXT.BIN", SWAP, 3, NULL },
  { "CDTEXT.BIN", WRITE, 5, "x" },
  { "CDTEXT.BIN", WRITE, 17, "x" },
  { "IMAGE.DAT", REMOVE, 0, NULL },
  { "IMAGE.DAT", CUT, 3000 * MST_SECTOR_BYTES, NULL },
  { "IMAGE.DAT", CUT, 3525 * MST_SECTOR_BYTES - 1, NULL },
  { "IMAGE.DAT", ADD, 0, "\001\002\003\004" },
  { "IMAGE.DAT", WRITE, 2352 * 1000, "\001" },
  { "CHECKSUM.MD5", WRITE, 0,
      "0"
      "0"
      "0"
      "0" },
  { "CHECKSUM.MD5", WRITE, 0, "xyz" },
  { "CHECKSUM.MD5", WRITE, 34,
      "AB"
      "CDE" },
  { "CHECKSUM.TXT", WRITE, 24, "FFFF0000" },
};

static guint
record_size (const gchar *file)
{
  return strcmp (file, MST_DDP_PQ) == 0 ? 64
      : strcmp (file, MST_DDP_MAP) == 0 ? 128
                                        : MST_CDTEXT_PACK;
}

static void
spoil (const gchar *folder, const Fault *fault)
{
  g_autofree gchar *path = g_build_filename (folder, fault->file, NULL);
  g_autoptr (GByteArray) bytes = NULL;
  guint size = record_size (fault->file), at = fault->at * size;
  gchar *data;
  gsize length;

  if (fault->deed == REMOVE) {
    g_unlink (path);
    return;
  }
  mst_check (g_file_get_contents (path, &data, &length, NULL), "%s", path);
  bytes = g_byte_array_new_take ((guint8 *) data, length);
  switch (fault->deed) {
    case WRITE:
      memcpy (bytes->data + fault->at, fault->text, strlen (fault->text));
      break;
    case CUT:
      g_byte_array_set_size (bytes, fault->at);
      break;
    case ADD:
      g_byte_array_append (bytes, (const guint8 *) fault->text,
          (guint) strlen (fault->text));
      break;
    case DROP:
      g_byte_array_remove_range (bytes, at, size);
      break;
    case SWAP: {
      g_autofree guint8 *first = g_memdup2 (bytes->data + at, size);
      memmove (bytes->data + at, bytes->data + at + size, size);
      memcpy (bytes->data + at + size, first, size);
      break;
    }
    case REMOVE:
      break;
  }
  put_file (folder, fault->file, bytes->data, bytes->len);
}

/* The lists of sums would find each of these; the reader must find them alone.
 */
static void
remove_sums (const gchar *folder, const gchar *but)
{
  static const gchar *const lists[] = { MST_CHECKSUM_MD5, MST_CHECKSUM_CRC };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++) {
    g_autofree gchar *path = g_build_filename (folder, lists[i], NULL);
    if (strcmp (lists[i], but) != 0)
      g_unlink (path);
  }
}

static void
test_bad_filesets_are_refused (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++) {
    gchar *folder = write_fileset (disc);
    g_autoptr (MstDisc) read = NULL;
    g_autoptr (GError) error = NULL;
    gboolean samples =
        strcmp (faults[i].file, MST_DDP_IMAGE) == 0 && faults[i].deed == WRITE;

    if (!samples)
      remove_sums (folder, faults[i].file);
    spoil (folder, &faults[i]);
    read = mst_ddp_read (folder, NULL, &error);
    mst_check (!read && error, "fault %u (%s, deed %d at %u) was not found", i,
        faults[i].file, faults[i].deed, faults[i].at);
    remove_folder (folder);
  }
}

static void
test_rules_of_the_disc_hold (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autoptr (GError) error = NULL;
  g_autoptr (MstDisc) none = mst_disc_new ();

  mst_check (mst_disc_check (disc, &error), "%s", error ? error->message : "");
  mst_check (!mst_disc_check (none, NULL), "no track");
  disc->lead_out = mst_disc_track_start (mst_disc_track (disc, 2)) + 299;
  mst_check (!mst_disc_check (disc, NULL), "299 sectors");
  disc->lead_out++;
  mst_check (mst_disc_check (disc, NULL), "300 sectors");
  disc->lead_out = MST_DISC_LONGEST;
  mst_check (mst_disc_check (disc, NULL), "79:57");
  disc->lead_out++;
  mst_check (!mst_disc_check (disc, &error) &&
          strstr (error->message, "00:00:01 more"),
      "%s", error ? error->message : "taken");
}

int
main (void)
{
  MST_RUN (test_records_are_laid_out_as_documented);
  MST_RUN (test_a_fileset_is_read_back_as_it_was);
  MST_RUN (test_sums_are_those_of_others);
  MST_RUN (test_bad_filesets_are_refused);
  MST_RUN (test_rules_of_the_disc_hold);
  return mst_done ();
}
