/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * error.h - the one kind of error of this layer: something that a person wrote,
 * or a file that a program wrote, does not say what it should.
 *
 * The message is a sentence without its end: callers put the name of the file
 * or the number of the song before it.
 */
#ifndef MST_ALBUM_ERROR_H
#define MST_ALBUM_ERROR_H

#include <glib.h>

#define MST_ALBUM_ERROR (mst_album_error_quark ())

typedef enum {
  MST_ALBUM_ERROR_INVALID,
} MstAlbumError;

GQuark mst_album_error_quark (void);

/** Sets `error` to a message and returns FALSE. */
gboolean mst_album_refuse (GError **error, const gchar *format, ...)
    G_GNUC_PRINTF (2, 3);

#endif /* MST_ALBUM_ERROR_H */
