/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * inspect.h - what has to be known of the songs of an album before they are
 * mastered: whether they can be read, how long and how loud they are, and what
 * their tags say.
 */
#ifndef MASTER_INSPECT_H
#define MASTER_INSPECT_H

#include "album/project.h"
#include "album/trim.h"
#include "tools/order/options.h"
#include "tools/pass/measure.h"

typedef struct {
  MasterMeasurement measured;
  GstStructure *analysis; /* or NULL: nobody wants it */
  GstTagList *tags;       /* or NULL */
  MstSound sound;         /* where it begins and ends [s] */
  GError *error;          /* why it cannot be read, or NULL */
} MasterSongFacts;

/** The facts of each song, with an analysis where one is wanted, `jobs` of the
 * options at once. What is wrong becomes
 * a line in `problems`, what is worth a look one in `notices`. NULL where the
 * user wants no more. */
MasterSongFacts *master_inspect (MasterRunner *runner,
    const MasterOptions *options, const MstProject *project, gboolean analyzes,
    GPtrArray *problems, GPtrArray *notices, GError **error);

void master_inspect_free (MasterSongFacts *facts, guint n);

#endif /* MASTER_INSPECT_H */
