/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "absorption.h"

#include <math.h>
#include <string.h>

#define SPAN MST_GRID
#define GROUPS MST_ROOM_GROUPS

typedef MstRoomFour Four;
typedef float FourAnywhere
    __attribute__ ((vector_size (16), may_alias, aligned (4)));

void
mst_room_absorption_clear (MstRoomAbsorption *self)
{
  memset (self->state, 0, sizeof (self->state));
}

/* J.-M. Jot, A. Chaigne, "Digital delay networks for designing artificial
 * reverberators", AES 90th Convention, 1991: what passes m frames is to lose
 * 60 dB m / (T60 rate). Here a gain does that for the time at the bottom, and a
 * shelf of first order, by the bilinear transform, for what the top loses more;
 * at its corner it has half of its dB, so that 1 / T60 there is half-way too.
 */
static void
design (MstRoomShelves *shelves, const MstRoomDelays *delays,
    const MstRoomDecay *decay)
{
  double rate = delays->rate, damping = decay->damping;
  double k = tan (M_PI * fmin (decay->corner, 0.45 * rate) / rate);

  for (int l = 0; l < MST_ROOM_LINES; l++) {
    double passes = 3.0 * M_LN10 * mst_room_delays_length (delays, l) /
        (decay->time * rate);
    double gain = exp (-passes);
    double r = exp (-0.5 * passes * damping / (1.0 - damping));
    double b = gain * (k + r) / (k + 1 / r), b1 = gain * (k - r) / (k + 1 / r);
    double a = (k - 1 / r) / (k + 1 / r);

    shelves->b[l / 4][l % 4] = (float) b;
    shelves->c[l / 4][l % 4] = (float) (b1 - a * b);
    shelves->a[l / 4][l % 4] = (float) a;
  }
}

void
mst_room_absorption_settle (MstRoomAbsorption *self,
    const MstRoomDelays *delays, const MstRoomDecay *decay)
{
  design (&self->line, delays, decay);
  self->moving = false;
}

static void
take_steps (MstRoomAbsorption *self)
{
  for (int g = 0; g < GROUPS; g++) {
    self->line.b[g] += self->step.b[g] * (float) SPAN;
    self->line.c[g] += self->step.c[g] * (float) SPAN;
    self->line.a[g] += self->step.a[g] * (float) SPAN;
  }
}

static void
head_for (MstRoomAbsorption *self, const MstRoomShelves *to)
{
  for (int g = 0; g < GROUPS; g++) {
    self->step.b[g] = (to->b[g] - self->line.b[g]) / (float) SPAN;
    self->step.c[g] = (to->c[g] - self->line.c[g]) / (float) SPAN;
    self->step.a[g] = (to->a[g] - self->line.a[g]) / (float) SPAN;
  }
}

void
mst_room_absorption_advance (MstRoomAbsorption *self,
    const MstRoomDelays *delays, const MstRoomDecay *decay, bool due)
{
  MstRoomShelves to;

  if (self->moving)
    take_steps (self);
  if (due || self->moving) {
    design (&to, delays, decay);
    if (due)
      head_for (self, &to);
    else
      self->line = to; /* it has arrived, without a rounding error */
  }
  self->moving = due;
}

/* --- frames */

static inline __attribute__ ((always_inline)) void
transpose (Four r[4])
{
  Four a = __builtin_shufflevector (r[0], r[1], 0, 4, 1, 5);
  Four b = __builtin_shufflevector (r[0], r[1], 2, 6, 3, 7);
  Four c = __builtin_shufflevector (r[2], r[3], 0, 4, 1, 5);
  Four d = __builtin_shufflevector (r[2], r[3], 2, 6, 3, 7);

  r[0] = __builtin_shufflevector (a, c, 0, 1, 4, 5);
  r[1] = __builtin_shufflevector (a, c, 2, 3, 6, 7);
  r[2] = __builtin_shufflevector (b, d, 0, 1, 4, 5);
  r[3] = __builtin_shufflevector (b, d, 2, 3, 6, 7);
}

/* The frames i .. i + count - 1, count <= 4, of four lines, a lane each. */
static inline __attribute__ ((always_inline)) void
run_four (MstRoomAbsorption *self, float (*x)[SPAN], const bool moving,
    int group, int i, int count, int at)
{
  float (*rows)[SPAN] = x + 4 * group;
  Four s = self->state[group], b = self->line.b[group];
  Four c = self->line.c[group], a = self->line.a[group];
  Four frame[4];

  for (int k = 0; k < 4; k++)
    frame[k] = *(const FourAnywhere *) &rows[k][i];
  transpose (frame);
  for (int k = 0; k < count; k++) {
    Four in = frame[k];

    if (moving) {
      float t = (float) (at + i + k + 1);
      b = self->line.b[group] + self->step.b[group] * t;
      c = self->line.c[group] + self->step.c[group] * t;
      a = self->line.a[group] + self->step.a[group] * t;
    }
    frame[k] = b * in + s;
    s = c * in - a * s;
  }
  transpose (frame);
  for (int k = 0; k < 4; k++)
    *(FourAnywhere *) &rows[k][i] = frame[k];
  self->state[group] = s;
}

static inline __attribute__ ((always_inline)) void
run_all (MstRoomAbsorption *self, float (*x)[SPAN], const bool moving, int n,
    int at)
{
  int i = 0;

  for (; i + 4 <= n; i += 4)
#pragma GCC unroll 4
    for (int g = 0; g < GROUPS; g++)
      run_four (self, x, moving, g, i, 4, at);
  for (int g = 0; i < n && g < GROUPS; g++)
    run_four (self, x, moving, g, i, n - i, at);
}

void
mst_room_absorption_run (MstRoomAbsorption *self,
    float x[MST_ROOM_LINES][MST_GRID], int n, int at)
{
  if (self->moving)
    run_all (self, x, true, n, at);
  else
    run_all (self, x, false, n, at);
}
