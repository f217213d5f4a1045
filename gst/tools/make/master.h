/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * master.h - one master of a song that has been measured: the steps of the
 * search (search.h), carried out, and what was written, checked.
 */
#ifndef MASTER_MASTER_H
#define MASTER_MASTER_H

#include "takes.h"
#include "tools/order/request.h"
#include "tools/pass/runner.h"
#include "tools/tell/result.h"

/** All masters of one song have this in common. */
typedef struct {
  MasterMeasurement measured;
  GstStructure *analysis;     /* or NULL: nobody needs it */
  MasterRecording *recording; /* or NULL, or empty: the file is read again */
  GPtrArray *references;      /* analyses of songs to be met, or NULL */
  MasterTakes *takes;
  MasterGoal range; /* the limits of the limiter's settings */
} MasterMaterial;

/** Writes the master that is asked for to `path`. The result is filled in as
 * far as it goes. Returns a masterchain with all its settings, to be owned by
 * the caller; NULL, with an error, where there is no master. */
GstElement *master_make (MasterRunner *runner, const MasterRequest *request,
    const MasterMaterial *material, const gchar *path, MasterResult *result,
    GError **error);

#endif /* MASTER_MASTER_H */
