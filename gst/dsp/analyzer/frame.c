/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "frame.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/vector/product.h"
#include "dsp/common/vector/vectors.h"

/* The number of arrays of `bins` numbers that a reset clears: those of the two
 * rings and of the transform are two each. */
enum { N_WHOLE = 4, N_HALF = 9, N_CLEARED = 2 * N_WHOLE + N_HALF, N_SUMS = 3 };

/* A full sum of |X|^2 / n is the energy in the window, whose squares add up to
 * n / 2; half of it is in the other half of the spectrum. */
static void
fill_window (MstAnalyzerFrame *self)
{
  for (int i = 0; i < self->n; i++)
    self->window[i] =
        (float) (2.0 / self->n * sin (M_PI * (i + 0.5) / self->n));
}

static void
lay_out (void *object, MstArena *arena)
{
  MstAnalyzerFrame *self = object;
  size_t bins = (size_t) self->bins;

  self->window = mst_arena_take (arena, (size_t) self->n, sizeof (float));
  self->cleared = mst_arena_take (arena, N_CLEARED * bins, sizeof (float));
  self->sums = mst_arena_take (arena, N_SUMS * bins, sizeof (double));
}

/* Cuts up what lies in one piece, so that one loop can go over all of it. */
static void
hand_out (MstAnalyzerFrame *self)
{
  float **whole[N_WHOLE] = { &self->ring_mid, &self->ring_side, &self->re,
    &self->im };
  float **half[N_HALF] = { &self->mid_re, &self->mid_im, &self->side_re,
    &self->side_im, &self->mid, &self->side, &self->part_mid, &self->part_side,
    &self->part_cross };
  float *at = self->cleared;

  for (int i = 0; i < N_WHOLE; i++, at += self->n)
    *whole[i] = at;
  for (int i = 0; i < N_HALF; i++, at += self->bins)
    *half[i] = at;
  self->sum_mid = self->sums;
  self->sum_side = self->sums + self->bins;
  self->sum_cross = self->sums + 2 * self->bins;
}

bool
mst_analyzer_frame_init (MstAnalyzerFrame *self, int n)
{
  self->n = n;
  self->hop = n / 2;
  self->bins = n / 2;
  self->fft = mst_fft_new (n);
  self->memory = mst_arena_new (lay_out, self);
  if (!self->fft || !self->memory)
    return false;
  hand_out (self);
  mst_analyzer_frame_reset (self);
  fill_window (self);
  return true;
}

void
mst_analyzer_frame_clear (MstAnalyzerFrame *self)
{
  mst_fft_free (self->fft);
  free (self->memory);
}

void
mst_analyzer_frame_reset (MstAnalyzerFrame *self)
{
  size_t bins = (size_t) self->bins;

  self->count = 0;
  memset (self->cleared, 0, N_CLEARED * bins * sizeof (float));
  memset (self->sums, 0, N_SUMS * bins * sizeof (double));
}

/* The oldest hop is the one behind the newest. */
static void
load (MstAnalyzerFrame *self)
{
  for (int i = 0; i < 2; i++) {
    int from = (int) ((self->count + 1 + i) % 2) * self->hop;
    int to = i * self->hop;

    mst_product (self->re + to, self->ring_mid + from, self->window + to,
        self->hop);
    mst_product (self->im + to, self->ring_side + from, self->window + to,
        self->hop);
  }
}

/* Z = M + i S, so that M[k] = (Z[k] + conj Z[n - k]) / 2 and
 * S[k] = (Z[k] - conj Z[n - k]) / 2i. */
static MST_VECTORS (void, part, (MstAnalyzerFrame *restrict self), (self))
{
  int n = self->n, bins = self->bins;
  const float *re = self->re, *im = self->im;
  float *mr = self->mid_re, *mi = self->mid_im;
  float *sr = self->side_re, *si = self->side_im;
  float *mid = self->mid, *side = self->side;
  float *part_mid = self->part_mid, *part_side = self->part_side;
  float *part_cross = self->part_cross;

  MST_INDEPENDENT
  for (int k = 1; k < bins; k++) {
    float a = re[k], b = im[k], c = re[n - k], d = im[n - k];
    float m_re = 0.5f * (a + c), m_im = 0.5f * (b - d);
    float s_re = 0.5f * (b + d), s_im = 0.5f * (c - a);
    float m = m_re * m_re + m_im * m_im, s = s_re * s_re + s_im * s_im;

    mr[k] = m_re, mi[k] = m_im;
    sr[k] = s_re, si[k] = s_im;
    mid[k] = m, side[k] = s;
    part_mid[k] += m;
    part_side[k] += s;
    part_cross[k] += m_re * s_re + m_im * s_im;
  }
  /* Nothing is at a negative frequency of 0 Hz. */
  mid[0] = 0.5f * re[0] * re[0];
  side[0] = 0.5f * im[0] * im[0];
  mr[0] = re[0], sr[0] = im[0];
  part_mid[0] += mid[0];
  part_side[0] += side[0];
  part_cross[0] += 0.5f * re[0] * im[0];
}

void
mst_analyzer_frame_push (MstAnalyzerFrame *self, const float *mid,
    const float *side)
{
  size_t at = (size_t) (self->count % 2) * self->hop;

  memcpy (self->ring_mid + at, mid, (size_t) self->hop * sizeof (float));
  memcpy (self->ring_side + at, side, (size_t) self->hop * sizeof (float));
  load (self);
  mst_fft_forward (self->fft, self->re, self->im);
  part (self);
  self->count++;
  if (self->count % MST_ANALYZER_FLUSH == 0)
    mst_analyzer_frame_settle (self);
}

void
mst_analyzer_frame_settle (MstAnalyzerFrame *self)
{
  int n = N_SUMS * self->bins;
  float *part_of = self->part_mid; /* the three lie behind each other */

  for (int i = 0; i < n; i++) {
    self->sums[i] += (double) part_of[i];
    part_of[i] = 0.0f;
  }
}

double
mst_analyzer_frame_between (const MstAnalyzerFrame *self, const double *sums,
    double from, double to)
{
  double start = fmax (0.0, from + 0.5);
  double end = fmin (self->bins - 1e-9, to + 0.5);
  int first = (int) start, last = (int) end;
  double sum = 0.0;

  if (end <= start)
    return 0.0;
  for (int k = first; k < last; k++)
    sum += sums[k];
  return sum - sums[first] * (start - first) + sums[last] * (end - last);
}
