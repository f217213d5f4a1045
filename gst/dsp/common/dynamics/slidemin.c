/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The least of 1, of 4, of 16, ... values are kept, each made of the one before
 * by the minimum of four. Any window is then the union of up to four of the
 * longest that fits into it. A window of 800 takes 18 minima a value, which is
 * more than the 3 of an ascending queue (Lemire 2006); but there is no branch
 * to mispredict, and a vector does eight or sixteen values at once.
 */
#include "slidemin.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/time/history.h"
#include "dsp/common/vector/vectors.h"

#define MAX_LEVELS 15

struct MstSlideMin {
  int n_levels;
  MstHistory levels[MAX_LEVELS]; /* [k]: least of 4^k, bits of floats */
  void *memory;                  /* holds them */
};

/* Non-negative floats order as their bits do. */
static inline int32_t
lesser (int32_t a, int32_t b)
{
  return a < b ? a : b;
}

/* d[i] = the least of s[i], s[i - a], s[i - b], s[i - c]. `d` may be of
 * any type of four bytes. */
static MST_VECTORS (void, least_of_four,
    (void *restrict d, const int32_t *restrict s, int a, int b, int c, int n),
    (d, s, a, b, c, n))
{
  for (int i = 0; i < n; i++) {
    int32_t least =
        lesser (lesser (s[i], s[i - a]), lesser (s[i - b], s[i - c]));
    memcpy ((char *) d + sizeof (least) * i, &least, sizeof (least));
  }
}

static void
lay_out (void *object, MstArena *arena)
{
  MstSlideMin *self = object;

  for (int k = 0, step = 1; k < self->n_levels; k++, step *= 4)
    mst_history_take (&self->levels[k], arena, 3 * step, MST_SLIDE_MIN_BLOCK,
        sizeof (int32_t));
}

MstSlideMin *
mst_slide_min_new (int longest)
{
  MstSlideMin *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->n_levels = 1;
  for (int step = 4; step <= longest; step *= 4)
    self->n_levels++;
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory) {
    mst_slide_min_free (self);
    return NULL;
  }
  mst_slide_min_reset (self);
  return self;
}

void
mst_slide_min_free (MstSlideMin *self)
{
  if (!self)
    return;
  free (self->memory);
  free (self);
}

void
mst_slide_min_copy (MstSlideMin *self, const MstSlideMin *from)
{
  for (int k = 0; k < self->n_levels; k++)
    mst_history_copy (&self->levels[k], &from->levels[k]);
}

void
mst_slide_min_reset (MstSlideMin *self)
{
  for (int k = 0; k < self->n_levels; k++) {
    MstHistory *level = &self->levels[k];
    int32_t *data = (int32_t *) level->data;
    level->at = level->past;
    for (int i = 0; i < level->past; i++)
      data[i] = INT32_MAX;
  }
}

void
mst_slide_min_push (MstSlideMin *self, const float *in, int n)
{
  int32_t *from = mst_history_room (&self->levels[0], n);

  memcpy (from, in, n * sizeof (float));
  for (int k = 1, step = 1; k < self->n_levels; k++, step *= 4) {
    int32_t *to = mst_history_room (&self->levels[k], n);
    least_of_four (to, from, step, 2 * step, 3 * step, n);
    from = to;
  }
}

void
mst_slide_min_read (const MstSlideMin *self, int window, float *out, int n)
{
  int k = 0, step = 1;

  while (4 * step <= window) {
    step *= 4;
    k++;
  }
  int last = window - step;
  least_of_four (out, mst_history_last (&self->levels[k], n),
      step < last ? step : last, 2 * step < last ? 2 * step : last, last, n);
}
