/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * rewrite.h - writes over places of a file that is finished.
 */
#ifndef MASTER_REWRITE_H
#define MASTER_REWRITE_H

#include <glib.h>
#include <stdio.h>

/** Changes the open file. Returns FALSE where the file cannot be written. */
typedef gboolean (*MasterRewrite) (FILE *file, gpointer data);

/** Opens the file at `path`, calls `rewrite` and closes the file; messages call
 * it `name`. */
gboolean master_rewrite_file (const gchar *path, const gchar *name,
    MasterRewrite rewrite, gpointer data, GError **error);

/** Writes n bytes from the byte `at` on. */
gboolean master_write_at (FILE *file, guint64 at, gconstpointer bytes, gsize n);

/** Writes 32 bits, the highest byte first. */
gboolean master_write_be (FILE *file, guint64 at, guint32 value);

#endif /* MASTER_REWRITE_H */
