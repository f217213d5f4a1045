/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * batch.h - a whole project: each song by a job of its own (job.h), several at
 * once, told and put in place in their order. A song that fails does not keep
 * the others from being made.
 */
#ifndef MASTER_BATCH_H
#define MASTER_BATCH_H

#include "tools/order/project.h"
#include "tools/pass/runner.h"
#include "tools/tell/result.h"

/** Makes all masters of a project; `results` has one for each of its requests,
 * zeroed, to be cleared by the caller. */
gboolean master_batch_make (MasterRunner *runner, MasterProject *project,
    MasterResult *results, GError **error);

/** A command that has been carried out. */
typedef struct {
  guint skipped, made;         /* songs */
  gdouble loudness, true_peak; /* of the first master [LUFS], [dBTP] */
} MasterBatchSum;

/** Makes all masters that the options ask for; with --skip-done, those that do
 * not stand already. */
gboolean master_batch_carry_out (MasterRunner *runner,
    const MasterOptions *options, MasterBatchSum *sum, GError **error);

/** Carries out the command. */
gboolean master_batch_run (const MasterOptions *options, GError **error);

#endif /* MASTER_BATCH_H */
