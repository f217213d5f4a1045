/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "level.h"

#include <math.h>

/* Half of the distance between two mixes is taken as intended; greater ones
 * would be lost beside other music. */
#define NATURAL_SHARE 0.5
#define NATURAL_MOST 3.0 /* LU */
/* A sparse song is not to be as loud as a dense one. */
#define SPARSE_PLR 16.0
#define SPARSE_LU 1.0

static gdouble
loudest_of (const MstProject *project, const MstSongLevel *songs)
{
  gdouble loudest = -INFINITY;

  for (guint i = 0; i < project->songs->len; i++)
    loudest = fmax (loudest, songs[i].loudness);
  return loudest;
}

static gdouble
own_offset (MstLevel level, const MstSongLevel *song, gdouble loudest)
{
  gdouble distance = isfinite (song->loudness) ? song->loudness - loudest : 0.0;

  if (level == MST_LEVEL_EVEN)
    return 0.0;
  if (level == MST_LEVEL_ALBUM)
    return distance;
  return fmax (NATURAL_SHARE * distance, -NATURAL_MOST) -
      (song->plr > SPARSE_PLR ? SPARSE_LU : 0.0);
}

static gdouble
in_run (const MstProject *project, const MstSongLevel *songs, guint i)
{
  return songs[i].loudness + mst_project_song (project, i)->level;
}

/* A run has the offset of its loudest song, and each of its songs as much less
 * as it is quieter, with what the project adds to either. */
static void
hold_run (const MstProject *project, const MstSongLevel *songs,
    gdouble *offsets, guint from, guint to)
{
  guint loudest = from;

  for (guint i = from; i < to; i++)
    if (in_run (project, songs, i) > in_run (project, songs, loudest))
      loudest = i;
  for (guint i = from; i < to; i++)
    if (i != loudest && isfinite (songs[i].loudness))
      offsets[i] = offsets[loudest] + in_run (project, songs, i) -
          in_run (project, songs, loudest);
}

void
mst_level_offsets (const MstProject *project, const MstSongLevel *songs,
    gdouble *offsets)
{
  gdouble loudest = loudest_of (project, songs), most = -INFINITY;
  guint n = project->songs->len, end;

  for (guint i = 0; i < n; i++)
    offsets[i] = own_offset (project->level, &songs[i], loudest) +
        mst_project_song (project, i)->level;
  for (guint i = 0; i < n; i = end) {
    for (end = i + 1; end < n && mst_project_flows (project, end);)
      end++;
    hold_run (project, songs, offsets, i, end);
  }
  for (guint i = 0; i < n; i++)
    most = fmax (most, offsets[i]);
  for (guint i = 0; i < n; i++)
    offsets[i] -= most;
}
