/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * search.h - one master of a measured input: solve, render, correct, check.
 */
#ifndef MASTER_SEARCH_H
#define MASTER_SEARCH_H

#include "tools/tell/report.h"
#include "tools/pass/runner.h"
#include "solve.h"

/** Writes what the report's task wants to `path`. The report comes with its
 * input measured, and is filled in as far as it goes; `range` has the limits
 * of the limiter's settings. */
gboolean master_make (MasterRunner *runner, const MasterGoal *range,
    const gchar *path, MasterReport *report, GError **error);

#endif /* MASTER_SEARCH_H */
