/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * options.h - the command line.
 */
#ifndef MASTER_OPTIONS_H
#define MASTER_OPTIONS_H

#include "tasks.h"

typedef struct {
  gchar *input;
  gchar *output; /* as given; NULL with analyze */
  gchar **target;
  gchar *targets;       /* a table of the user's, or NULL */
  MasterTargets *table; /* where it is needed */
  GArray *tasks;    /* of MasterTask: one at least, whatever is to be done */
  gdouble loudness; /* for all tasks [LUFS] */
  gdouble ceiling;  /* for all tasks [dBTP] */
  gdouble max_limiting; /* peak reduction allowed [dB] */
  gint bits;            /* 16, 24, 32; 0 = what the format is best at */
  gchar *json;          /* a path, "-" or NULL */
  gchar **set;          /* CHILD::PROPERTY=VALUE, or NULL */
  gboolean analyze;
  gboolean force;
  gboolean quiet;
  gboolean best_effort;
  gboolean list_targets;
  gboolean version;
} MasterOptions;

/** Reads the command line; --help prints and exits. FALSE: usage error. */
gboolean master_options_parse (MasterOptions *self, int *argc, char ***argv,
    GError **error);

/** How many masters are to be made, and which. */
#define master_options_count(self) ((self)->tasks->len)
#define master_options_task(self, i)                                           \
  (&g_array_index ((self)->tasks, MasterTask, i))

void master_options_clear (MasterOptions *self);

#endif /* MASTER_OPTIONS_H */
