/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "levels.h"

#include <math.h>
#include <string.h>

#include "ear.h"

#define KEY "master-levels"
/* The hash of Fowler, Noll and Vo (FNV-1a, 64 bits), over whole samples. */
#define CHECKSUM_START 0xcbf29ce484222325u
#define CHECKSUM_FACTOR 0x100000001b3u
#define MOST_CHANNELS 64

typedef struct {
  guint channels;
  gdouble power[MOST_CHANNELS];
  guint64 frames, checksum;
} Levels;

static void
begin (gpointer listener, guint channels, gint rate)
{
  Levels *self = listener;

  self->channels = channels;
}

static guint64
add_samples (guint64 checksum, const gfloat *x, gsize samples)
{
  for (gsize i = 0; i < samples; i++) {
    guint32 bits;

    memcpy (&bits, &x[i], sizeof (bits));
    checksum = (checksum ^ bits) * CHECKSUM_FACTOR;
  }
  return checksum;
}

static void
hear (gpointer listener, const gfloat *x, gsize frames, guint channels)
{
  Levels *self = listener;
  const gsize samples = frames * channels;

  for (gsize c = 0; c < channels; c++) {
    gdouble sum = 0.0;

    for (gsize i = c; i < samples; i += channels)
      sum += (gdouble) x[i] * x[i];
    self->power[c] += sum;
  }
  self->frames += frames;
  self->checksum = add_samples (self->checksum, x, samples);
}

void
master_levels_listen (GstElement *element)
{
  static const MasterEar ear = { .most_channels = MOST_CHANNELS,
    .begin = begin,
    .hear = hear };
  Levels *levels = g_new0 (Levels, 1);

  levels->checksum = CHECKSUM_START;
  g_object_set_data_full (G_OBJECT (element), KEY, levels, g_free);
  master_ear_put (element, &ear, levels);
}

void
master_levels_read (GstElement *element, gdouble levels[MASTER_LEVELS],
    guint64 *checksum)
{
  const Levels *self = g_object_get_data (G_OBJECT (element), KEY);

  for (guint c = 0; c < MASTER_LEVELS; c++)
    levels[c] = self && c < self->channels && self->frames > 0
        ? 10.0 * log10 (self->power[c] / (gdouble) self->frames)
        : -INFINITY;
  *checksum = self ? self->checksum : 0;
}
