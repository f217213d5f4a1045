/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterview.h"

#include <string.h>

#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/planes.h"

#define WIDE ((gint) sizeof (gdouble))

static gboolean
is_planar (const GstAudioInfo *info)
{
  return GST_AUDIO_INFO_LAYOUT (info) == GST_AUDIO_LAYOUT_NON_INTERLEAVED;
}

/* --- views */

void
gst_master_view_init (GstMasterView *self, const GstAudioInfo *info)
{
  gint channels = GST_AUDIO_INFO_CHANNELS (info);
  gint width = GST_AUDIO_INFO_WIDTH (info) / 8;

  self->channels = channels;
  self->width = width;
  self->parts = is_planar (info) ? channels : 1;
  self->unit = is_planar (info) ? width : channels * width;
}

void
gst_master_view_place (GstMasterView *self, guint8 *memory, gsize n)
{
  for (gint i = 0; i < self->parts; i++)
    self->data[i] = memory ? memory + i * n * self->unit : NULL;
}

void
gst_master_view_advance (GstMasterView *self, gsize n)
{
  for (gint i = 0; n > 0 && i < self->parts; i++)
    self->data[i] += n * self->unit;
}

void
gst_master_view_copy (const GstMasterView *to, const GstMasterView *from,
    gsize n)
{
  for (gint i = 0; n > 0 && i < to->parts; i++)
    if (from)
      memcpy (to->data[i], from->data[i], n * to->unit);
    else
      memset (to->data[i], 0, n * to->unit);
}

static guint8 *
sample_at (const GstMasterView *self, gint channel, gint i)
{
  return self->parts == 1
      ? self->data[0] + (gsize) i * self->unit + channel * self->width
      : self->data[channel] + (gsize) i * self->unit;
}

gdouble
gst_master_view_get (const GstMasterView *self, gint channel, gint i)
{
  gdouble sample;

  memcpy (&sample, sample_at (self, channel, i), WIDE);
  return sample;
}

void
gst_master_view_put (const GstMasterView *self, gint channel, gint i,
    gdouble sample)
{
  memcpy (sample_at (self, channel, i), &sample, WIDE);
}

/* --- views and planes */

void
gst_master_view_load (const GstMasterView *self, gfloat *const planes[],
    gint channels, gint at, gint n)
{
  gfloat *here[MST_MAX_CHANNELS];

  if (n == 0) /* there may be no memory */
    return;
  for (gint c = 0; c < channels; c++)
    here[c] = planes[c] + at;
  if (!self)
    for (gint c = 0; c < channels; c++)
      memset (here[c], 0, n * sizeof (gfloat));
  else if (self->width == WIDE)
    for (gint c = 0; c < channels; c++)
      mst_planes_narrow (here[c], sample_at (self, c, 0), self->unit, n);
  else if (self->parts == 1)
    mst_planes_load (here, self->data[0], channels, n);
  else
    for (gint c = 0; c < channels; c++)
      memcpy (here[c], self->data[c], n * sizeof (gfloat));
}

void
gst_master_view_store (const GstMasterView *self, gfloat *const planes[],
    gint n)
{
  if (n == 0)
    return;
  if (self->width == WIDE)
    for (gint c = 0; c < self->channels; c++)
      mst_planes_widen (planes[c], sample_at (self, c, 0), self->unit, n);
  else if (self->parts == 1)
    mst_planes_store ((const gfloat *const *) planes, self->data[0],
        self->channels, n);
  else
    for (gint c = 0; c < self->channels; c++)
      memcpy (self->data[c], planes[c], n * sizeof (gfloat));
}

void
gst_master_view_store_beside (const GstMasterView *self, gfloat *const planes[],
    const GstMasterView *input, gint n)
{
  for (gint c = 0; c < self->channels; c++)
    for (gint i = 0; i < n; i++) {
      gdouble x = gst_master_view_get (input, c, i);
      gfloat y = planes[c][i];
      gst_master_view_put (self, c, i, y == (gfloat) x ? x : y);
    }
}

void
gst_master_view_sanitize (const GstMasterView *self, gint n)
{
  gint samples = n * (self->channels / self->parts);

  for (gint i = 0; i < self->parts; i++) {
    gfloat *floats = (gfloat *) (void *) self->data[i];
    if (self->width == WIDE)
      mst_planes_sanitize_f64 (self->data[i], samples);
    else
      mst_sanitize (&floats, 1, samples);
  }
}

gboolean
gst_master_view_is_aligned (const GstMasterView *self)
{
  for (gint i = 0; i < self->parts; i++)
    if ((guintptr) self->data[i] % sizeof (gfloat) != 0)
      return FALSE;
  return TRUE;
}

/* --- buffers */

guint64
gst_master_view_count (const GstAudioInfo *info, GstBuffer *buffer)
{
  const GstAudioMeta *meta =
      is_planar (info) ? gst_buffer_get_audio_meta (buffer) : NULL;

  return meta ? meta->samples
              : gst_buffer_get_size (buffer) / GST_AUDIO_INFO_BPF (info);
}

gboolean
gst_master_view_fits (const GstAudioInfo *info, GstBuffer *buffer)
{
  const GstAudioMeta *meta;

  if (!is_planar (info))
    return TRUE;
  meta = gst_buffer_get_audio_meta (buffer);
  return meta && is_planar (&meta->info) &&
      GST_AUDIO_INFO_FORMAT (&meta->info) == GST_AUDIO_INFO_FORMAT (info) &&
      GST_AUDIO_INFO_CHANNELS (&meta->info) == GST_AUDIO_INFO_CHANNELS (info) &&
      meta->samples <= gst_buffer_get_size (buffer) / GST_AUDIO_INFO_BPF (info);
}

/* Interleaved buffers are mapped as they are, whatever their meta says. */
gboolean
gst_master_view_map (GstMasterMapped *self, const GstAudioInfo *info,
    GstBuffer *buffer, GstMapFlags flags)
{
  const GstAudioMeta *meta;

  gst_master_view_init (&self->view, info);
  self->buffer = buffer;
  self->planar = is_planar (info);
  if (!self->planar) {
    if (!gst_buffer_map (buffer, &self->map, flags))
      return FALSE;
    self->view.data[0] = self->map.data;
    return TRUE;
  }
  meta = gst_buffer_get_audio_meta (buffer);
  if (!meta ||
      !gst_audio_buffer_map (&self->planes, &meta->info, buffer, flags))
    return FALSE;
  for (gint c = 0; c < self->view.parts; c++)
    self->view.data[c] = self->planes.planes[c];
  return TRUE;
}

void
gst_master_view_unmap (GstMasterMapped *self)
{
  if (self->planar)
    gst_audio_buffer_unmap (&self->planes);
  else
    gst_buffer_unmap (self->buffer, &self->map);
}

GstBuffer *
gst_master_view_new_buffer (const GstAudioInfo *info, gsize n)
{
  GstBuffer *buffer =
      gst_buffer_new_allocate (NULL, n * GST_AUDIO_INFO_BPF (info), NULL);

  if (is_planar (info))
    gst_buffer_add_audio_meta (buffer, info, n, NULL);
  return buffer;
}

void
gst_master_view_relabel (const GstAudioInfo *info, GstBuffer *buffer, gsize n)
{
  GstAudioMeta *meta = gst_buffer_get_audio_meta (buffer);

  if (meta)
    meta->info = *info;
  if (!is_planar (info))
    gst_buffer_set_size (buffer, (gssize) (n * GST_AUDIO_INFO_BPF (info)));
}
