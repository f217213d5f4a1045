/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "turn.h"

#include <math.h>

#include "dsp/common/vector/vectors.h"

#define EPSILON 1e-6
#define SLOWER 0.5 /* the pace of the rotation: half a turn is a long way */

void
mst_imager_turn_init (MstImagerTurn *self, double rate)
{
  self->share = mst_smooth_share (rate);
}

void
mst_imager_turn_set (MstImagerTurn *self, double balance, double rotation)
{
  self->balance.target = balance;
  self->rotation.target = rotation;
}

void
mst_imager_turn_settle (MstImagerTurn *self)
{
  mst_smooth_snap (&self->balance, self->balance.target);
  mst_smooth_snap (&self->rotation, self->rotation.target);
  self->turns = true; /* until the first line shows that it does not */
}

/* Turns by the angle, then lowers one channel. */
static void
find_matrix (const MstImagerTurn *self, double matrix[4])
{
  double angle = self->rotation.value * (M_PI / 180.0);
  double balance = self->balance.value;
  double left = balance > 0.0 ? 1.0 - balance : 1.0;
  double right = balance < 0.0 ? 1.0 + balance : 1.0;

  matrix[0] = left * cos (angle);
  matrix[1] = left * -sin (angle);
  matrix[2] = right * sin (angle);
  matrix[3] = right * cos (angle);
}

void
mst_imager_turn_advance (MstImagerTurn *self)
{
  bool settled = mst_smooth_settled (&self->balance) &&
      mst_smooth_settled (&self->rotation);
  double from[4], to[4];

  if (settled && !self->turns)
    return;
  find_matrix (self, from);
  mst_smooth_advance (&self->balance, self->share, EPSILON);
  mst_smooth_advance (&self->rotation, SLOWER * self->share, EPSILON);
  find_matrix (self, to);
  for (int i = 0; i < 4; i++)
    self->matrix[i] = mst_ramp_between (from[i], to[i]);
  self->turns =
      !settled || self->balance.value != 0.0 || self->rotation.value != 0.0;
}

static MST_VECTORS (void, turn,
    (const float *restrict m0, const float *restrict m1,
        const float *restrict m2, const float *restrict m3,
        float *restrict left, float *restrict right, int n),
    (m0, m1, m2, m3, left, right, n))
{
  for (int i = 0; i < n; i++) {
    float l = left[i], r = right[i];

    left[i] = m0[i] * l + m1[i] * r;
    right[i] = m2[i] * l + m3[i] * r;
  }
}

void
mst_imager_turn_run (const MstImagerTurn *self, float *left, float *right,
    int n, int at)
{
  float matrix[4][MST_GRID];

  if (!self->turns)
    return;
  for (int i = 0; i < 4; i++)
    mst_ramp_write (&self->matrix[i], matrix[i], n, at);
  turn (matrix[0], matrix[1], matrix[2], matrix[3], left, right, n);
}
