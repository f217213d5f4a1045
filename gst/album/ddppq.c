/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "ddppq.h"

#include <string.h>

#include "error.h"

typedef struct {
  MstDisc *disc;
  guint lead_outs;
} Reader;

gboolean
mst_ddp_take_ean (MstDisc *disc, const gchar *record, MstDdpField field,
    const gchar *name, GError **error)
{
  g_autofree gchar *text = mst_ddp_get_text (record, field);
  gchar ean[MST_EAN_LENGTH + 1];

  if (!*text)
    return TRUE;
  if (!mst_ean_parse (text, ean, error)) {
    g_prefix_error (error, "in %s ", name);
    return FALSE;
  }
  if (*disc->ean && strcmp (disc->ean, ean) != 0)
    return mst_album_refuse (error,
        "the product code is %s in one place and %s in %s", disc->ean, ean,
        name);
  memcpy (disc->ean, ean, sizeof (ean));
  return TRUE;
}

static gboolean
get_time (const gchar *record, guint i, guint *sector, GError **error)
{
  guint hours = 0, minutes, seconds, frames;

  if ((!mst_ddp_get_number (record, MST_DDP_PQ_HOURS, &hours) &&
          !mst_ddp_is_text (record, MST_DDP_PQ_HOURS, "")) ||
      !mst_ddp_get_number (record, MST_DDP_PQ_MINUTES, &minutes) ||
      !mst_ddp_get_number (record, MST_DDP_PQ_SECONDS, &seconds) ||
      !mst_ddp_get_number (record, MST_DDP_PQ_FRAMES, &frames) || hours != 0 ||
      seconds >= 60 || frames >= MST_SECTORS_A_SECOND)
    return mst_album_refuse (error,
        "packet %u of the PQ descriptor does not hold a time", i);
  *sector = (minutes * 60 + seconds) * MST_SECTORS_A_SECOND + frames;
  return TRUE;
}

static gboolean
get_control (const gchar *record, guint i, MstDiscFlags *flags, GError **error)
{
  gchar nibble = record[MST_DDP_PQ_CONTROL.at];
  gchar mode = record[MST_DDP_PQ_CONTROL.at + 1];
  gint value = g_ascii_xdigit_value (nibble);

  if (value < 0 || g_ascii_islower (nibble) || value & 4 ||
      (mode != '1' && mode != 'S'))
    return mst_album_refuse (error,
        "packet %u of the PQ descriptor does not hold the flags of a track of "
        "sound",
        i);
  *flags = (MstDiscFlags) value | (mode == 'S' ? MST_DISC_SCMS : 0);
  return TRUE;
}

static gboolean
take_isrc (MstDiscTrack *track, const gchar *record, guint number, guint index,
    GError **error)
{
  g_autofree gchar *text = mst_ddp_get_text (record, MST_DDP_PQ_ISRC);
  gchar isrc[MST_ISRC_LENGTH + 1];

  if (!*text)
    return TRUE;
  if (!mst_isrc_parse (text, isrc, error) || strcmp (text, isrc) != 0) {
    g_clear_error (error);
    return mst_album_refuse (error, "\"%s\" of track %u is not an ISRC", text,
        number);
  }
  if (index > 1)
    return mst_album_refuse (error, "the ISRC of track %u stands at index %02u",
        number, index);
  if (*track->isrc && strcmp (track->isrc, isrc) != 0)
    return mst_album_refuse (error, "track %u has two ISRCs", number);
  memcpy (track->isrc, isrc, sizeof (isrc));
  return TRUE;
}

/* The packet of an index: of the track under way, or the first one of the next,
 * which may be index 00 or 01. */
static gboolean
read_index (Reader *self, const gchar *record, guint i, guint sector,
    GError **error)
{
  guint number, index, tracks = self->disc->tracks->len;
  MstDiscTrack *track = tracks ? mst_disc_track (self->disc, tracks - 1) : NULL;
  MstDiscFlags flags = 0;

  if (!mst_ddp_get_number (record, MST_DDP_PQ_TRACK, &number) ||
      !mst_ddp_get_number (record, MST_DDP_PQ_INDEX, &index))
    return mst_album_refuse (error,
        "packet %u of the PQ descriptor does not hold a track and an index", i);
  if (!get_control (record, i, &flags, error))
    return FALSE;
  if (number == tracks + 1 && index <= 1) {
    track = mst_disc_add_track (self->disc, sector, sector);
    track->flags = flags;
    if (index == 0)
      g_array_set_size (track->indexes, 1);
  } else if (track && number == tracks && index == track->indexes->len)
    mst_disc_track_add_index (track, sector);
  else
    return mst_album_refuse (error,
        "packet %u of the PQ descriptor is of track %02u, index %02u, which is "
        "out of order",
        i, number, index);
  if (track->flags != flags)
    return mst_album_refuse (error, "the flags of track %u change within it",
        number);
  return take_isrc (track, record, number, index, error);
}

static gboolean
read_packet (Reader *self, const gchar *record, guint i, GError **error)
{
  guint sector = 0;

  if (!mst_ddp_is_text (record, MST_DDP_PQ_MARKER, MST_DDP_PQ_MARK))
    return mst_album_refuse (error,
        "packet %u of the PQ descriptor does not begin with " MST_DDP_PQ_MARK,
        i);
  if (!get_time (record, i, &sector, error) ||
      !mst_ddp_take_ean (self->disc, record, MST_DDP_PQ_EAN,
          "the PQ descriptor", error))
    return FALSE;
  if (mst_ddp_is_text (record, MST_DDP_PQ_TRACK, "AA")) {
    if (!mst_ddp_is_text (record, MST_DDP_PQ_INDEX, "01") ||
        (self->lead_outs && sector != self->disc->lead_out))
      return mst_album_refuse (error,
          "packet %u of the PQ descriptor is not a lead-out like the first", i);
    self->lead_outs++;
    self->disc->lead_out = sector;
    return TRUE;
  }
  if (self->lead_outs)
    return mst_album_refuse (error,
        "the PQ descriptor goes on behind the lead-out");
  if (i > 0)
    return read_index (self, record, i, sector, error);
  if (!mst_ddp_is_text (record, MST_DDP_PQ_TRACK, "00") || sector != 0)
    return mst_album_refuse (error,
        "the PQ descriptor does not begin with the lead-in");
  return TRUE;
}

gboolean
mst_ddp_pq_read (const gchar *packets, guint n, MstDisc *disc, guint *lead_outs,
    GError **error)
{
  Reader reader = { .disc = disc };

  for (guint i = 0; i < n; i++)
    if (!read_packet (&reader, packets + i * MST_DDP_PACKET, i, error))
      return FALSE;
  for (guint i = 0; i < disc->tracks->len; i++)
    if (mst_disc_track (disc, i)->indexes->len < 2)
      return mst_album_refuse (error, "track %u has no index 01", i + 1);
  if (!reader.lead_outs)
    return mst_album_refuse (error, "the PQ descriptor has no lead-out");
  *lead_outs = reader.lead_outs;
  return TRUE;
}
