/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * pass.h - one run of a pipeline: what it reads, what it writes, and what
 * messages call them. runner.h runs it.
 *
 *   g_auto (MasterPass) pass = { .input = name, .work = MASTER_WORK_LISTEN };
 *
 *   return master_pass_add (&pass, master_source_new (path, 0, error)) &&
 *       add_the_rest (&pass, error) && master_runner_run (runner, &pass,
 * error);
 */
#ifndef MASTER_PASS_H
#define MASTER_PASS_H

#include "source.h"
#include "tools/base/work.h"

/** Zeroed, it has no pipeline yet. */
typedef struct {
  const gchar *input; /* names for messages */
  const gchar *output;
  MasterWork work;            /* beside the progress bar */
  GstClockTime start, length; /* the part that is read; length 0: all */
  GstElement *writer;         /* its errors are the output's; or NULL */
  /* Gets each element message as it comes; or NULL. */
  void (*heard) (GstMessage *message, gpointer user_data);
  gpointer user_data;

  GstElement *pipeline;
  GPtrArray *sources; /* MasterSource; the first tells how far it is */
} MasterPass;

/** Makes the pipeline where there is none, and puts the source into it. The
 * pass owns both from then on. FALSE where `source` is NULL. */
gboolean master_pass_add (MasterPass *self, MasterSource *source);

/** The first source. */
MasterSource *master_pass_source (const MasterPass *self);

/** Stops the pipeline and frees it. */
void master_pass_clear (MasterPass *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MasterPass, master_pass_clear)

#endif /* MASTER_PASS_H */
