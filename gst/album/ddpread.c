/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ddp.h"

#include <stdarg.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "cdtext.h"
#include "checksum.h"
#include "ddpfields.h"
#include "ddppq.h"
#include "error.h"

/* No map and no PQ descriptor of 99 tracks is longer. */
#define LONGEST_FILE (1 << 20)

typedef struct {
  const gchar *folder;
  GPtrArray *notices; /* NULL: nobody wants any */
  MstDisc *disc;
  gchar *pq;
  gchar *cdtext;
  gchar *image;
  guint pq_bytes;
  guint cdtext_bytes;
  guint image_sectors;
  guint pause;
  guint lead_outs;
} Reader;

static void
reader_clear (Reader *self)
{
  mst_disc_free (self->disc);
  g_free (self->pq);
  g_free (self->cdtext);
  g_free (self->image);
}

static G_GNUC_PRINTF (2, 3) void notice (const Reader *self,
    const gchar *format, ...)
{
  va_list arguments;

  if (!self->notices)
    return;
  va_start (arguments, format);
  g_ptr_array_add (self->notices, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

static GBytes *
load (const Reader *self, const gchar *name, GError **error)
{
  g_autofree gchar *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) why = NULL;
  GStatBuf info;
  gchar *data;
  gsize size;

  if (g_stat (path, &info) == 0 && info.st_size > LONGEST_FILE)
    mst_album_refuse (error, "%s is too long to be what its name says", name);
  else if (!g_file_get_contents (path, &data, &size, &why))
    mst_album_refuse (error, "%s cannot be read: %s", name, why->message);
  else
    return g_bytes_new_take (data, size);
  return NULL;
}

static gboolean
check_ascii (const gchar *data, gsize size, const gchar *name, GError **error)
{
  for (gsize i = 0; i < size; i++)
    if (data[i] < 0x20 || data[i] > 0x7e)
      return mst_album_refuse (error,
          "byte %" G_GSIZE_FORMAT " of %s is not a letter of ASCII", i, name);
  return TRUE;
}

/* The records of a file, or NULL. */
static const gchar *
records_of (GBytes *bytes, guint record, const gchar *name, guint *n,
    GError **error)
{
  gsize size;
  const gchar *data = g_bytes_get_data (bytes, &size);

  if (size == 0 || size % record != 0)
    mst_album_refuse (error,
        "%s has %" G_GSIZE_FORMAT " bytes, which is not a multiple of %u", name,
        size, record);
  else if (check_ascii (data, size, name, error)) {
    *n = (guint) (size / record);
    return data;
  }
  return NULL;
}

static gboolean
read_id (Reader *self, GError **error)
{
  g_autoptr (GBytes) bytes = load (self, MST_DDP_ID, error);
  const gchar *record;
  guint n;

  if (!bytes)
    return FALSE;
  record = records_of (bytes, MST_DDP_RECORD, MST_DDP_ID, &n, error);
  if (!record)
    return FALSE;
  if (n != 1)
    return mst_album_refuse (error, "DDPID holds %u records in place of one",
        n);
  if (!mst_ddp_is_text (record, MST_DDP_ID_LEVEL, MST_DDP_LEVEL))
    return mst_album_refuse (error,
        "DDPID does not begin with \"" MST_DDP_LEVEL "\"");
  if (!mst_ddp_is_text (record, MST_DDP_ID_TYPE, "CD"))
    return mst_album_refuse (error, "DDPID does not say that it is of a CD");
  self->disc->master_id = mst_ddp_get_text (record, MST_DDP_ID_MASTER);
  if (!*self->disc->master_id)
    g_clear_pointer (&self->disc->master_id, g_free);
  return mst_ddp_take_ean (self->disc, record, MST_DDP_ID_EAN, MST_DDP_ID,
      error);
}

/* The name of a stream's file, which is a file of the folder. */
static gchar *
stream_name (const gchar *record, guint i, GError **error)
{
  g_autofree gchar *name = mst_ddp_get_text (record, MST_DDP_MS_NAME);
  guint size = 0;

  if (!mst_ddp_get_number (record, MST_DDP_MS_NAME_SIZE, &size) ||
      size != MST_DDP_MS_NAME.size)
    mst_album_refuse (error,
        "the name of stream %u in DDPMS is not said to have %u places", i + 1,
        MST_DDP_MS_NAME.size);
  else if (!*name || *name == '.' || strpbrk (name, "/\\"))
    mst_album_refuse (error,
        "stream %u in DDPMS names no file of the folder: \"%s\"", i + 1, name);
  else
    return g_steal_pointer (&name);
  return NULL;
}

static gboolean
take_stream (gchar **place, gchar *name, const gchar *what, GError **error)
{
  if (*place) {
    g_free (name);
    return mst_album_refuse (error, "DDPMS has two streams of %s", what);
  }
  *place = name;
  return TRUE;
}

static gboolean
take_subcode (Reader *self, const gchar *record, gchar *name, guint length,
    GError **error)
{
  if (mst_ddp_is_text (record, MST_DDP_MS_SUB, MST_DDP_SUB_PQ)) {
    self->pq_bytes = length;
    return take_stream (&self->pq, name, "PQ subcode", error);
  }
  if (mst_ddp_is_text (record, MST_DDP_MS_SUB, MST_DDP_SUB_CDTEXT)) {
    self->cdtext_bytes = length;
    return take_stream (&self->cdtext, name, "CD-Text", error);
  }
  g_free (name);
  return mst_album_refuse (error,
      "DDPMS has a stream of subcode that is neither PQ nor CD-Text");
}

static gboolean
take_image (Reader *self, const gchar *record, gchar *name, guint length,
    GError **error)
{
  guint start;

  if (!take_stream (&self->image, name, "sound", error))
    return FALSE;
  if (!mst_ddp_is_text (record, MST_DDP_MS_MODE, "DA"))
    return mst_album_refuse (error,
        "the stream of data in DDPMS is not digital audio");
  if (!mst_ddp_is_text (record, MST_DDP_MS_STORAGE, "7") &&
      !mst_ddp_is_text (record, MST_DDP_MS_STORAGE, "0"))
    return mst_album_refuse (error,
        "the sound in DDPMS is not stored in sectors of 2352 bytes");
  if (!mst_ddp_is_text (record, MST_DDP_MS_SCRAMBLED, "0") &&
      !mst_ddp_is_text (record, MST_DDP_MS_SCRAMBLED, "1"))
    return mst_album_refuse (error,
        "DDPMS does not say whether the sound is scrambled");
  if (mst_ddp_get_number (record, MST_DDP_MS_START, &start)
          ? start != 0
          : !mst_ddp_is_text (record, MST_DDP_MS_START, ""))
    return mst_album_refuse (error,
        "the sound in DDPMS does not begin at sector 0");
  if (!mst_ddp_get_number (record, MST_DDP_MS_PAUSE, &self->pause))
    return mst_album_refuse (error,
        "DDPMS does not say how long the pause before track 1 is");
  self->image_sectors = length;
  return TRUE;
}

static gboolean
read_stream (Reader *self, const gchar *record, guint i, GError **error)
{
  g_autofree gchar *name = NULL;
  guint length;

  if (!mst_ddp_is_text (record, MST_DDP_MS_MARK, MST_DDP_MAP_MARK))
    return mst_album_refuse (error,
        "record %u of DDPMS does not begin with " MST_DDP_MAP_MARK, i + 1);
  if (!mst_ddp_get_number (record, MST_DDP_MS_LENGTH, &length))
    return mst_album_refuse (error, "stream %u in DDPMS has no length", i + 1);
  name = stream_name (record, i, error);
  if (!name)
    return FALSE;
  if (mst_ddp_is_text (record, MST_DDP_MS_TYPE, "D0"))
    return take_image (self, record, g_steal_pointer (&name), length, error);
  if (mst_ddp_is_text (record, MST_DDP_MS_TYPE, "S0"))
    return take_subcode (self, record, g_steal_pointer (&name), length, error);
  return mst_album_refuse (error,
      "stream %u in DDPMS is neither sound nor subcode", i + 1);
}

static gboolean
read_map (Reader *self, GError **error)
{
  g_autoptr (GBytes) bytes = load (self, MST_DDP_MAP, error);
  const gchar *records;
  guint n;

  if (!bytes)
    return FALSE;
  records = records_of (bytes, MST_DDP_RECORD, MST_DDP_MAP, &n, error);
  if (!records)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!read_stream (self, records + i * MST_DDP_RECORD, i, error))
      return FALSE;
  if (!self->image)
    return mst_album_refuse (error, "DDPMS has no stream of sound");
  if (!self->pq)
    return mst_album_refuse (error, "DDPMS has no PQ descriptor");
  return TRUE;
}

static gboolean
check_image (const Reader *self, GError **error)
{
  g_autofree gchar *path = g_build_filename (self->folder, self->image, NULL);
  guint64 wanted = (guint64) self->image_sectors * MST_SECTOR_BYTES;
  GStatBuf info;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode))
    return mst_album_refuse (error, "%s, the sound, is missing", self->image);
  if ((guint64) info.st_size != wanted)
    return mst_album_refuse (error,
        "%s has %" G_GUINT64_FORMAT " bytes, and DDPMS says %u sectors, which "
        "are %" G_GUINT64_FORMAT,
        self->image, (guint64) info.st_size, self->image_sectors, wanted);
  return TRUE;
}

static gboolean
check_tracks (const Reader *self, GError **error)
{
  const MstDisc *disc = self->disc;

  if (!mst_disc_check (disc, error))
    return FALSE;
  if (disc->lead_out != self->image_sectors)
    return mst_album_refuse (error,
        "the lead-out is at sector %u, and the sound has %u sectors",
        disc->lead_out, self->image_sectors);
  if (mst_disc_track_start (mst_disc_track (disc, 0)) != self->pause)
    return mst_album_refuse (error,
        "the pause before track 1 has %u sectors in DDPMS and %u in the PQ "
        "descriptor",
        self->pause, mst_disc_track_start (mst_disc_track (disc, 0)));
  return TRUE;
}

static gboolean
read_pq (Reader *self, GError **error)
{
  g_autoptr (GBytes) bytes = load (self, self->pq, error);
  const gchar *packets;
  guint n;

  if (!bytes)
    return FALSE;
  packets = records_of (bytes, MST_DDP_PACKET, self->pq, &n, error);
  if (!packets)
    return FALSE;
  if (n * MST_DDP_PACKET != self->pq_bytes)
    return mst_album_refuse (error,
        "%s has %u bytes, and DDPMS says that it has %u", self->pq,
        n * MST_DDP_PACKET, self->pq_bytes);
  return mst_ddp_pq_read (packets, n, self->disc, &self->lead_outs, error) &&
      check_tracks (self, error);
}

static gboolean
read_cdtext (Reader *self, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;

  if (!self->cdtext)
    return TRUE;
  bytes = load (self, self->cdtext, error);
  if (!bytes)
    return FALSE;
  if (g_bytes_get_size (bytes) != self->cdtext_bytes)
    return mst_album_refuse (error,
        "%s has %" G_GSIZE_FORMAT " bytes, and DDPMS says that it has %u",
        self->cdtext, g_bytes_get_size (bytes), self->cdtext_bytes);
  return mst_cdtext_read (bytes, self->disc, error);
}

static void
look_around (const Reader *self, guint lists)
{
  const MstDisc *disc = self->disc;
  g_autofree gchar *time = mst_disc_time (disc->lead_out);
  guint without = 0;

  for (guint i = 0; i < disc->tracks->len; i++)
    without += !*mst_disc_track (disc, i)->isrc;
  if (!lists)
    notice (self, "the fileset has no list of checksums");
  if (!*disc->ean)
    notice (self, "the disc has no product code (EAN or UPC)");
  if (without)
    notice (self, "%u of %u tracks have no ISRC", without, disc->tracks->len);
  if (!self->cdtext)
    notice (self, "the disc has no CD-Text");
  if (self->lead_outs != 2)
    notice (self,
        "the lead-out is written %u times; other programs write it "
        "twice",
        self->lead_outs);
  if (disc->lead_out > MST_DISC_LONG)
    notice (self,
        "the disc is %s long: many presses want to be asked about "
        "more than 74 minutes",
        time);
}

static gboolean
read_all (Reader *self, GError **error)
{
  guint lists;

  if (!read_id (self, error) || !read_map (self, error) ||
      !check_image (self, error) || !read_pq (self, error) ||
      !read_cdtext (self, error) ||
      !mst_checksum_check (self->folder, &lists, error))
    return FALSE;
  look_around (self, lists);
  return TRUE;
}

MstDisc *
mst_ddp_read (const gchar *folder, GPtrArray *notices, GError **error)
{
  Reader reader = { .folder = folder,
    .notices = notices,
    .disc = mst_disc_new () };
  MstDisc *disc = NULL;

  if (read_all (&reader, error))
    disc = g_steal_pointer (&reader.disc);
  reader_clear (&reader);
  return disc;
}
