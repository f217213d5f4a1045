/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * beside.h - songs side by side, as the page of several songs draws them.
 *
 *   number, title, seconds
 *   before, after   {loudness [LUFS], range [LU], peak [dBTP], plr, side, tone
 *                   [dB], spectrum: thirds less the loudness [dB]}
 *   moves           [text]
 *
 * A song that was not made has no `after`. Side and tone are those of
 * album/cohesion.h, of all songs together.
 */
#ifndef MASTER_BESIDE_H
#define MASTER_BESIDE_H

#include <json-glib/json-glib.h>

#include "album/cohesion.h"
#include "tools/pass/measure.h"

typedef struct {
  const MasterMeasurement *measured; /* NULL: there is nothing */
  const GstStructure *analysis;      /* or NULL */
} MasterBesideSide;

typedef struct {
  const gchar *title;
  gdouble seconds;
  MasterBesideSide before, after;
  const GPtrArray *moves; /* strings; or NULL */
} MasterBeside;

/** Returns the rows of n songs. */
JsonArray *master_beside_new (const MasterBeside *songs, guint n);

/** Returns the frequencies of their spectra [Hz]. */
JsonArray *master_beside_new_hz (void);

/** Returns what is compared of a song. */
MstCohesionSong master_beside_song (const MasterMeasurement *measured,
    const GstStructure *analysis);

/** Adds a promise to the head of a page, and whether it is kept. */
void
master_beside_add_verdict (JsonArray *array, gboolean good, const gchar *text);

#endif /* MASTER_BESIDE_H */
