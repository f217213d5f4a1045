/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "delay.h"

#include <stdlib.h>
#include <string.h>

#include "arena.h"

struct MstDelay {
  int frames;
  int channels;
  int position; /* of the oldest frame, in every ring */
  float *rings; /* channels x frames */
};

MstDelay *
mst_delay_new (int frames, int channels)
{
  MstDelay *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->frames = frames;
  self->channels = channels;
  self->rings = mst_object_new ((size_t) frames * channels * sizeof (float));
  if (!self->rings) {
    free (self);
    return NULL;
  }
  return self;
}

int
mst_delay_frames (const MstDelay *self)
{
  return self->frames;
}

void
mst_delay_free (MstDelay *self)
{
  if (!self)
    return;
  free (self->rings);
  free (self);
}

void
mst_delay_reset (MstDelay *self)
{
  self->position = 0;
  memset (self->rings, 0,
      (size_t) self->frames * self->channels * sizeof (float));
}

/* Swaps n <= ring size samples: what was in the ring goes out, `in` goes in. */
static void
swap_span (float *ring, const float *in, float *out, int n)
{
  for (int i = 0; i < n; i++) {
    float fresh = in[i];
    out[i] = ring[i];
    ring[i] = fresh;
  }
}

void
mst_delay_process (MstDelay *self, const float *const in[], float *const out[],
    int n)
{
  for (int done = 0, span; done < n; done += span) {
    if (self->frames == 0) {
      span = n;
      for (int c = 0; c < self->channels; c++)
        if (in[c] != out[c])
          memcpy (out[c], in[c], (size_t) n * sizeof (float));
      continue;
    }
    span = self->frames - self->position;
    if (span > n - done)
      span = n - done;
    for (int c = 0; c < self->channels; c++)
      swap_span (self->rings + (size_t) c * self->frames + self->position,
          in[c] + done, out[c] + done, span);
    self->position = (self->position + span) % self->frames;
  }
}
