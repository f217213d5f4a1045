/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * latin.h - text in ISO 8859-1, the alphabet of CD-Text and of its sheets.
 */
#ifndef MST_LATIN_H
#define MST_LATIN_H

#include <glib.h>

/** A text of UTF-8 in ISO 8859-1. Letters with accents are composed first;
 * typographic quotes, dashes and a few letters that the alphabet does not have
 * become plain ones, and `folded`, which may be NULL, tells whether any did.
 * Everything else, control characters included, is an error that shows the
 * character. */
gchar *
mst_latin_from_utf8 (const gchar *text, gboolean *folded, GError **error);

/** The other way; `latin` ends with a zero byte. */
gchar *mst_latin_to_utf8 (const gchar *latin);

#endif /* MST_LATIN_H */
