/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "residual.h"

#include <math.h>

#include <gst/audio/audio.h>

#define BLOCKS 10     /* a second */
#define WINDOW 30     /* blocks */
#define SILENCE 1e-10 /* mean power of a window: -100 dBFS */
#define FLOOR 1e-20   /* the residual that rounding to float leaves */
#define WORKS 1e-5    /* with less power than this, the limiter is at rest */
#define LEAST_PSR_DB 6.0
#define CHANGED 1e-6 /* less than this share is as good as nothing */
#define LEAST_BLOCKS (WINDOW / 2) /* a shorter end says nothing of PSR */

struct _MasterResidual {
  GQueue waiting; /* buffers that went in, and have not come out yet */
  gsize at;       /* samples of the first of them that have */
  gsize block;    /* samples; 0: the format is not known yet */
  gsize filled;   /* of the block */
  gsize channels;
  gdouble xx, xy, yy;
  gdouble x_power, x_peak, y_peak; /* of the window; peaks are squares */
  gdouble rest, power;             /* of the window, */
  guint blocks;                    /* and how many are in it */
  gdouble worst;                   /* ratio of powers */
  gdouble psr;                     /* dB: the most that is lacking */
  GArray *shares;                  /* of each window: rest over power */
};

/* The ratio of a peak to the power of a frame [dB]. */
static gdouble
get_psr (const MasterResidual *self, gdouble peak, gdouble power)
{
  const gdouble frames =
      (gdouble) self->block * self->blocks / (gdouble) MAX (self->channels, 1);

  return 10.0 * log10 (peak * frames / power);
}

static void
judge_psr (MasterResidual *self)
{
  gdouble before, after;

  if (!(self->rest > WORKS * self->power) || !(self->x_power > 0.0) ||
      self->blocks < LEAST_BLOCKS)
    return;
  before = get_psr (self, self->x_peak, self->x_power);
  after = get_psr (self, self->y_peak, self->power);
  self->psr = fmax (self->psr, fmin (before, LEAST_PSR_DB) - after);
}

static void
end_window (MasterResidual *self)
{
  gdouble samples = (gdouble) self->block * MAX (self->blocks, 1);
  gdouble share =
      self->power > SILENCE * samples ? self->rest / self->power : 0.0;

  if (self->shares)
    g_array_append_val (self->shares, share);
  if (self->power > SILENCE * samples) {
    self->worst = fmax (self->worst, fmax (share, FLOOR));
    judge_psr (self);
  }
  self->rest = self->power = 0.0;
  self->x_power = self->x_peak = self->y_peak = 0.0;
  self->blocks = 0;
}

/* sum (y - g x)^2 with that g. */
static void
end_block (MasterResidual *self)
{
  gdouble rest = self->yy;

  if (self->xx > 0.0)
    rest -= self->xy * self->xy / self->xx;
  self->rest += fmax (rest, 0.0);
  self->power += self->yy;
  self->x_power += self->xx;
  self->xx = self->xy = self->yy = 0.0;
  self->filled = 0;
  if (++self->blocks == WINDOW)
    end_window (self);
}

/* Four sums side by side, so that none waits for the one before. */
static void
add (MasterResidual *self, const gfloat *x, const gfloat *y, gsize n)
{
  gdouble xx[4] = { 0.0 }, xy[4] = { 0.0 }, yy[4] = { 0.0 };
  gfloat x_peak = 0.0f, y_peak = 0.0f;

  for (gsize i = 0; i < n; i++) {
    const gsize lane = i & 3;

    xx[lane] += (gdouble) x[i] * x[i];
    xy[lane] += (gdouble) x[i] * y[i];
    yy[lane] += (gdouble) y[i] * y[i];
    x_peak = MAX (x_peak, ABS (x[i]));
    y_peak = MAX (y_peak, ABS (y[i]));
  }
  self->x_peak = fmax (self->x_peak, (gdouble) x_peak * x_peak);
  self->y_peak = fmax (self->y_peak, (gdouble) y_peak * y_peak);
  self->xx += (xx[0] + xx[1]) + (xx[2] + xx[3]);
  self->xy += (xy[0] + xy[1]) + (xy[2] + xy[3]);
  self->yy += (yy[0] + yy[1]) + (yy[2] + yy[3]);
}

static void
compare_span (MasterResidual *self, const gfloat *x, const gfloat *y, gsize n)
{
  for (gsize i = 0, span; i < n; i += span) {
    span = MIN (n - i, self->block - self->filled);
    add (self, x + i, y + i, span);
    self->filled += span;
    if (self->filled == self->block)
      end_block (self);
  }
}

/* Compares y with the first buffer that waits, as far as that goes. Returns
 * how many samples it compared, which may be 0. */
static gsize
compare_first (MasterResidual *self, const gfloat *y, gsize n)
{
  GstBuffer *first = g_queue_peek_head (&self->waiting);
  GstMapInfo map;
  gsize span = 0;

  if (!first)
    return 0;
  if (gst_buffer_map (first, &map, GST_MAP_READ)) {
    span = MIN (n, map.size / sizeof (gfloat) - self->at);
    compare_span (self, (const gfloat *) map.data + self->at, y, span);
    self->at += span;
    gst_buffer_unmap (first, &map);
  }
  if (span < n) {
    gst_buffer_unref (g_queue_pop_head (&self->waiting));
    self->at = 0;
  }
  return span;
}

static void
set_format (MasterResidual *self, GstEvent *event)
{
  GstCaps *caps;
  GstAudioInfo info;

  gst_event_parse_caps (event, &caps);
  if (!gst_audio_info_from_caps (&info, caps) ||
      GST_AUDIO_INFO_FORMAT (&info) != GST_AUDIO_FORMAT_F32)
    return;
  self->channels = (gsize) info.channels;
  self->block = (gsize) MAX (info.rate / BLOCKS, 1) * self->channels;
}

static GstPadProbeReturn
take_input (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  MasterResidual *self = user_data;

  if (info->type & GST_PAD_PROBE_TYPE_BUFFER)
    g_queue_push_tail (&self->waiting,
        gst_buffer_ref (GST_PAD_PROBE_INFO_BUFFER (info)));
  else if (GST_EVENT_TYPE (GST_PAD_PROBE_INFO_EVENT (info)) == GST_EVENT_CAPS)
    set_format (self, GST_PAD_PROBE_INFO_EVENT (info));
  return GST_PAD_PROBE_OK;
}

static GstPadProbeReturn
take_output (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  MasterResidual *self = user_data;
  GstMapInfo map;

  if (self->block == 0 ||
      !gst_buffer_map (GST_PAD_PROBE_INFO_BUFFER (info), &map, GST_MAP_READ))
    return GST_PAD_PROBE_OK;
  for (gsize i = 0, n = map.size / sizeof (gfloat);
       i < n && !g_queue_is_empty (&self->waiting);)
    i += compare_first (self, (const gfloat *) map.data + i, n - i);
  gst_buffer_unmap (GST_PAD_PROBE_INFO_BUFFER (info), &map);
  return GST_PAD_PROBE_OK;
}

static void
clear (gpointer data)
{
  MasterResidual *self = data;

  g_queue_clear_full (&self->waiting, (GDestroyNotify) gst_buffer_unref);
  g_array_unref (self->shares);
}

static void
unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, clear);
}

MasterResidual *
master_residual_new (GstElement *element)
{
  MasterResidual *self = g_atomic_rc_box_new0 (MasterResidual);
  g_autoptr (GstPad) sink = gst_element_get_static_pad (element, "sink");
  g_autoptr (GstPad) src = gst_element_get_static_pad (element, "src");

  self->psr = -INFINITY;
  self->shares = g_array_new (FALSE, FALSE, sizeof (gdouble));
  gst_pad_add_probe (sink,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
      take_input, g_atomic_rc_box_acquire (self), unref);
  gst_pad_add_probe (src, GST_PAD_PROBE_TYPE_BUFFER, take_output,
      g_atomic_rc_box_acquire (self), unref);
  return self;
}

void
master_residual_unref (MasterResidual *self)
{
  if (self)
    unref (self);
}

MasterLimiting
master_residual_read (const MasterResidual *self)
{
  MasterResidual end = *self;

  end.shares = NULL;
  if (end.filled > 0)
    end_block (&end);
  end_window (&end);
  return (
      MasterLimiting){ .residual = 10.0 * log10 (end.worst), .psr = end.psr };
}

gdouble
master_residual_find_most (const MasterResidual *self, gdouble seconds)
{
  const guint wide = (guint) fmax (round (seconds * BLOCKS / WINDOW), 1.0);
  gdouble most = CHANGED, at = NAN;

  for (guint i = 0; i + wide <= self->shares->len; i++) {
    gdouble mean = 0.0;

    for (guint k = i; k < i + wide; k++)
      mean += g_array_index (self->shares, gdouble, k) / wide;
    if (mean > most) {
      most = mean;
      at = (gdouble) i * WINDOW / BLOCKS;
    }
  }
  return at;
}
