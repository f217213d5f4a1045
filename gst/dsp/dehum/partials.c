/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "partials.h"

#include <math.h>
#include <string.h>

#include "dsp/common/fir/halfband.h"
#include "dsp/common/vector/vectors.h"

#define STEPS_A_SECOND 25.0
#define SLOW_HZ 3000.0 /* the least rate of the slow samples */
#define CUTOFF_HZ 1500.0
#define STOP_HZ 580.0 /* from the highest partial to what aliases there */
#define LOBE 4.2      /* rate / STOP_HZ times this: taps for 70 dB */
#define BETA 7.0
#define WINDOW_S 0.14 /* of a number: 14 Hz to either side */
#define SILENCE 1e-10 /* -100 dBFS: nothing was recorded there */
#define LANES 8

const double mst_dehum_bases[MST_DEHUM_BASES] = { 50.0, 60.0 };

/* sum a[i] b[i], in the same order whatever the vectors */
static MST_VECTORS (float, dot,
    (const float *restrict a, const float *restrict b, int n), (a, b, n))
{
  float sums[LANES] = { 0 }, sum = 0.0f;
  int i = 0;

  for (; i + LANES <= n; i += LANES)
    for (int k = 0; k < LANES; k++)
      sums[k] += a[i + k] * b[i + k];
  for (; i < n; i++)
    sums[0] += a[i] * b[i];
  for (int k = 0; k < LANES; k++)
    sum += sums[k];
  return sum;
}

/* --- life */

static int
width (const MstDehumPartials *self)
{
  return 2 * self->half + 1;
}

int
mst_dehum_partials_hop (const MstDehumPartials *self)
{
  return MST_DEHUM_HOP * self->step;
}

int
mst_dehum_partials_margin (const MstDehumPartials *self)
{
  return 2 * self->reach + 1 + self->decimation;
}

void
mst_dehum_partials_init (MstDehumPartials *self, const MstFormat *format,
    int past)
{
  const double lines = format->rate / STEPS_A_SECOND / MST_GRID;

  self->rate = format->rate;
  self->channels = format->channels;
  self->steps = past;
  self->step = MST_GRID * (int) fmax (lines + 0.5, 1.0);
  self->decimation = (int) fmax (format->rate / SLOW_HZ, 1.0);
  self->reach = (int) (LOBE / 2.0 * format->rate / STOP_HZ);
  self->half = (int) (WINDOW_S / 2.0 * format->rate / self->decimation);
  self->held = mst_dehum_partials_hop (self) / self->decimation + 1 +
      (MST_DEHUM_LAG + 1) * self->step / self->decimation + width (self);
}

void
mst_dehum_partials_lay_out (MstDehumPartials *self, MstArena *arena)
{
  const size_t kernels = (size_t) MST_DEHUM_BASES * MST_DEHUM_MOST;
  const size_t series = kernels * self->channels;

  self->taps =
      mst_arena_take (arena, 2 * self->reach + 1, sizeof (*self->taps));
  self->window = mst_arena_take (arena, width (self), sizeof (*self->window));
  self->cosines =
      mst_arena_take (arena, kernels * width (self), sizeof (*self->cosines));
  self->sines =
      mst_arena_take (arena, kernels * width (self), sizeof (*self->sines));
  self->re = mst_arena_take (arena, series * self->steps, sizeof (*self->re));
  self->im = mst_arena_take (arena, series * self->steps, sizeof (*self->im));
  for (int c = 0; c < self->channels; c++) {
    self->slow[c] = mst_arena_take (arena, self->held, sizeof (*self->slow[c]));
    self->rest[c] =
        mst_arena_take (arena, self->steps, sizeof (*self->rest[c]));
    self->sound[c] =
        mst_arena_take (arena, self->steps, sizeof (*self->sound[c]));
  }
}

static void
draw_low_pass (MstDehumPartials *self)
{
  double half[4096];
  int reach = self->reach < 4095 ? self->reach : 4095;

  mst_low_pass_design (half, reach, CUTOFF_HZ / self->rate, BETA);
  memset (self->taps, 0, (2 * self->reach + 1) * sizeof (*self->taps));
  for (int t = -reach; t <= reach; t++)
    self->taps[self->reach + t] = (float) half[t < 0 ? -t : t];
}

void
mst_dehum_partials_prepare (MstDehumPartials *self)
{
  const int n = width (self);
  double sum = 0.0;

  draw_low_pass (self);
  for (int i = 0; i < n; i++)
    sum += 0.5 - 0.5 * cos (2.0 * M_PI * (i + 1) / (n + 1));
  for (int i = 0; i < n; i++)
    self->window[i] =
        (float) ((0.5 - 0.5 * cos (2.0 * M_PI * (i + 1) / (n + 1))) / sum);
  for (int b = 0; b < MST_DEHUM_BASES; b++)
    for (int k = 0; k < MST_DEHUM_MOST; k++)
      for (int i = 0; i < n; i++) {
        int at = (b * MST_DEHUM_MOST + k) * n + i;
        double turn = 2.0 * M_PI * (k + 1) * mst_dehum_bases[b] *
            (i - self->half) * self->decimation / self->rate;
        self->cosines[at] = (float) (2.0 * self->window[i] * cos (turn));
        self->sines[at] = (float) (-2.0 * self->window[i] * sin (turn));
      }
}

void
mst_dehum_partials_reset (MstDehumPartials *self)
{
  self->known = 0;
  self->next_slow = self->end = -1; /* until the first hop */
}

/* --- steps */

/* The low-pass is late by `reach` frames. */
static void
slow_down (MstDehumPartials *self, const MstMend *mend, int64_t frame)
{
  const int hop = mst_dehum_partials_hop (self);
  const int64_t past = frame - self->next_slow * self->decimation;
  const int n = (int) ((past + self->decimation - 1) / self->decimation);
  const int past_taps = 2 * self->reach;

  for (int c = 0; c < self->channels; c++) {
    const float *x = mst_mend_input (mend, c, hop) + hop;

    memmove (self->slow[c], self->slow[c] + n,
        (self->held - n) * sizeof (**self->slow));
    for (int i = 0; i < n; i++)
      self->slow[c][self->held - n + i] = dot (self->taps,
          x - past + i * self->decimation - past_taps, past_taps + 1);
  }
  self->next_slow += n;
}

/* One number of each partial: of the slow samples about `middle`. */
static void
write_step (MstDehumPartials *self, int64_t middle, int at)
{
  const int n = width (self);
  const double seconds =
      ((double) middle * self->decimation - self->reach) / self->rate;
  const int first = self->held - (int) (self->next_slow - middle) - self->half;

  for (int b = 0; b < MST_DEHUM_BASES; b++)
    for (int k = 0; k < MST_DEHUM_MOST; k++) {
      const int kernel = (b * MST_DEHUM_MOST + k) * n;
      double cycles = (k + 1) * mst_dehum_bases[b] * seconds;
      double turn = 2.0 * M_PI * (cycles - floor (cycles));
      double u = cos (turn), v = -sin (turn);

      for (int c = 0; c < self->channels; c++) {
        const int to = mst_dehum_partials_at (self, b, c, k) + at;
        double re = dot (self->slow[c] + first, self->cosines + kernel, n);
        double im = dot (self->slow[c] + first, self->sines + kernel, n);
        self->re[to] = re * u - im * v;
        self->im[to] = re * v + im * u;
      }
    }
  for (int c = 0; c < self->channels; c++) {
    const float *x = self->slow[c] + first;
    self->rest[c][at] = dot (x, self->window, n);
    self->sound[c][at] = dot (x, x, n) > SILENCE * n;
  }
}

static void
make_room (MstDehumPartials *self)
{
  const int series = MST_DEHUM_BASES * self->channels * MST_DEHUM_MOST;
  const int kept = self->steps - MST_DEHUM_HOP;

  for (int s = 0; s < series; s++) {
    double *re = self->re + (size_t) s * self->steps;
    double *im = self->im + (size_t) s * self->steps;
    memmove (re, re + MST_DEHUM_HOP, kept * sizeof (*re));
    memmove (im, im + MST_DEHUM_HOP, kept * sizeof (*im));
  }
  for (int c = 0; c < self->channels; c++) {
    double *rest = self->rest[c], *sound = self->sound[c];
    memmove (rest, rest + MST_DEHUM_HOP, kept * sizeof (*rest));
    memmove (sound, sound + MST_DEHUM_HOP, kept * sizeof (*sound));
  }
}

void
mst_dehum_partials_take (MstDehumPartials *self, const MstMend *mend,
    int64_t frame)
{
  const bool first = self->end < 0;

  if (first) {
    int64_t from = frame - mst_dehum_partials_hop (self);
    self->next_slow = from / self->decimation;
    self->end = from / self->step - MST_DEHUM_LAG;
    for (int c = 0; c < self->channels; c++)
      memset (self->slow[c], 0, self->held * sizeof (**self->slow));
  }
  slow_down (self, mend, frame);
  make_room (self);
  for (int i = 0; i < MST_DEHUM_HOP; i++) {
    double middle = (double) (self->end + i) * self->step + self->reach;
    write_step (self, (int64_t) floor (middle / self->decimation + 0.5),
        self->steps - MST_DEHUM_HOP + i);
  }
  self->end += MST_DEHUM_HOP;
  self->known += MST_DEHUM_HOP - (first ? MST_DEHUM_LAG + 2 : 0);
  if (self->known > self->steps)
    self->known = self->steps;
}

double
mst_dehum_partials_response (const MstDehumPartials *self, double off)
{
  /* of Hann's window: sinc (x) / (1 - x^2) */
  double x = off * (width (self) + 1) * self->decimation / self->rate;

  if (fabs (x) < 1e-6)
    return 1.0;
  if (fabs (x) > 0.9)
    return mst_dehum_partials_response (self, 0.0);
  return sin (M_PI * x) / (M_PI * x) / (1.0 - x * x);
}
