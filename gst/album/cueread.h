/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * cueread.h - a cue sheet of others, to make a project of.
 *
 * The commands that are read: CATALOG, FILE, TRACK, INDEX, TITLE, PERFORMER,
 * SONGWRITER, ISRC, FLAGS, and the remarks DATE and GENRE that rippers write.
 * Other commands are passed over; a sheet without a track of sound is an error.
 */
#ifndef MST_CUEREAD_H
#define MST_CUEREAD_H

#include "project.h"

/** A project of the tracks in `text`, the bytes of a cue sheet in UTF-8 or ISO
 * 8859-1. A file with one track is a song as it is; of a file with several,
 * each song is the part from its index 01 to the next, joined to the one
 * before. */
MstProject *mst_cue_read (const gchar *text, GError **error);

#endif /* MST_CUEREAD_H */
