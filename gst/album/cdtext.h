/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * cdtext.h - CD-Text: the packs in which a disc holds titles and names.
 *
 * A pack has 18 bytes:
 *
 *   0      type: 0x80 title, 0x81 performer ... (MstDiscText), 0x8e codes, 0x8f
 *          sizes
 *   1      track to which the text at byte 4 belongs; 0 is the disc
 *   2      number of the pack
 *   3      characters of that text that earlier packs held, 15 at most; the
 *          upper bits hold the block (the language), which here is the first
 *   4..15  text
 *   16..17 CRC of the bytes before: x^16 + x^12 + x^5 + 1, inverted
 *
 * The texts of a type follow one another, each with a zero byte at its end: the
 * disc's, then that of every track. Three packs of sizes come last.
 *
 * Source: the text file cdtext.txt of libburn, after Sony's documents and
 * MMC-3.
 */
#ifndef MST_CDTEXT_H
#define MST_CDTEXT_H

#include "disc.h"

#define MST_CDTEXT_PACK 18 /* bytes */
/** A block numbers its packs in a byte, and three hold sizes. */
#define MST_CDTEXT_MAX_PACKS 253
/** Players cut longer texts off [bytes, with the zero at the end]. */
#define MST_CDTEXT_LONGEST 160

/** The packs of a disc's texts; `packs` becomes NULL where it has none. With
 * `codes` the product code and the ISRCs stand in them, too, where there are
 * any. */
gboolean mst_cdtext_write (const MstDisc *disc, gboolean codes, GBytes **packs,
    GError **error);

/** Appends all that is wrong with the texts of a disc to `faults`, and each
 * text whose letters are folded to plain ones to `notices`; arrays of strings.
 */
void mst_cdtext_find_faults (const MstDisc *disc, gboolean codes,
    GPtrArray *faults, GPtrArray *notices);

/** Puts the texts of the first block into a disc whose tracks are there. What
 * is not as above is an error. */
gboolean mst_cdtext_read (GBytes *packs, MstDisc *disc, GError **error);

#endif /* MST_CDTEXT_H */
