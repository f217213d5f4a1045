/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "fileset.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "album/cdtext.h"
#include "album/checksum.h"
#include "album/ddp.h"
#include "album/sheet.h"
#include "frames.h"
#include "tools/base/errors.h"

#define FRAME_BYTES 4 /* 16 bits, stereo */

typedef struct {
  FILE *file;
  guint64 frames; /* in the image so far */
} Image;

/* --- the image */

static gboolean
put_silence (Image *self, guint64 until)
{
  static const guint8 zeros[MST_SECTOR_BYTES];

  while (self->frames < until) {
    const guint64 n = MIN (until - self->frames, MST_SECTOR_FRAMES);
    if (fwrite (zeros, FRAME_BYTES, n, self->file) != n)
      return FALSE;
    self->frames += n;
  }
  return TRUE;
}

static gboolean
take (gconstpointer frames, guint64 n, gpointer user_data)
{
  Image *self = user_data;

  self->frames += n;
  return fwrite (frames, FRAME_BYTES, n, self->file) == n;
}

static guint
first_of_run (const MstSequence *sequence, guint run)
{
  guint i = 0;

  while (mst_sequence_place (sequence, i)->run != run)
    i++;
  return i;
}

static gboolean
fill_image (MasterRunner *runner, Image *self, const MstSequence *sequence,
    gchar *const *runs, GError **error)
{
  for (guint run = 0; run < sequence->runs; run++) {
    const guint first = first_of_run (sequence, run);
    const MasterFrames wanted = { .path = runs[run],
      .name = runs[run],
      .work = MASTER_WORK_DISC,
      .samples = "S16LE",
      .channels = 2 };

    if (!put_silence (self, mst_sequence_place (sequence, first)->start))
      return master_fail_number (error, MASTER_ERROR_FAILED, MST_DDP_IMAGE,
          "cannot be written", errno);
    if (!master_frames_read (runner, &wanted, take, self, error))
      return FALSE;
  }
  return put_silence (self, sequence->length) ||
      master_fail_number (error, MASTER_ERROR_FAILED, MST_DDP_IMAGE,
          "cannot be written", errno);
}

static gboolean
write_image (MasterRunner *runner, const gchar *path,
    const MstSequence *sequence, gchar *const *runs, GError **error)
{
  Image image = { .file = fopen (path, "wb") };
  gboolean good = image.file ||
      master_fail_number (error, MASTER_ERROR_FAILED, MST_DDP_IMAGE,
          "cannot be written", errno);

  good = good && fill_image (runner, &image, sequence, runs, error);
  if (image.file && fclose (image.file) != 0 && good)
    return master_fail_number (error, MASTER_ERROR_FAILED, MST_DDP_IMAGE,
        "cannot be written", errno);
  return good;
}

/* --- the files beside it */

static gboolean
put_bytes (const gchar *folder, const gchar *name, GBytes *bytes,
    GError **error)
{
  g_autofree gchar *path = g_build_filename (folder, name, NULL);
  gsize size;
  const gchar *data = g_bytes_get_data (bytes, &size);

  return g_file_set_contents (path, data, (gssize) size, error);
}

static gboolean
put_sheet (const MasterTree *tree, const gchar *name, gchar *sheet,
    GError **error)
{
  g_autofree gchar *text = sheet;
  g_autofree gchar *path = master_tree_path (tree, name, NULL);

  return text && g_file_set_contents (path, text, -1, error);
}

static gboolean
put_fileset (const MstDisc *disc, const gchar *folder, const MstMaster *master,
    GError **error)
{
  g_auto (MstDdp) ddp = { 0 };
  const gchar *names[] = { MST_DDP_ID, MST_DDP_MAP, MST_DDP_PQ, MST_DDP_IMAGE,
    NULL, NULL };

  if (!mst_ddp_write (disc, master->cd_text, master->cd_text_codes, &ddp,
          error) ||
      !put_bytes (folder, MST_DDP_ID, ddp.id, error) ||
      !put_bytes (folder, MST_DDP_MAP, ddp.map, error) ||
      !put_bytes (folder, MST_DDP_PQ, ddp.pq, error))
    return FALSE;
  if (ddp.cdtext) {
    names[4] = MST_DDP_CDTEXT;
    if (!put_bytes (folder, MST_DDP_CDTEXT, ddp.cdtext, error))
      return FALSE;
  }
  return mst_checksum_write (folder, names, error);
}

static gboolean
put_sheets (const MasterTree *tree, const MstDisc *disc, GError **error)
{
  return put_sheet (tree, "cd.cue",
             mst_cue_write (disc, "cd/" MST_DDP_IMAGE, error), error) &&
      put_sheet (tree, "cd.toc",
          mst_toc_write (disc, "cd/" MST_DDP_IMAGE, error), error) &&
      put_sheet (tree, "pq-sheet.txt", mst_pq_sheet_write (disc), error);
}

/* The reader refuses whatever does not fit together; places and codes are
 * compared besides. */
static gboolean
read_back (const MstDisc *disc, const gchar *folder, GError **error)
{
  g_autoptr (MstDisc) copy = mst_ddp_read (folder, NULL, error);
  gboolean same = copy && copy->tracks->len == disc->tracks->len &&
      copy->lead_out == disc->lead_out && strcmp (copy->ean, disc->ean) == 0;

  for (guint i = 0; same && i < disc->tracks->len; i++)
    same = mst_disc_track_start (mst_disc_track (copy, i)) ==
            mst_disc_track_start (mst_disc_track (disc, i)) &&
        strcmp (mst_disc_track (copy, i)->isrc,
            mst_disc_track (disc, i)->isrc) == 0;
  return same || (error && *error) ||
      master_fail (error, "cd", "what was written reads back differently");
}

gboolean
master_fileset_write (MasterRunner *runner, const MasterTree *tree,
    const MstProject *project, const MstSequence *sequence, gchar *const *runs,
    const MstMaster *master, GError **error)
{
  g_autoptr (MstDisc) disc = mst_sequence_disc (sequence, project);
  g_autofree gchar *image = master_tree_path (tree, "cd", MST_DDP_IMAGE, NULL);
  g_autofree gchar *folder = g_path_get_dirname (image);

  return mst_disc_check (disc, error) &&
      write_image (runner, image, sequence, runs, error) &&
      put_fileset (disc, folder, master, error) &&
      put_sheets (tree, disc, error) && read_back (disc, folder, error) &&
      (!error || !*error);
}

/* --- filesets of others */

gboolean
master_fileset_check (const gchar *folder, GError **error)
{
  g_autoptr (GPtrArray) notices = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) why = NULL;
  g_autoptr (MstDisc) disc = mst_ddp_read (folder, notices, &why);
  g_autofree gchar *sheet = NULL;

  if (!disc)
    return master_fail (error, folder, "%s", why->message);
  sheet = mst_pq_sheet_write (disc);
  fputs (sheet, stdout);
  for (guint i = 0; i < notices->len; i++)
    printf ("note: %s\n", (const gchar *) g_ptr_array_index (notices, i));
  puts ("The fileset keeps all rules.");
  return TRUE;
}
