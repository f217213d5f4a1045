/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * loudmatch.h - the gain that keeps the loudness, for a fair comparison.
 *
 * Both ends of a stage are measured after ITU-R BS.1770 (K-weighted mean
 * square, windows of 400 ms), and the gain makes the two alike over some
 * seconds. Before anything has been heard, and at once when a setting changes,
 * it is the gain that the stage expects; the music then corrects it. Silence
 * teaches nothing.
 */
#ifndef MST_LOUDMATCH_H
#define MST_LOUDMATCH_H

#include "dsp/stage.h"

typedef struct MstLoudMatch MstLoudMatch;

/** For a stage that is late by `latency` frames; its input is heard as late.
 * NULL when memory runs out. */
MstLoudMatch *mst_loudmatch_new (const MstFormat *format, int latency);
void mst_loudmatch_free (MstLoudMatch *self);

/** Forgets the music, but not the change that is expected. */
void mst_loudmatch_reset (MstLoudMatch *self);

/** Forgets the audio of the last windows, not what was learnt from it. */
void mst_loudmatch_flush (MstLoudMatch *self);

/** The stage believes that it changes the loudness by so much [LU]. */
void mst_loudmatch_expect (MstLoudMatch *self, double change);

/** The most frames that the next calls may take: 1 or more. */
int mst_loudmatch_left (const MstLoudMatch *self);

/** Hear n <= mst_loudmatch_left() finite frames before the stage, and after it,
 * in this order. */
void
mst_loudmatch_before (MstLoudMatch *self, const float *const planes[], int n);
void
mst_loudmatch_after (MstLoudMatch *self, const float *const planes[], int n);

/** The gain [dB] that makes up for the stage: at most 24 dB either way. */
double mst_loudmatch_gain (const MstLoudMatch *self);

#endif /* MST_LOUDMATCH_H */
