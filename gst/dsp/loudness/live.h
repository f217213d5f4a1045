/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * loudness/live.h - the gain that levels a programme which nobody has heard
 * yet.
 *
 * It works on ticks of 10 ms: it takes the K-weighted power of a tick, and
 * gives the gain at the end of the tick that leaves now, `lookahead` ticks
 * behind. It sees no samples. docs/stages/loudness.md tells how it decides.
 */
#ifndef MST_LOUDNESS_LIVE_H
#define MST_LOUDNESS_LIVE_H

typedef struct MstLoudnessLive MstLoudnessLive;

/** Settings that may change from tick to tick. */
typedef struct {
  double target;          /* LUFS */
  double window;          /* s: the present loudness is measured over it */
  double max_gain;        /* dB */
  double max_attenuation; /* dB, >= 0 */
  double freeze_below;    /* LUFS */
} MstLoudnessLiveSettings;

/** `lookahead` >= 0 ticks. NULL when memory runs out. */
MstLoudnessLive *mst_loudness_live_new (int lookahead);
void mst_loudness_live_free (MstLoudnessLive *self);
void mst_loudness_live_reset (MstLoudnessLive *self);

/** Forgets the audio, and keeps the programme and the gain. */
void mst_loudness_live_flush (MstLoudnessLive *self);

/** The gain [dB] at the end of the last tick. */
double mst_loudness_live_gain (const MstLoudnessLive *self);

/** The next tick that comes in has a weighted mean power of `power`. Returns
 * the gain [dB] at the end of the tick after the one that leaves. */
double mst_loudness_live_tick (MstLoudnessLive *self,
    const MstLoudnessLiveSettings *settings, double power);

/** The present loudness of the input [LUFS]; -infinity before there is any. */
double mst_loudness_live_input (const MstLoudnessLive *self);

/** The gated loudness of what has left [LUFS]; -infinity before there is any.
 */
double mst_loudness_live_output (const MstLoudnessLive *self);

#endif /* MST_LOUDNESS_LIVE_H */
