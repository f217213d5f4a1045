/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager/turn.h - balance and rotation: left and right by a matrix.
 */
#ifndef MST_IMAGER_TURN_H
#define MST_IMAGER_TURN_H

#include "dsp/common/time/ramp.h"

typedef struct {
  double share;
  MstSmooth balance, rotation; /* rotation in degrees */
  MstRamp matrix[4];           /* left from left and right, right from both */
  bool turns;                  /* else the matrix changes nothing */
} MstImagerTurn;

void mst_imager_turn_init (MstImagerTurn *self, double rate);

/** Goes to this balance and this rotation [degrees]. */
void mst_imager_turn_set (MstImagerTurn *self, double balance, double rotation);

/** Jumps to where it was set. */
void mst_imager_turn_settle (MstImagerTurn *self);

/** On a line of the grid. */
void mst_imager_turn_advance (MstImagerTurn *self);

/** n <= MST_GRID frames in place, from `at` frames behind a line on. */
void mst_imager_turn_run (const MstImagerTurn *self, float *left, float *right,
    int n, int at);

#endif /* MST_IMAGER_TURN_H */
