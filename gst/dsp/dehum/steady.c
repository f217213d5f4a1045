/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "steady.h"

#include <math.h>
#include <string.h>

#include "dsp/common/vector/vectors.h"

#define EDGE 4      /* numbers to either side that a weight looks at */
#define FLOOR 1e-13 /* power below which music is silent */
#define LEAST_SHARE                                                            \
  1e-3 /* of the power of the mean: a number's least error                     \
        */
#define DEPENDENT                                                              \
  3.0 /* numbers that follow each other are not independent:                   \
         so many count as one */
#define ROUNDS 4

void
mst_steady_lay_out (MstSteadyRoom *room, MstArena *arena, int most)
{
  room->distance =
      mst_arena_take (arena, most + 2 * EDGE, sizeof (*room->distance));
  room->smooth =
      mst_arena_take (arena, most + 2 * EDGE, sizeof (*room->smooth));
  room->weight = mst_arena_take (arena, most, sizeof (*room->weight));
}

/* out[i] = |(re, im) - mean|^2 */
static MST_VECTORS (void, distances,
    (double *restrict out, const double *restrict re, const double *restrict im,
        double mean_re, double mean_im, int n),
    (out, re, im, mean_re, mean_im, n))
{
  for (int i = 0; i < n; i++)
    out[i] = (re[i] - mean_re) * (re[i] - mean_re) +
        (im[i] - mean_im) * (im[i] - mean_im);
}

/* out[i] = the mean of x[i .. i + 4] */
static MST_VECTORS (void, box,
    (double *restrict out, const double *restrict x, int n), (out, x, n))
{
  for (int i = 0; i < n; i++)
    out[i] = 0.2 * (x[i] + x[i + 1] + x[i + 2] + x[i + 3] + x[i + 4]);
}

/* The distances from the mean, smoothed by a triangle of nine numbers, to
 * room->smooth[0 .. n - 1]. */
static void
measure (MstSteadyRoom *room, const double *re, const double *im,
    double mean_re, double mean_im, int n)
{
  double *x = room->distance;

  distances (x + EDGE, re, im, mean_re, mean_im, n);
  for (int i = 0; i < EDGE; i++) {
    x[i] = x[EDGE + (EDGE - i < n ? EDGE - i : n - 1)];
    x[EDGE + n + i] = x[EDGE + (n > i + 1 ? n - 2 - i : 0)];
  }
  box (room->smooth, x, n + 4);
  memcpy (x, room->smooth, (n + 4) * sizeof (*x));
  box (room->smooth, x, n);
}

static MST_VECTORS (void, invert,
    (double *restrict weight, const double *restrict x,
        const double *restrict sound, double least, int n),
    (weight, x, sound, least, n))
{
  for (int i = 0; i < n; i++)
    weight[i] = sound[i] / (x[i] + least);
}

static void
take_mean (MstSteady *self, const double *weight, const double *re,
    const double *im, int n)
{
  double re_sum = 0.0, im_sum = 0.0, sum = 0.0;

  for (int p = 0; p < MST_STEADY_PARTS; p++) {
    const int from = p * n / MST_STEADY_PARTS;
    const int to = (p + 1) * n / MST_STEADY_PARTS;
    double part_re = 0.0, part_im = 0.0, part = 1e-30;

    for (int i = from; i < to; i++) {
      part_re += weight[i] * re[i];
      part_im += weight[i] * im[i];
      part += weight[i];
    }
    self->part_re[p] = part_re / part;
    self->part_im[p] = part_im / part;
    self->part_error[p] = DEPENDENT / part;
    re_sum += part_re;
    im_sum += part_im;
    sum += part;
  }
  self->re = re_sum / sum;
  self->im = im_sum / sum;
  self->power = self->re * self->re + self->im * self->im;
  self->error = DEPENDENT / sum;
  self->share = fmax (0.0, 1.0 - 2.0 * self->error / fmax (self->power, 1e-30));
}

void
mst_steady_round (MstSteady *self, MstSteadyRoom *room, const double *re,
    const double *im, const double *sound, int n)
{
  measure (room, re, im, self->re, self->im, n);
  invert (room->weight, room->smooth, sound, FLOOR + LEAST_SHARE * self->power,
      n);
  take_mean (self, room->weight, re, im, n);
}

void
mst_steady_find (MstSteady *self, MstSteadyRoom *room, const double *re,
    const double *im, const double *sound, int n)
{
  measure (room, re, im, 0.0, 0.0, n);
  for (int i = 0; i < n; i++) {
    double power = room->smooth[i] + FLOOR;
    room->weight[i] = sound[i] / (power * sqrt (power));
  }
  take_mean (self, room->weight, re, im, n);
  for (int i = 0; i < ROUNDS; i++)
    mst_steady_round (self, room, re, im, sound, n);
}

void
mst_steady_agreement (const MstSteady *self, double *same, double *most)
{
  double error = 0.0;

  for (int p = 0; p < MST_STEADY_PARTS; p++)
    error = fmax (error, self->part_error[p]);
  for (int p = 0; p < MST_STEADY_PARTS; p++)
    for (int q = 0; q < p; q++) {
      const double a = self->part_re[p], b = self->part_im[p];
      const double c = self->part_re[q], d = self->part_im[q];

      *same += (a * c + b * d) / error;
      *most += 0.5 * (a * a + b * b + c * c + d * d) / error;
    }
}
