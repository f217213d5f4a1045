/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* CD-Text and DDP filesets. An input of a fileset is DDPID (128 bytes), how
 * many records DDPMS has (1) and these (128 each), how many packets PQDESCR has
 * (1) and these (64 each), and the rest is CDTEXT.BIN; IMAGE.DAT is as long as
 * the first record says. The oracle: a disc that was read can be written. */
#include <string.h>

#include <glib/gstdio.h>
#include <unistd.h>

#include "album/cdtext.h"
#include "album/ddp.h"
#include "album/ddpfields.h"
#include "album/sheet.h"
#include "frame.h"

#define MOST_SECTORS 1000000

static void
read_cdtext (const uint8_t *data, size_t size)
{
  g_autoptr (GBytes) packs = g_bytes_new (data, size);
  g_autoptr (MstDisc) disc = mst_disc_new ();

  for (guint i = 0; i < 3; i++)
    mst_disc_add_track (disc, 1000 * i, 1000 * i + 150);
  disc->lead_out = 3000;
  if (!mst_cdtext_read (packs, disc, NULL))
    return;
  for (guint i = 0; i < 3; i++)
    for (int t = 0; t < MST_DISC_N_TEXTS; t++) {
      const gchar *text = mst_disc_track (disc, i)->texts[t];

      fuzz_check (!text || g_utf8_validate (text, -1, NULL), "track %u", i);
    }
}

static void
write_file (const char *name, const uint8_t *data, size_t size)
{
  g_autofree gchar *path = g_build_filename (fuzz_folder (), name, NULL);
  FILE *file = fopen (path, "wb");

  fuzz_check (file && fwrite (data, 1, size, file) == size, "%s", path);
  fclose (file);
}

/* The next n bytes, or all that are left. */
static const uint8_t *
take (const uint8_t **data, size_t *size, size_t *n)
{
  const uint8_t *taken = *data;

  if (*n > *size)
    *n = *size;
  *data += *n;
  *size -= *n;
  return taken;
}

/* A file of as many records as a byte says. */
static const uint8_t *
take_records (const char *name, size_t record, const uint8_t **data,
    size_t *size, size_t *n)
{
  size_t one = 1;
  const uint8_t *count = take (data, size, &one), *records;

  *n = one == 1 ? *count * record : 0;
  records = take (data, size, n);
  write_file (name, records, *n);
  return records;
}

static void
make_image (const uint8_t *map, size_t n)
{
  guint sectors = 0;
  g_autofree gchar *path =
      g_build_filename (fuzz_folder (), MST_DDP_IMAGE, NULL);
  FILE *file = fopen (path, "wb");

  if (n >= MST_DDP_RECORD)
    mst_ddp_get_number ((const gchar *) map, MST_DDP_MS_LENGTH, &sectors);
  sectors = MIN (sectors, MOST_SECTORS);
  fuzz_check (file &&
          ftruncate (fileno (file), (off_t) sectors * MST_SECTOR_BYTES) == 0,
      "no image");
  fclose (file);
}

static void
read_fileset (const uint8_t *data, size_t size)
{
  size_t n = MST_DDP_RECORD;
  const uint8_t *part = take (&data, &size, &n);
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (MstDisc) disc = NULL;
  g_autofree gchar *sheet = NULL;
  g_autofree gchar *table = NULL;
  g_auto (MstDdp) ddp = { NULL };

  write_file (MST_DDP_ID, part, n);
  part = take_records (MST_DDP_MAP, MST_DDP_RECORD, &data, &size, &n);
  make_image (part, n);
  take_records (MST_DDP_PQ, MST_DDP_PACKET, &data, &size, &n);
  write_file (MST_DDP_CDTEXT, data, size);
  disc = mst_ddp_read (fuzz_folder (), notices, NULL);
  if (!disc)
    return;
  fuzz_check (mst_ddp_write (disc, FALSE, FALSE, &ddp, NULL),
      "a disc that was read cannot be written");
  sheet = mst_cue_write (disc, MST_DDP_IMAGE, NULL);
  table = mst_toc_write (disc, MST_DDP_IMAGE, NULL);
}

const FuzzReader fuzz_readers[] = {
  { "cdtext", read_cdtext },
  { "fileset", read_fileset },
};
const size_t fuzz_n_readers = G_N_ELEMENTS (fuzz_readers);

void
fuzz_start (void)
{
  fuzz_folder ();
}
