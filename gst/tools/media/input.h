/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * input.h - what can be said of the input file without decoding it.
 */
#ifndef MASTER_INPUT_H
#define MASTER_INPUT_H

#include <glib.h>

/** Returns TRUE where `path` is a file that can be read and is not empty. */
gboolean master_input_check (const gchar *path, GError **error);

/** Returns how many frames the header of a file of plain samples, or of a FLAC
 * file, promises; 0 where it does not tell, as in files that were written to a
 * pipe. Decoders play a file that was cut off to its early end without
 * complaint, but half a song is not to be mastered. */
guint64 master_input_promised_frames (const gchar *path);

/** Returns TRUE where `path` is one Ogg file behind another in the same file.
 * Decoders play the first and stop, or fail where the second begins. */
gboolean master_input_is_chained (const gchar *path);

#endif /* MASTER_INPUT_H */
