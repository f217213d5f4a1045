/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * passage.h - the passage of a sound that holds most of its energy, kept so
 * that what a codec makes of it can be laid beside it.
 *
 * A sound is parted into passages of a fixed length, end to end.
 */
#ifndef MASTER_PASSAGE_H
#define MASTER_PASSAGE_H

#include <gst/gst.h>

#include "levels.h"

/** Frames of a passage; the last one of a sound may be shorter. */
#define MASTER_PASSAGE_FRAMES 32768

/** So far away a passage is looked for; twice the delay of the codec that has
 * the longest [frames]. */
#define MASTER_PASSAGE_REACH 4096

typedef struct _MasterPassage MasterPassage;

/** Two versions of one passage, laid upon each other. */
typedef struct {
  gboolean known; /* both were heard, in one format; else nothing is known */
  gint late;      /* so many frames later it came back; less than 0: earlier */
  gdouble noise;  /* the ratio of signal to noise, once it is in its place:
                     what differs is noise [dB]; INFINITY: nothing does */
  gdouble channels[MASTER_LEVELS]; /* that of each channel [dB]; INFINITY where
                                      there is nothing to speak of in it */
} MasterLikeness;

/** A passage that is still to be heard: the one with the most energy, or, where
 * `like` is given, the one at the place of that. */
MasterPassage *master_passage_new (const MasterPassage *like);
MasterPassage *master_passage_ref (MasterPassage *self);
void master_passage_unref (MasterPassage *self);

/** Keeps the passage of the float32 that goes into `element`. Sound of more
 * than MASTER_LEVELS channels is not kept. */
void master_passage_listen (MasterPassage *self, GstElement *element);

/** Finds the place at which `after` is most like `before`, and how like. */
MasterLikeness master_passage_compare (const MasterPassage *before,
    const MasterPassage *after);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterPassage, master_passage_unref)

#endif /* MASTER_PASSAGE_H */
