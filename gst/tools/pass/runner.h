/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * runner.h - runs a pipeline to the end of its stream.
 *
 * A pass ends in one of four ways: the stream has ended, an element reports
 * an error, the user wants no more (SIGINT, SIGTERM, SIGHUP), or nothing has
 * moved for 45 s. The runner tells the last three as an error that names
 * the file concerned.
 */
#ifndef MASTER_RUNNER_H
#define MASTER_RUNNER_H

#include "pass.h"

typedef struct _MasterRunner MasterRunner;

MasterRunner *master_runner_new (void);

/** Makes a runner for another thread, in which it is made and used. It stops
 * when `chief` does, and shows no progress. */
MasterRunner *master_runner_new_helper (MasterRunner *chief);

/** Sets how long a pass may stand still [s]. */
void master_runner_set_patience (MasterRunner *self, guint seconds);

void master_runner_free (MasterRunner *self);

/** Runs the pass. Afterwards the pipeline still stands, so that its elements
 * can be read. */
gboolean
master_runner_run (MasterRunner *self, const MasterPass *pass, GError **error);

/** Forgets how far it is, for the next song. */
void master_runner_begin_job (MasterRunner *self);

/** Says how many passes of a kind are still to come, so that the bar is one of
 * all of them. */
void master_runner_expect (MasterRunner *self, MasterWork work, guint passes);

/** Returns how far all passes are, 0 to 1. Any thread may ask. */
gdouble master_runner_progress (MasterRunner *self);

/** Returns FALSE, with an error, where the user wants no more. */
gboolean
master_runner_check (MasterRunner *self, const gchar *file, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterRunner, master_runner_free)

#endif /* MASTER_RUNNER_H */
