/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ogg.h - the number of an Ogg file's stream.
 *
 * oggmux draws it by chance. The chance is that of the whole process, of which
 * other threads take their part, so that the same sound would make another file
 * each time.
 */
#ifndef MASTER_OGG_H
#define MASTER_OGG_H

#include <glib.h>

/** Gives the one stream of the Ogg file at `path` the number 1. A file that is
 * not Ogg stays as it is. `name` is for messages. */
gboolean
master_ogg_set_number (const gchar *path, const gchar *name, GError **error);

#endif /* MASTER_OGG_H */
