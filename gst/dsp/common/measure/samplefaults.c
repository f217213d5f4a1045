/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "samplefaults.h"

#include <math.h>
#include <string.h>

#include "dsp/common/fir/magnitude.h"
#include "dsp/common/vector/vectors.h"
#include "dsp/stage.h"

#define SAME 1e-4f     /* of the extreme: two words of 16 bits are closer */
#define QUIETEST 0.01f /* -40 dBFS: what never passes it does not clip */
#define CLIPPED 3      /* samples in a row */
#define LANES 16
#define LINE MST_WORDS_LINE
#define LARGEST 128.0f /* whose words of 24 bits fit into 32 */

static const int lengths[] = { 8, 16, 20, 24 };

typedef float Lanes
    __attribute__ ((vector_size (LANES * sizeof (float)), aligned (4)));

/* Sums always in sixteen parts. */
static MST_VECTORS (double, sum_of, (const float *x, int n), (x, n))
{
  Lanes sums = { 0 };
  double sum = 0.0;

  for (int i = 0; i < n; i += LANES)
    sums += *(const Lanes *) (x + i);
  for (int k = 0; k < LANES; k++)
    sum += (double) sums[k];
  return sum;
}

static void
count_runs (MstWords *self, const float *x, int n)
{
  for (int i = 0; i < n; i++) {
    float magnitude = fabsf (x[i]);

    if (magnitude > self->extreme * (1.0f + SAME)) {
      self->runs = 0; /* those before were none at the extreme */
      self->run = 0;
    }
    self->extreme = magnitude > self->extreme ? magnitude : self->extreme;
    if (magnitude < self->extreme * (1.0f - SAME))
      self->run = 0;
    else if (self->run > 0 && fabsf (x[i] - self->last) <= SAME * self->extreme)
      self->runs += self->run < CLIPPED && ++self->run == CLIPPED;
    else
      self->run = 1;
    self->last = x[i];
  }
}

/* True if all are multiples of 1 / scale. */
static MST_VECTORS (int, are_words, (const float *x, int n, float scale),
    (x, n, scale))
{
  int odd = 0;

  for (int i = 0; i < n; i++) {
    float y = x[i] * scale;

    odd |= y != (float) (int32_t) y;
  }
  return !odd;
}

static void
check_words (MstWords *self, const float *x, int n, float peak)
{
  while (self->failed < (int) MST_N_ELEMENTS (lengths) &&
      (peak > LARGEST ||
          !are_words (x, n, (float) (1 << (lengths[self->failed] - 1)))))
    self->failed++;
}

void
mst_words_take (MstWords *self, const float *x, int n)
{
  float peak = mst_greatest (x, n);

  self->sum += sum_of (x, n);
  self->heard |= peak > 0.0f;
  check_words (self, x, n, peak);
  if (peak >= QUIETEST && peak >= self->extreme * (1.0f - SAME))
    count_runs (self, x, n);
  else
    self->run = 0;
}

/* Lines begin at multiples of their length, so that sums do not depend on the
 * blocks. */
void
mst_words_push (MstWords *self, const float *x, int n)
{
  int i = 0;

  if (self->held > 0) {
    i = n < LINE - self->held ? n : LINE - self->held;
    memcpy (self->line + self->held, x, (size_t) i * sizeof (float));
    self->held += i;
    if (self->held < LINE)
      return;
    mst_words_take (self, self->line, LINE);
    self->held = 0;
  }
  for (; i + LINE <= n; i += LINE)
    mst_words_take (self, x + i, LINE);
  self->held = n - i;
  memcpy (self->line, x + i, (size_t) self->held * sizeof (float));
}

void
mst_words_finish (MstWords *self)
{
  if (self->held == 0)
    return;
  memset (self->line + self->held, 0,
      (size_t) (LINE - self->held) * sizeof (float));
  mst_words_take (self, self->line, LINE);
  self->held = 0;
}

double
mst_words_sum (const MstWords *self)
{
  double sum = self->sum;

  for (int i = 0; i < self->held; i++)
    sum += (double) self->line[i];
  return sum;
}

double
mst_words_length (const MstWords *self)
{
  if (!self->heard)
    return 0.0;
  return self->failed < (int) MST_N_ELEMENTS (lengths) ? lengths[self->failed]
                                                       : 32.0;
}
