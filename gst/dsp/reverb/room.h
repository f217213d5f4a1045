/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reverb/room.h - the room of the reverb: a feedback delay network.
 *
 * Two channels go in, two come out, both wet. Time, damping and modulation
 * glide; size and pre-delay fade over from one set of delays to the next. All
 * is done in spans within MST_GRID frames. Each delay is longer than that, so
 * that a whole span of a line is known before it is needed.
 */
#ifndef MST_REVERB_ROOM_H
#define MST_REVERB_ROOM_H

#include <stdbool.h>

#include "dsp/common/time/smooth.h"
#include "table.h"

typedef struct {
  double time;     /* T60 below the damping [s] */
  double damping;  /* the share of it that the top loses, 0 .. 0.9 */
  double corner;   /* where half of that is lost [Hz] */
  double size;     /* ms */
  double predelay; /* ms */
  double depth;    /* of the modulation, 0 .. 1 */
  double rate;     /* of the modulation, Hz */
} MstRoomSettings;

typedef struct MstRoom MstRoom;

/** NULL when memory runs out. `rate` in frames a second. */
MstRoom *mst_room_new (double rate);
void mst_room_free (MstRoom *self);

/** Goes to these settings. */
void mst_room_set (MstRoom *self, const MstRoomSettings *settings);

/** Makes it silent, and jumps to where it was set. */
void mst_room_settle (MstRoom *self);

/** Makes it silent. */
void mst_room_clear (MstRoom *self);

/** On a line of the grid: moves on for the next MST_GRID frames. */
void mst_room_advance (MstRoom *self, double share);

/** Runs n frames from `at` frames behind a line on; out = the echoes of in.
 * True if something above MST_ROOM_FLOOR was still under way; that is only
 * looked for if `listen`, and else taken for true. */
bool mst_room_run (MstRoom *self, const float *const in[2], float *const out[2],
    int n, int at, bool listen);

#define MST_ROOM_FLOOR 1e-9f /* -180 dBFS */

/** The gain that makes the reverberation of noise as strong as the noise
 * itself. */
double mst_room_norm (const MstRoom *self);

/** After so many frames of silence, everything in the room has passed
 * mst_room_run() once. */
int mst_room_memory (const MstRoom *self);

#endif /* MST_REVERB_ROOM_H */
