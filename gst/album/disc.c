/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "disc.h"

#include "error.h"

const gchar *
mst_disc_text_name (MstDiscText text)
{
  static const gchar *const names[] = {
    [MST_DISC_TITLE] = "title",
    [MST_DISC_PERFORMER] = "performer",
    [MST_DISC_SONGWRITER] = "songwriter",
    [MST_DISC_COMPOSER] = "composer",
    [MST_DISC_ARRANGER] = "arranger",
    [MST_DISC_MESSAGE] = "message",
  };

  return names[text];
}

static void
track_free (gpointer data)
{
  MstDiscTrack *self = data;

  for (guint i = 0; i < MST_DISC_N_TEXTS; i++)
    g_free (self->texts[i]);
  g_array_unref (self->indexes);
  g_free (self);
}

MstDisc *
mst_disc_new (void)
{
  MstDisc *self = g_new0 (MstDisc, 1);

  self->tracks = g_ptr_array_new_with_free_func (track_free);
  return self;
}

void
mst_disc_free (MstDisc *self)
{
  if (!self)
    return;
  for (guint i = 0; i < MST_DISC_N_TEXTS; i++)
    g_free (self->texts[i]);
  g_free (self->master_id);
  g_ptr_array_unref (self->tracks);
  g_free (self);
}

MstDiscTrack *
mst_disc_add_track (MstDisc *self, guint pause, guint start)
{
  MstDiscTrack *track = g_new0 (MstDiscTrack, 1);

  track->indexes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_val (track->indexes, pause);
  g_array_append_val (track->indexes, start);
  g_ptr_array_add (self->tracks, track);
  return track;
}

void
mst_disc_track_add_index (MstDiscTrack *self, guint sector)
{
  g_array_append_val (self->indexes, sector);
}

/* The sector at which track i ends, which is where the next one starts to be
 * played: index 01, for a pause belongs to the track after it but is heard with
 * the one before. */
static guint
track_end (const MstDisc *self, guint i)
{
  return i + 1 < self->tracks->len
      ? mst_disc_track_start (mst_disc_track (self, i + 1))
      : self->lead_out;
}

gboolean
mst_disc_has_text (const MstDisc *self, MstDiscText text)
{
  gboolean any = self->texts[text] != NULL;

  for (guint i = 0; i < self->tracks->len; i++)
    any |= mst_disc_track (self, i)->texts[text] != NULL;
  return any;
}

gchar *
mst_disc_time (guint sectors)
{
  guint seconds = sectors / MST_SECTORS_A_SECOND;

  return g_strdup_printf ("%02u:%02u:%02u", seconds / 60, seconds % 60,
      sectors % MST_SECTORS_A_SECOND);
}

static gboolean
check_indexes (const MstDiscTrack *track, guint number, guint end,
    GError **error)
{
  if (track->indexes->len > MST_DISC_MAX_INDEX + 1)
    return mst_album_refuse (error, "track %u has more than %u indexes", number,
        MST_DISC_MAX_INDEX);
  for (guint i = 1; i < track->indexes->len; i++) {
    guint from = mst_disc_track_index (track, i - 1);
    guint to = mst_disc_track_index (track, i);
    /* Only the pause may be empty. */
    if (to < from || (i > 1 && to == from))
      return mst_album_refuse (error,
          "index %02u of track %u does not come after the one before it", i,
          number);
  }
  if (mst_disc_track_index (track, track->indexes->len - 1) >= end)
    return mst_album_refuse (error,
        "the last index of track %u lies behind the end of the track", number);
  return TRUE;
}

static gboolean
check_track (const MstDisc *self, guint i, GError **error)
{
  const MstDiscTrack *track = mst_disc_track (self, i);
  guint end = track_end (self, i);
  guint next = i + 1 < self->tracks->len
      ? mst_disc_track_index (mst_disc_track (self, i + 1), 0)
      : self->lead_out;

  if (!check_indexes (track, i + 1, next, error))
    return FALSE;
  if (end < mst_disc_track_start (track) + MST_DISC_SHORTEST_TRACK)
    return mst_album_refuse (error, "track %u is shorter than 4 seconds",
        i + 1);
  if (track->flags & MST_DISC_COPY_PERMITTED && track->flags & MST_DISC_SCMS)
    return mst_album_refuse (error,
        "track %u permits copies and limits them at once", i + 1);
  return TRUE;
}

/* The first and the last track that do not fit are named. */
static gboolean
check_length (const MstDisc *self, GError **error)
{
  g_autofree gchar *time = mst_disc_time (self->lead_out);
  g_autofree gchar *over = NULL;
  guint first = self->tracks->len;

  if (self->lead_out <= MST_DISC_LONGEST)
    return TRUE;
  over = mst_disc_time (self->lead_out - MST_DISC_LONGEST);
  while (first > 0 && track_end (self, first - 1) > MST_DISC_LONGEST)
    first--;
  return mst_album_refuse (error,
      "the disc is %s long, which is %s more than the 79:57 that can be "
      "pressed: tracks %u to %u",
      time, over, first + 1, self->tracks->len);
}

static gboolean
check_start (const MstDisc *self, GError **error)
{
  if (self->tracks->len < 1 || self->tracks->len > MST_DISC_MAX_TRACKS)
    return mst_album_refuse (error, "a disc has 1 to %u tracks, not %u",
        MST_DISC_MAX_TRACKS, self->tracks->len);
  if (mst_disc_track_index (mst_disc_track (self, 0), 0) != 0)
    return mst_album_refuse (error,
        "the pause before track 1 does not begin with the image");
  if (mst_disc_track_start (mst_disc_track (self, 0)) < MST_DISC_FIRST_PAUSE)
    return mst_album_refuse (error,
        "the pause before track 1 is shorter than 2 seconds");
  return TRUE;
}

gboolean
mst_disc_check (const MstDisc *self, GError **error)
{
  if (!check_start (self, error))
    return FALSE;
  for (guint i = 0; i < self->tracks->len; i++)
    if (!check_track (self, i, error))
      return FALSE;
  return check_length (self, error);
}

static void
note (gboolean good, GError *why, GPtrArray *faults)
{
  if (!good)
    g_ptr_array_add (faults, g_strdup (why->message));
  g_clear_error (&why);
}

void
mst_disc_find_faults (const MstDisc *self, GPtrArray *faults)
{
  GError *why = NULL;
  gboolean good = check_start (self, &why);

  note (good, why, faults);
  for (guint i = 0; i < self->tracks->len; i++) {
    why = NULL;
    good = check_track (self, i, &why);
    note (good, why, faults);
  }
  why = NULL;
  good = check_length (self, &why);
  note (good, why, faults);
}
