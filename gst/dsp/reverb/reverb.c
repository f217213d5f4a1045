/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "reverb.h"

#include <stdlib.h>

#include "chamber.h"
#include "dsp/common/layout/layout.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/kernels.h"

/* A pair, or a channel without a partner. */
typedef struct {
  MstChamber *chamber;
  int first; /* of its channels, in the order of the layout */
} Part;

typedef struct {
  int channels;
  MstLayout layout;
  int n_parts;
  Part parts[MST_MAX_CHANNELS];
} Reverb;

static void
reverb_set (void *object, const double *values)
{
  Reverb *self = object;

  for (int i = 0; i < self->n_parts; i++)
    mst_chamber_set (self->parts[i].chamber, values);
}

static void
reverb_reset (void *object)
{
  Reverb *self = object;

  for (int i = 0; i < self->n_parts; i++)
    mst_chamber_reset (self->parts[i].chamber);
}

static void
reverb_free (void *object)
{
  Reverb *self = object;

  if (!self)
    return;
  for (int i = 0; i < self->n_parts; i++)
    mst_chamber_free (self->parts[i].chamber);
  free (self);
}

static bool
make_part (Reverb *self, int first, double rate, const double *values)
{
  const int channels = first < 2 * self->layout.pairs ? 2 : 1;
  MstChamber *chamber = mst_chamber_new (rate, channels, values);

  if (chamber)
    self->parts[self->n_parts++] = (Part){ chamber, first };
  return chamber != NULL;
}

static void *
reverb_new (const MstFormat *format, const double *values)
{
  Reverb *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->channels = format->channels;
  mst_layout_find (&self->layout, format);
  for (int i = 0; i < self->channels; i++)
    if ((i % 2 == 0 || i >= 2 * self->layout.pairs) &&
        !mst_layout_is_lfe (format, self->layout.order[i]) &&
        !make_part (self, i, format->rate, values)) {
      reverb_free (self);
      return NULL;
    }
  return self;
}

static int
reverb_latency (const void *object)
{
  return 0;
}

/* All parts are set alike. */
static int
reverb_tail (const void *object)
{
  const Reverb *self = object;

  return self->n_parts > 0 ? mst_chamber_tail (self->parts[0].chamber) : 0;
}

static void
reverb_process (void *object, float *const planes[], int n)
{
  Reverb *self = object;
  float *sorted[MST_MAX_CHANNELS];

  mst_sanitize (planes, self->channels, n);
  mst_layout_sort (&self->layout, planes, sorted);
  for (int i = 0; i < self->n_parts; i++)
    mst_chamber_process (self->parts[i].chamber, sorted + self->parts[i].first,
        n);
}

static int
reverb_idle (const void *object)
{
  const Reverb *self = object;

  for (int i = 0; i < self->n_parts; i++)
    if (!mst_chamber_is_idle (self->parts[i].chamber))
      return 0;
  return 1;
}

static void
reverb_skip (void *object, uint64_t frames)
{
  Reverb *self = object;

  for (int i = 0; i < self->n_parts; i++)
    mst_chamber_skip (self->parts[i].chamber, frames);
}

const MstStage mst_stage_reverb = {
  .name = "reverb",
  .title = "Mastering reverb",
  .klass = "Filter/Effect/Audio",
  .blurb = "Puts the master into a small room",
  .params = mst_reverb_params,
  .n_params = MST_REVERB_N_PARAMS,
  .new = reverb_new,
  .set = reverb_set,
  .latency = reverb_latency,
  .tail = reverb_tail,
  .process = reverb_process,
  .idle = reverb_idle,
  .skip = reverb_skip,
  .reset = reverb_reset,
  .free = reverb_free,
};
