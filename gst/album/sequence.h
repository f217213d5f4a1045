/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * sequence.h - where the songs of an album lie: one after the other, with gaps,
 * joints and crossfades, in whole frames.
 *
 *   song      1            2                  3
 *   run       1------------------------------  2---------
 *             |start   end=|start        end| gap |start ...
 *
 * Songs that flow into one another are one run, a stream that is mastered as a
 * whole. On a CD the sound begins behind a pause of 2 s, and marks lie on
 * sectors: a gap is lengthened until the song after it begins on one; inside a
 * run the sound stays and the mark moves, to the sector that the song begins
 * in.
 */
#ifndef MST_SEQUENCE_H
#define MST_SEQUENCE_H

#include "disc.h"
#include "project.h"

typedef struct {
  guint64 pause; /* where the gap before the song begins */
  guint64 start; /* its first frame */
  guint64 end;   /* behind its last */
  guint run;     /* from 0 */
} MstPlace;

typedef struct {
  guint rate; /* frames a second */
  gboolean on_disc;
  GArray *places; /* of MstPlace, one a song */
  guint runs;
  guint64 length; /* frames: of whole sectors on a disc */
} MstSequence;

/** Lays out the songs of a project whose lengths in frames of `rate` are given;
 * `on_disc` needs a rate of 44100. NULL where a crossfade is longer than half
 * of one of its songs. */
MstSequence *mst_sequence_new (const MstProject *project, const guint64 *frames,
    guint rate, gboolean on_disc, GError **error);

void mst_sequence_free (MstSequence *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MstSequence, mst_sequence_free)

static inline const MstPlace *
mst_sequence_place (const MstSequence *self, guint i)
{
  return &g_array_index (self->places, MstPlace, i);
}

/** The disc of a sequence on sectors, with the codes and texts of the project.
 */
MstDisc *mst_sequence_disc (const MstSequence *self, const MstProject *project);

#endif /* MST_SEQUENCE_H */
