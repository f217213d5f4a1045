/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * options.h - the command line.
 */
#ifndef MASTER_OPTIONS_H
#define MASTER_OPTIONS_H

#include <glib.h>

typedef struct {
  gchar *input;
  gchar *output;        /* NULL with analyze */
  gdouble loudness;     /* target [LUFS] */
  gdouble ceiling;      /* [dBTP] */
  gdouble max_limiting; /* peak reduction allowed [dB] */
  gint bits;            /* 16, 24, 32; 0 = what the format is best at */
  gchar *json;          /* a path, "-" or NULL */
  gchar **set;          /* CHILD::PROPERTY=VALUE, or NULL */
  gboolean analyze;
  gboolean force;
  gboolean quiet;
  gboolean best_effort;
  gboolean version;
} MasterOptions;

/** Reads the command line; --help prints and exits. FALSE: usage error. */
gboolean master_options_parse (MasterOptions *self, int *argc, char ***argv,
    GError **error);
void master_options_clear (MasterOptions *self);

#endif /* MASTER_OPTIONS_H */
