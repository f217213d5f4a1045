/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * report.h - what has become of an album: a page for a browser, the same as
 * JSON, and what the album asked of its songs on the terminal.
 */
#ifndef MASTER_ALBUM_REPORT_H
#define MASTER_ALBUM_REPORT_H

#include "release.h"

/** Returns the data of the page, while the tree still grows:
 *
 *   title, subtitle, made   strings
 *   verdict  [[whether it is good, text] ...]
 *   hz       the middles of the thirds of an octave
 *   songs    [{number, title, seconds, before, after, moves: [text]}]; before
 *            and after are {loudness, range, peak, plr, side, tone, spectrum}
 *   joins    [{name, how, sound: base64 of Ogg Opus}]
 *   formats  [{kind, where, target, checks}]
 *   sheets   [{name, text}]
 *
 * NULL, with an error, where a joint cannot be heard. */
JsonObject *master_album_report (MasterRunner *runner, const MasterTree *tree,
    const MasterPrepared *prepared, const MasterReleased *songs,
    GError **error);

/** Prints what the album asked of each song. */
void master_album_explain (const MasterPrepared *prepared);

#endif /* MASTER_ALBUM_REPORT_H */
