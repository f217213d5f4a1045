/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * making.h - one master while it is made: the steps of the search (search.h),
 * carried out.
 */
#ifndef MASTER_MAKING_H
#define MASTER_MAKING_H

#include "assist.h"
#include "rounds.h"
#include "tools/tell/result.h"

/** All masters of one song have this in common. */
typedef struct {
  MasterMeasurement measured;
  GstStructure *analysis;     /* or NULL: nobody needs it */
  MasterRecording *recording; /* or NULL, or empty: the file is read again */
  GPtrArray *references;      /* analyses of songs to be met, or NULL */
  gchar *hash;                /* of the file; NULL: no record is kept */
  MasterTakes *takes;
  MasterGoal range; /* the limits of the limiter's settings */
} MasterMaterial;

typedef struct {
  const MasterRequest *request;
  const MasterMaterial *material;
  MasterRunner *runner;
  MasterResult *result;
  gchar **set; /* settings of the target and by hand */
  MasterRounds rounds;
  MasterSearch search;
  MasterAssist assist;
} MasterMaking;

/** Sets the goal, and finds the first step. */
gboolean master_making_begin (MasterMaking *self, GError **error);

/** Takes the steps of the search to their end. The master is in its file then,
 * and its figures are in the result. */
gboolean master_making_search (MasterMaking *self, GError **error);

#endif /* MASTER_MAKING_H */
