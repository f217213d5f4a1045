/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * crew.h - much work of one kind, done by several threads at once. Each of them
 * has a runner of its own; all of them stop when the user wants no more.
 */
#ifndef MASTER_CREW_H
#define MASTER_CREW_H

#include "runner.h"

typedef struct {
  guint n;         /* pieces of work */
  guint jobs;      /* at once */
  MasterWork kind; /* beside the progress bar */
  /* Does piece i, in one of the threads. FALSE: it is not done, and none is
   * begun after it. */
  gboolean (*work) (guint i, MasterRunner *runner, gpointer user_data);
  /* Hears that piece i is done, in the caller's thread and in the order of i.
   * NULL: nobody wants to hear. */
  void (*finish) (guint i, gpointer user_data);
  gpointer user_data;
} MasterCrew;

/** Does all of the work. Returns how many pieces are done. */
guint master_crew_run (const MasterCrew *self, MasterRunner *chief);

#endif /* MASTER_CREW_H */
