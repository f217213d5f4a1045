/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * sheet.h - a disc as the text files that other programs and people read.
 *
 *   cue sheet   for burning, ripping and playing programs
 *   TOC file    of cdrdao
 *   PQ sheet    for the people at the press: every index with its time
 *
 * The first two are in ISO 8859-1, the alphabet of CD-Text, and lie beside the
 * image; the third is in UTF-8.
 */
#ifndef MST_SHEET_H
#define MST_SHEET_H

#include "disc.h"

/** A cue sheet on `image`, a raw little-endian file; NULL where a text has no
 * place in it. */
gchar *mst_cue_write (const MstDisc *disc, const gchar *image, GError **error);

/** The same for cdrdao. */
gchar *mst_toc_write (const MstDisc *disc, const gchar *image, GError **error);

/** The list of tracks, pauses, indexes and codes. */
gchar *mst_pq_sheet_write (const MstDisc *disc);

#endif /* MST_SHEET_H */
