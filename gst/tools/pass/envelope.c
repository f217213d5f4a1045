/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "envelope.h"

#include <math.h>

#include "ear.h"

#define MOST_CHANNELS 64

typedef struct {
  GArray *levels;
  gdouble seconds;
  guint channels;
  guint64 block, done; /* frames of a block, and of the one under way */
  gdouble power[MOST_CHANNELS];
} Envelope;

static void
end_block (Envelope *self)
{
  gdouble most = 0.0;
  gfloat level;

  for (guint c = 0; c < self->channels; c++) {
    most = fmax (most, self->power[c] / (gdouble) self->done);
    self->power[c] = 0.0;
  }
  level = most > 0.0 ? (gfloat) (10.0 * log10 (most)) : -INFINITY;
  g_array_append_val (self->levels, level);
  self->done = 0;
}

static void
hear (gpointer listener, const gfloat *x, gsize frames, guint channels)
{
  Envelope *self = listener;

  for (gsize i = 0; i < frames; i++, x += channels) {
    for (guint c = 0; c < channels; c++)
      self->power[c] += (gdouble) x[c] * x[c];
    if (++self->done == self->block)
      end_block (self);
  }
}

static void
begin (gpointer listener, guint channels, gint rate)
{
  Envelope *self = listener;

  self->channels = channels;
  self->block = MAX ((guint64) llround (self->seconds * rate), 1);
}

static void
end (gpointer listener)
{
  Envelope *self = listener;

  if (self->done > 0)
    end_block (self);
}

static void
envelope_free (gpointer data)
{
  Envelope *self = data;

  g_array_unref (self->levels);
  g_free (self);
}

void
master_envelope_listen (GstElement *element, gdouble seconds, GArray *levels)
{
  static const MasterEar ear = { MOST_CHANNELS, begin, hear, end,
    envelope_free };
  Envelope *self = g_new0 (Envelope, 1);

  self->levels = g_array_ref (levels);
  self->seconds = seconds;
  master_ear_put (element, &ear, self);
}
