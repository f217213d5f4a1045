/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "sequence.h"

#include <math.h>
#include <string.h>

#include "error.h"

static guint64
frames_of (gdouble seconds, guint rate)
{
  return (guint64) llround (seconds * rate);
}

static guint64
up_to_sector (guint64 frame)
{
  return (frame + MST_SECTOR_FRAMES - 1) / MST_SECTOR_FRAMES *
      MST_SECTOR_FRAMES;
}

static gboolean
check_crossfade (const MstProject *project, const guint64 *frames, guint i,
    guint rate, GError **error)
{
  guint64 fade = frames_of (mst_project_song (project, i)->crossfade, rate);
  g_autofree gchar *where = mst_project_place (project, i);

  if (fade > 0 && (fade * 2 > frames[i] || fade * 2 > frames[i - 1]))
    return mst_album_refuse (error,
        "%s: the crossfade of %g s is longer than half of one of its songs",
        where, mst_project_song (project, i)->crossfade);
  return TRUE;
}

/* The song behind the one that ends at `end`. */
static MstPlace
next_place (const MstSequence *self, const MstProject *project, guint i,
    guint64 end)
{
  const MstSong *song = mst_project_song (project, i);
  MstPlace place = { 0 };

  if (i == 0) {
    place.start = self->on_disc ? MST_DISC_FIRST_PAUSE * MST_SECTOR_FRAMES : 0;
  } else if (mst_project_flows (project, i)) {
    place.start = end - frames_of (song->crossfade, self->rate);
    place.pause = place.start;
    place.run = self->runs - 1;
    return place;
  } else {
    place.pause = self->on_disc ? up_to_sector (end) : end;
    place.start = end + frames_of (song->gap, self->rate);
    if (self->on_disc)
      place.start = up_to_sector (place.start);
  }
  place.run = self->runs;
  return place;
}

MstSequence *
mst_sequence_new (const MstProject *project, const guint64 *frames, guint rate,
    gboolean on_disc, GError **error)
{
  g_autoptr (MstSequence) self = g_new0 (MstSequence, 1);
  guint64 end = 0;

  self->rate = rate;
  self->on_disc = on_disc;
  self->places = g_array_new (FALSE, FALSE, sizeof (MstPlace));
  for (guint i = 0; i < project->songs->len; i++) {
    MstPlace place = next_place (self, project, i, end);
    if (!check_crossfade (project, frames, i, rate, error))
      return NULL;
    place.end = end = place.start + frames[i];
    self->runs = place.run + 1;
    g_array_append_val (self->places, place);
  }
  self->length = on_disc ? up_to_sector (end) : end;
  return g_steal_pointer (&self);
}

void
mst_sequence_free (MstSequence *self)
{
  if (!self)
    return;
  g_array_unref (self->places);
  g_free (self);
}

static void
set_text (gchar **texts, MstDiscText text, const gchar *first,
    const gchar *second)
{
  texts[text] = g_strdup (first ? first : second);
}

static void
set_texts (MstDiscTrack *track, const MstSong *song, const MstProject *project)
{
  set_text (track->texts, MST_DISC_TITLE, song->cd_title, song->title);
  set_text (track->texts, MST_DISC_PERFORMER, song->cd_artist,
      song->artist ? song->artist : project->artist);
  set_text (track->texts, MST_DISC_SONGWRITER, song->songwriter, NULL);
  set_text (track->texts, MST_DISC_COMPOSER, song->composer, NULL);
  set_text (track->texts, MST_DISC_ARRANGER, song->arranger, NULL);
  set_text (track->texts, MST_DISC_MESSAGE, song->message, NULL);
}

static MstDiscFlags
flags_of (const MstSong *song)
{
  const gchar *const *flags = (const gchar *const *) song->flags;
  MstDiscFlags all = 0;

  if (!flags)
    return 0;
  all |=
      g_strv_contains (flags, "copy-permitted") ? MST_DISC_COPY_PERMITTED : 0;
  all |= g_strv_contains (flags, "pre-emphasis") ? MST_DISC_PRE_EMPHASIS : 0;
  all |= g_strv_contains (flags, "scms") ? MST_DISC_SCMS : 0;
  return all;
}

static void
add_track (MstDisc *disc, const MstPlace *place, const MstSong *song,
    const MstProject *project, guint rate)
{
  MstDiscTrack *track =
      mst_disc_add_track (disc, (guint) (place->pause / MST_SECTOR_FRAMES),
          (guint) (place->start / MST_SECTOR_FRAMES));

  set_texts (track, song, project);
  memcpy (track->isrc, song->isrc, sizeof (track->isrc));
  track->flags = flags_of (song);
  for (guint k = 0; song->index && k < song->index->len; k++)
    mst_disc_track_add_index (track,
        (guint) ((place->start +
                     frames_of (g_array_index (song->index, gdouble, k),
                         rate)) /
            MST_SECTOR_FRAMES));
}

MstDisc *
mst_sequence_disc (const MstSequence *self, const MstProject *project)
{
  MstDisc *disc = mst_disc_new ();

  memcpy (disc->ean, project->ean, sizeof (disc->ean));
  disc->master_id = g_strdup (project->catalog);
  set_text (disc->texts, MST_DISC_TITLE, project->title, NULL);
  set_text (disc->texts, MST_DISC_PERFORMER, project->artist, NULL);
  for (guint i = 0; i < self->places->len; i++)
    add_track (disc, mst_sequence_place (self, i),
        mst_project_song (project, i), project, self->rate);
  disc->lead_out = (guint) (self->length / MST_SECTOR_FRAMES);
  return disc;
}
