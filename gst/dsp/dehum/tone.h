/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dehum/tone.h - the hum as it sounds, from what is known of it.
 */
#ifndef MST_DEHUM_TONE_H
#define MST_DEHUM_TONE_H

#include "track.h"

/** The partials of one channel, as they are taken out. */
typedef struct {
  float re[MST_DEHUM_MOST], im[MST_DEHUM_MOST];
} MstDehumTone;

/** Writes to planes[c][0 .. MST_GRID - 1] the hum of the frames from `frame` (a
 * line of the grid) on, times how much of it is heard there. tones[c] is that
 * of a channel. */
void mst_dehum_tone_write (const MstDehumTrack *track,
    const MstDehumTone *tones, int64_t frame, float *const planes[]);

#endif /* MST_DEHUM_TONE_H */
