/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * checksum.h - the lists of sums that go with a fileset.
 *
 * CHECKSUM.MD5 is what md5sum writes and checks; CHECKSUM.TXT has a line of
 * CRC-32 for each file. The programs of presses read either.
 */
#ifndef MST_CHECKSUM_H
#define MST_CHECKSUM_H

#include <glib.h>

#define MST_CHECKSUM_MD5 "CHECKSUM.MD5"
#define MST_CHECKSUM_CRC "CHECKSUM.TXT"

/** Writes both lists into `folder`, of the files that `names` (NULL at its end)
 * says. */
gboolean mst_checksum_write (const gchar *folder, const gchar *const *names,
    GError **error);

/** Checks whichever list is in `folder`. A file that is listed and missing, or
 * whose sum is another, is an error; `lists`, which may be NULL, says how many
 * lists there were. */
gboolean mst_checksum_check (const gchar *folder, guint *lists, GError **error);

#endif /* MST_CHECKSUM_H */
