/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mixing.h"

#include <math.h>

#include "dsp/common/vector/vectors.h"

#define LINES MST_ROOM_LINES
#define SPAN MST_GRID

/* Eight frames of a line. */
typedef float Eight __attribute__ ((vector_size (32), may_alias));

/* The signs of each line on its way in and to the ears. They are bent functions
 * (O. S. Rothaus, "On bent functions", 1976) of the bits of the line's number,
 * x0 x2 + x1 x3, x0 x1 + x2 x3, and that plus x3. These resemble the rows of
 * the matrix as little as can be, so that no line gets back what an ear has
 * heard; and those of the ears are orthogonal to each other. */
static const float signs_in[LINES] = { 1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1,
  1, -1, -1, 1 };
static const float signs_left[LINES] = { 1, 1, 1, -1, 1, 1, 1, -1, 1, 1, 1, -1,
  -1, -1, -1, 1 };
static const float signs_right[LINES] = { 1, 1, 1, -1, 1, 1, 1, -1, -1, -1, -1,
  1, 1, 1, 1, -1 };

void
mst_room_turn_reset (MstRoomTurn *self)
{
  self->phase = self->angle = 0.0;
  self->turning = false;
}

/* S. J. Schlecht, E. A. P. Habets, "Time-varying feedback matrices in feedback
 * delay networks and their application in artificial reverberation", JASA 138
 * (3), 2015: pairs of lines are turned into each other by an angle that
 * swings, which loses nothing and moves no pitch. Between the lines of the grid
 * cosine and sine go straight, on the chord: shorter by less than 1e-6. */
void
mst_room_turn_advance (MstRoomTurn *self, double depth, double cycles)
{
  double from = self->angle, c0, s0, c1, s1;

  self->turning = depth > 0.0 || from != 0.0;
  if (!self->turning)
    return;
  self->phase += cycles;
  self->phase -= floor (self->phase);
  self->angle = depth * (M_PI / 4) * sin (2 * M_PI * self->phase);
  c0 = cos (from), s0 = sin (from);
  c1 = cos (self->angle), s1 = sin (self->angle);
  for (int i = 0; i < SPAN; i++) {
    double t = (i + 1) / (double) SPAN;
    self->cosine[i] = (float) (c0 + t * (c1 - c0));
    self->sine[i] = (float) (s0 + t * (s1 - s0));
  }
}

/* Lines l and l + LINES / 2 are turned, every other pair the other way. */
static MST_VECTORS (void, turn,
    (float (*restrict x)[SPAN], const float *restrict cosine,
        const float *restrict sine, int n),
    (x, cosine, sine, n))
{
  for (int l = 0; l < LINES / 2; l++) {
    float *restrict p = x[l], *restrict q = x[l + LINES / 2];
    float sign = l % 2 ? -1.0f : 1.0f;

    for (int i = 0; i < n; i++) {
      float u = p[i], v = q[i], s = sign * sine[i];
      p[i] = cosine[i] * u - s * v;
      q[i] = s * u + cosine[i] * v;
    }
  }
}

void
mst_room_turn_run (const MstRoomTurn *self, float x[MST_ROOM_LINES][MST_GRID],
    int n, int at)
{
  if (self->turning)
    turn (x, self->cosine + at, self->sine + at, n);
}

/* The matrix is Hadamard's over sqrt (LINES). Eight frames go at once. */
static MST_VECTORS (void, scatter,
    (float (*x)[SPAN], const float (*send)[SPAN], float *left, float *right,
        int n),
    (x, send, left, right, n))
{
  for (int i = 0; i < n; i += 8) {
    Eight v[LINES], ear[2] = { { 0 }, { 0 } };

#pragma GCC unroll 16
    for (int l = 0; l < LINES; l++) {
      v[l] = *(const Eight *) &x[l][i];
      ear[0] += signs_left[l] * v[l];
      ear[1] += signs_right[l] * v[l];
    }
    *(Eight *) &left[i] = ear[0];
    *(Eight *) &right[i] = ear[1];
#pragma GCC unroll 4
    for (int stride = 1; stride < LINES; stride *= 2)
#pragma GCC unroll 16
      for (int l = 0; l < LINES; l++)
        if (!(l & stride)) {
          Eight u = v[l], w = v[l + stride];
          v[l] = u + w;
          v[l + stride] = u - w;
        }
#pragma GCC unroll 16
    for (int l = 0; l < LINES; l++)
      *(Eight *) &x[l][i] =
          0.25f * v[l] + signs_in[l] * *(const Eight *) &send[l % 2][i];
  }
}

void
mst_room_scatter (float x[MST_ROOM_LINES][MST_GRID],
    const float send[2][MST_GRID], float *left, float *right, int n)
{
  scatter (x, send, left, right, n);
}
