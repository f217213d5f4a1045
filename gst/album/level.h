/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * level.h - how loud each song of an album becomes.
 */
#ifndef MST_ALBUM_LEVEL_H
#define MST_ALBUM_LEVEL_H

#include "project.h"

/** Figures of a song before it is mastered. */
typedef struct {
  gdouble loudness; /* integrated [LUFS]; -INFINITY for silence */
  gdouble plr;      /* true peak over loudness [LU] */
} MstSongLevel;

/** How far each song is to be under the loudest, by the project's level and
 * what it adds to single songs [LU]: at most 0, and 0 for one song at least. A
 * song that flows into others keeps its distance to the loudest of them, but
 * for what the project adds: whoever wants a step there has to say so. */
void mst_level_offsets (const MstProject *project, const MstSongLevel *songs,
    gdouble *offsets);

#endif /* MST_ALBUM_LEVEL_H */
