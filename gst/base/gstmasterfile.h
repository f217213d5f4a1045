/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterfile.h - small text files that users write, read without surprises.
 */
#ifndef GST_MASTER_FILE_H
#define GST_MASTER_FILE_H

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_MASTER_FILE_MAX_BYTES (1 << 20)

/* Reads the file as a string, without a byte order mark; `what` says what it
 * should hold, "a curve". A file that is not a plain one, is larger than 1 MiB
 * or is not text is an error of GST_RESOURCE_ERROR that names the file. */
gchar *
gst_master_file_read (const gchar *location, const gchar *what, GError **error);

/* Sets an error of GST_LIBRARY_ERROR that names the file and, where it is not
 * 0, the line. */
void gst_master_file_set_fault (GError **error, const gchar *location,
    guint line, const gchar *fault);

/* Posts the error as the element's, of `type` GST_MESSAGE_ERROR or
 * GST_MESSAGE_WARNING. */
void gst_master_file_post (GstElement *element, GstMessageType type,
    const GError *error);

G_END_DECLS

#endif /* GST_MASTER_FILE_H */
