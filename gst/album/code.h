/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * code.h - the codes of a release: ISRC of a recording, EAN of the product.
 *
 * An ISRC (ISO 3901) has twelve characters: a prefix of two letters and three
 * letters or digits, a year of two digits, a designation of five. It has no
 * check digit. An EAN-13 has one; a UPC-A of twelve digits is an EAN-13 whose
 * first digit is 0.
 */
#ifndef MST_CODE_H
#define MST_CODE_H

#include <glib.h>

#define MST_ISRC_LENGTH 12
#define MST_EAN_LENGTH 13

/** Reads an ISRC as people write it: in lower case too, with or without dashes
 * and blanks. */
gboolean mst_isrc_parse (const gchar *text, gchar isrc[MST_ISRC_LENGTH + 1],
    GError **error);

/** Reads an EAN-13 or a UPC-A, with or without dashes and blanks. A wrong check
 * digit is an error that names the right one. */
gboolean mst_ean_parse (const gchar *text, gchar ean[MST_EAN_LENGTH + 1],
    GError **error);

#endif /* MST_CODE_H */
