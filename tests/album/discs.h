/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * discs.h - discs that the tests of albums share.
 */
#ifndef DISCS_H
#define DISCS_H

#include <string.h>

#include "album/disc.h"

static inline void
disc_set (gchar **texts, MstDiscText text, const gchar *value)
{
  g_free (texts[text]);
  texts[text] = g_strdup (value);
}

/** Three tracks: one with a second index, one that flows out of it without a
 * pause, one behind a pause of 3 s. */
static inline MstDisc *
disc_of_three (void)
{
  MstDisc *disc = mst_disc_new ();
  MstDiscTrack *track;

  strcpy (disc->ean, "4006381333931");
  disc->master_id = g_strdup ("ABC-001");
  disc_set (disc->texts, MST_DISC_TITLE, "Pr\303\274fung & Probe");
  disc_set (disc->texts, MST_DISC_PERFORMER, "Die \303\226hrchen");
  track = mst_disc_add_track (disc, 0, 150);
  mst_disc_track_add_index (track, 150 + 75 * 10);
  strcpy (track->isrc, "DEA450000001");
  disc_set (track->texts, MST_DISC_TITLE, "\303\211ins");
  disc_set (track->texts, MST_DISC_SONGWRITER, "A. Writer");
  track = mst_disc_add_track (disc, 150 + 75 * 20, 150 + 75 * 20);
  strcpy (track->isrc, "DEA450000002");
  track->flags = MST_DISC_COPY_PERMITTED;
  disc_set (track->texts, MST_DISC_TITLE,
      "A title that is so long that it takes more than one pack");
  track = mst_disc_add_track (disc, 150 + 75 * 30 + 7, 150 + 75 * 33 + 7);
  disc_set (track->texts, MST_DISC_TITLE, "Gr\303\266\303\237e");
  disc->lead_out = 150 + 75 * 45;
  return disc;
}

#endif /* DISCS_H */
