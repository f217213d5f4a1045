/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * prepare.h - an album before it is mastered: its project, the facts of its
 * songs, and all that is wrong with either.
 */
#ifndef MASTER_PREPARE_H
#define MASTER_PREPARE_H

#include "album/project.h"
#include "runs.h"
#include "tools/order/options.h"

typedef struct {
  const MasterOptions *options;
  MasterRunner *runner;
  MasterTargets *targets;
  MstProject *project;
  MasterSongFacts *facts;
  MasterAlbumMaterial material;
  GPtrArray *problems, *notices;
} MasterPrepared;

/** Reads the project and listens to its songs. All that is wrong is told, a
 * line each; then FALSE, with an error. */
gboolean master_prepare (MasterPrepared *self, const MasterOptions *options,
    MasterRunner *runner, GError **error);

void master_prepared_clear (MasterPrepared *self);

/** The target of a master, which preparing has made sure of. */
const MasterTarget *
master_prepared_target (const MasterPrepared *self, const MstMaster *master);

/** Returns whether the sound of all songs is to be analysed, not only measured.
 */
gboolean master_prepared_analyzes (const MasterPrepared *self);

/** The songs on the sectors of a disc. */
MstSequence *master_prepared_disc (const MasterPrepared *self, GError **error);

#endif /* MASTER_PREPARE_H */
