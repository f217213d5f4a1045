/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * trim.h - where the sound of a file begins and ends, for "trim": "auto".
 *
 * Nothing that belongs to the music may go. At the head only what is at the
 * level of the file's own noise is left out, and at most what is under -70
 * dBFS. At the tail a reverb goes on falling long after it is under everything
 * else: only what is under -90 dBFS and has dropped 10 dB under the line on
 * which the sound decays is silence.
 */
#ifndef MST_TRIM_H
#define MST_TRIM_H

#include <glib.h>

/** How long a block of an envelope is [s]. */
#define MST_TRIM_BLOCK 0.01

/** The part of a file that is sound [s]. */
typedef struct {
  gdouble from;
  gdouble to;
} MstSound;

/** The sound in an envelope: the level of each block [dBFS], of the loudest
 * channel; -INFINITY for digital silence. All is sound where none is found. */
MstSound mst_trim_find (const GArray *envelope);

#endif /* MST_TRIM_H */
