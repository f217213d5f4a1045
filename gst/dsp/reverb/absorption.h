/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reverb/absorption.h - the sound that the walls of the room take: a shelf of
 * first order at the end of each line.
 */
#ifndef MST_REVERB_ABSORPTION_H
#define MST_REVERB_ABSORPTION_H

#include "delays.h"

#define MST_ROOM_GROUPS (MST_ROOM_LINES / 4)

/** A value for each of four lines. */
typedef float MstRoomFour __attribute__ ((vector_size (16), may_alias));

/** y = b x + s, s' = c x - a s */
typedef struct {
  MstRoomFour b[MST_ROOM_GROUPS], c[MST_ROOM_GROUPS], a[MST_ROOM_GROUPS];
} MstRoomShelves;

typedef struct {
  MstRoomShelves line, step; /* on the line of the grid, and for each frame */
  MstRoomFour state[MST_ROOM_GROUPS];
  bool moving;
} MstRoomAbsorption;

/** How long the room sounds. */
typedef struct {
  double time;    /* T60 of low frequencies [s] */
  double damping; /* the share of it that high frequencies lose */
  double corner;  /* where half of that is lost [Hz] */
} MstRoomDecay;

/** Forgets what came in. */
void mst_room_absorption_clear (MstRoomAbsorption *self);

/** On a line of the grid: jumps to this decay. */
void mst_room_absorption_settle (MstRoomAbsorption *self,
    const MstRoomDelays *delays, const MstRoomDecay *decay);

/** On a line of the grid: goes to this decay by the next line, where it is
 * `due`; else it has arrived. */
void mst_room_absorption_advance (MstRoomAbsorption *self,
    const MstRoomDelays *delays, const MstRoomDecay *decay, bool due);

/** n frames of all lines, in place, from `at` frames behind a line on. */
void mst_room_absorption_run (MstRoomAbsorption *self,
    float x[MST_ROOM_LINES][MST_GRID], int n, int at);

#endif /* MST_REVERB_ABSORPTION_H */
