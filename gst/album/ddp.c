/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ddp.h"

#include <string.h>

#include "cdtext.h"
#include "ddpfields.h"
#include "error.h"

/* Complete sectors of 2352 bytes, not scrambled. */
#define COMPLETE_SECTORS "7"
#define NOT_SCRAMBLED "0"
#define NO_CONTROL "01"
#define LEAD_IN "00"
#define LEAD_OUT "AA"

void
mst_ddp_clear (MstDdp *self)
{
  g_clear_pointer (&self->id, g_bytes_unref);
  g_clear_pointer (&self->map, g_bytes_unref);
  g_clear_pointer (&self->pq, g_bytes_unref);
  g_clear_pointer (&self->cdtext, g_bytes_unref);
}

/* A blank record behind those that are there. */
static gchar *
add_record (GByteArray *records, guint size)
{
  guint at = records->len;

  g_byte_array_set_size (records, at + size);
  memset (records->data + at, ' ', size);
  return (gchar *) records->data + at;
}

static gboolean
write_id (const MstDisc *disc, MstDdp *ddp, GError **error)
{
  g_autoptr (GByteArray) records = g_byte_array_new ();
  gchar *record = add_record (records, MST_DDP_RECORD);

  if (disc->master_id &&
      (strlen (disc->master_id) > MST_DDP_ID_MASTER.size ||
          !g_str_is_ascii (disc->master_id)))
    return mst_album_refuse (error,
        "the catalogue number \"%s\" is not at most %u characters of ASCII",
        disc->master_id, MST_DDP_ID_MASTER.size);
  mst_ddp_put_text (record, MST_DDP_ID_LEVEL, MST_DDP_LEVEL);
  mst_ddp_put_text (record, MST_DDP_ID_EAN, disc->ean);
  if (disc->master_id)
    mst_ddp_put_text (record, MST_DDP_ID_MASTER, disc->master_id);
  mst_ddp_put_text (record, MST_DDP_ID_TYPE, "CD");
  ddp->id = g_byte_array_free_to_bytes (g_steal_pointer (&records));
  return TRUE;
}

static gchar *
add_stream (GByteArray *records, const gchar *type, guint length,
    const gchar *name)
{
  gchar *record = add_record (records, MST_DDP_RECORD);

  mst_ddp_put_text (record, MST_DDP_MS_MARK, MST_DDP_MAP_MARK);
  mst_ddp_put_text (record, MST_DDP_MS_TYPE, type);
  mst_ddp_put_number (record, MST_DDP_MS_LENGTH, length);
  mst_ddp_put_number (record, MST_DDP_MS_NAME_SIZE, MST_DDP_MS_NAME.size);
  mst_ddp_put_text (record, MST_DDP_MS_NAME, name);
  return record;
}

static void
write_map (const MstDisc *disc, MstDdp *ddp)
{
  GByteArray *records = g_byte_array_new ();
  gchar *record;

  if (ddp->cdtext) {
    record = add_stream (records, "S0", (guint) g_bytes_get_size (ddp->cdtext),
        MST_DDP_CDTEXT);
    mst_ddp_put_text (record, MST_DDP_MS_SUB, MST_DDP_SUB_CDTEXT);
    mst_ddp_put_number (record, MST_DDP_MS_TRACK, 0);
  }
  record = add_stream (records, "S0", (guint) g_bytes_get_size (ddp->pq),
      MST_DDP_PQ);
  mst_ddp_put_text (record, MST_DDP_MS_SUB, MST_DDP_SUB_PQ);
  record = add_stream (records, "D0", disc->lead_out, MST_DDP_IMAGE);
  mst_ddp_put_text (record, MST_DDP_MS_MODE, "DA");
  mst_ddp_put_text (record, MST_DDP_MS_STORAGE, COMPLETE_SECTORS);
  mst_ddp_put_text (record, MST_DDP_MS_SCRAMBLED, NOT_SCRAMBLED);
  mst_ddp_put_number (record, MST_DDP_MS_PAUSE,
      mst_disc_track_start (mst_disc_track (disc, 0)));
  ddp->map = g_byte_array_free_to_bytes (records);
}

static gchar *
add_packet (GByteArray *packets, const gchar *track, guint index, guint sector)
{
  gchar *record = add_record (packets, MST_DDP_PACKET);
  guint seconds = sector / MST_SECTORS_A_SECOND;

  mst_ddp_put_text (record, MST_DDP_PQ_MARKER, MST_DDP_PQ_MARK);
  mst_ddp_put_text (record, MST_DDP_PQ_TRACK, track);
  mst_ddp_put_number (record, MST_DDP_PQ_INDEX, index);
  mst_ddp_put_number (record, MST_DDP_PQ_MINUTES, seconds / 60);
  mst_ddp_put_number (record, MST_DDP_PQ_SECONDS, seconds % 60);
  mst_ddp_put_number (record, MST_DDP_PQ_FRAMES, sector % MST_SECTORS_A_SECOND);
  mst_ddp_put_text (record, MST_DDP_PQ_CONTROL, NO_CONTROL);
  return record;
}

/* The first packet of a track, which is that of its pause where it has one,
 * carries the ISRC. */
static void
add_track (GByteArray *packets, const MstDiscTrack *track, guint number)
{
  guint nibble = track->flags & ~MST_DISC_SCMS;
  gboolean pause = number == 1 ||
      mst_disc_track_index (track, 0) < mst_disc_track_index (track, 1);
  const gchar control[] = { "0123456789ABCDEF"[nibble],
    track -> flags &MST_DISC_SCMS ? 'S' : '1', '\0' };
  g_autofree gchar *name = g_strdup_printf ("%02u", number);

  for (guint i = pause ? 0 : 1, first = i; i < track->indexes->len; i++) {
    gchar *record =
        add_packet (packets, name, i, mst_disc_track_index (track, i));
    mst_ddp_put_text (record, MST_DDP_PQ_CONTROL, control);
    if (i == first)
      mst_ddp_put_text (record, MST_DDP_PQ_ISRC, track->isrc);
  }
}

static void
write_pq (const MstDisc *disc, MstDdp *ddp)
{
  GByteArray *packets = g_byte_array_new ();

  mst_ddp_put_text (add_packet (packets, LEAD_IN, 0, 0), MST_DDP_PQ_EAN,
      disc->ean);
  for (guint i = 0; i < disc->tracks->len; i++)
    add_track (packets, mst_disc_track (disc, i), i + 1);
  /* Every program that is known writes it twice. */
  for (guint i = 0; i < 2; i++)
    add_packet (packets, LEAD_OUT, 1, disc->lead_out);
  ddp->pq = g_byte_array_free_to_bytes (packets);
}

gboolean
mst_ddp_write (const MstDisc *disc, gboolean cdtext, gboolean codes,
    MstDdp *ddp, GError **error)
{
  *ddp = (MstDdp){ 0 };
  if (!mst_disc_check (disc, error) || !write_id (disc, ddp, error))
    return FALSE;
  if (cdtext && !mst_cdtext_write (disc, codes, &ddp->cdtext, error)) {
    mst_ddp_clear (ddp);
    return FALSE;
  }
  write_pq (disc, ddp);
  write_map (disc, ddp);
  return TRUE;
}
