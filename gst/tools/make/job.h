/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * job.h - all that is done about one song: measure it once, make each master.
 */
#ifndef MASTER_JOB_H
#define MASTER_JOB_H

#include "master.h"
#include "places.h"

/** All songs of a project have this in common. */
typedef struct {
  MasterGoal range;      /* the limits of the limiter's settings */
  GPtrArray *references; /* analyses of songs to be met, or NULL */
} MasterCommon;

/** Tells the runner how many passes so many masters of a song may take. */
void master_job_expect (MasterRunner *runner, const MasterProject *project,
    guint masters);

/** Carries out the requests of one song. Its results are filled in as far as
 * it goes; the masters grow in their places. One of several masters that fails
 * is noted in its result, and does not keep the others from being made. */
gboolean master_job_run (MasterRunner *runner, const MasterCommon *common,
    MasterPlaces *places, guint song, MasterResult *results, GError **error);

#endif /* MASTER_JOB_H */
