/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reverb/mixing.h - how the lines of the room feed each other, and the ears.
 */
#ifndef MST_REVERB_MIXING_H
#define MST_REVERB_MIXING_H

#include "delays.h"

/** Pairs of lines that are turned into each other. */
typedef struct {
  double phase, angle; /* of the swing, 0 .. 1; of the turn, on the line */
  bool turning;
  float cosine[MST_GRID], sine[MST_GRID];
} MstRoomTurn;

/** Forgets its phase. */
void mst_room_turn_reset (MstRoomTurn *self);

/** On a line of the grid: swings by `depth`, 0 to 1, and by `cycles` on to the
 * next line. */
void mst_room_turn_advance (MstRoomTurn *self, double depth, double cycles);

/** n frames of all lines, in place, from `at` frames behind a line on. */
void mst_room_turn_run (const MstRoomTurn *self,
    float x[MST_ROOM_LINES][MST_GRID], int n, int at);

/** Takes the outputs of the lines to the ears, mixes them by a matrix that
 * loses nothing, and adds the send: x is then the input of the lines. Frames
 * behind n, up to a multiple of 8, may be anything. All arrays begin where a
 * cache line does. */
void mst_room_scatter (float x[MST_ROOM_LINES][MST_GRID],
    const float send[2][MST_GRID], float *left, float *right, int n);

#endif /* MST_REVERB_MIXING_H */
