/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * The ascending minima: a value that a later one undercuts can never be the
 * least again, so only an ascending queue is kept, whose head is the answer.
 * Each value enters and leaves once, whatever the window (Lemire, Streaming
 * maximum-minimum filter using no more than three comparisons per element,
 * 2006).
 */
#include "common/slidemin.h"

#include <stdint.h>
#include <stdlib.h>

typedef struct {
  float value;
  uint32_t time;
} Entry;

struct MstSlideMin {
  uint32_t window;
  uint32_t mask;
  uint32_t now;        /* counts values; may wrap */
  uint32_t head, tail; /* of the queue; masked for the ring */
  Entry *ring;
};

MstSlideMin *
mst_slide_min_new (int window)
{
  MstSlideMin *self = calloc (1, sizeof (*self));
  uint32_t size = 1;

  if (!self)
    return NULL;
  while (size < (uint32_t) window + 1)
    size *= 2;
  self->window = window;
  self->mask = size - 1;
  self->ring = calloc (size, sizeof (Entry));
  if (!self->ring) {
    free (self);
    return NULL;
  }
  return self;
}

void
mst_slide_min_free (MstSlideMin *self)
{
  if (!self)
    return;
  free (self->ring);
  free (self);
}

void
mst_slide_min_reset (MstSlideMin *self)
{
  self->now = self->head = self->tail = 0;
}

void
mst_slide_min_process (MstSlideMin *self, const float *in, float *out, int n)
{
  Entry *ring = self->ring;
  uint32_t mask = self->mask, head = self->head, tail = self->tail;

  for (int i = 0; i < n; i++) {
    float value = in[i];
    while (tail != head && ring[(tail - 1) & mask].value >= value)
      tail--;
    ring[tail++ & mask] = (Entry){ value, self->now };
    if (self->now - ring[head & mask].time >= self->window)
      head++;
    out[i] = ring[head & mask].value;
    self->now++;
  }
  self->head = head;
  self->tail = tail;
}
