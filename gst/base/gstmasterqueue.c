/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterqueue.h"

#define SMALLEST 8192 /* frames */

void
gst_master_queue_clear (GstMasterQueue *self)
{
  g_free (self->memory);
  *self = (GstMasterQueue){ 0 };
}

void
gst_master_queue_reset (GstMasterQueue *self)
{
  self->start = self->fill = 0;
}

void
gst_master_queue_set_format (GstMasterQueue *self, const GstAudioInfo *info)
{
  GstMasterView view = { 0 };

  gst_master_view_init (&view, info);
  if (self->all.parts == view.parts && self->all.unit == view.unit)
    return;
  gst_master_queue_clear (self);
  self->all = view;
}

/* Copies the oldest n frames. */
static void
copy_out (const GstMasterQueue *self, const GstMasterView *out, gsize n)
{
  gsize piece = MIN (n, self->size - self->start);
  GstMasterView oldest = gst_master_view_from (&self->all, self->start);
  GstMasterView rest = gst_master_view_from (out, piece);

  gst_master_view_copy (out, &oldest, piece);
  gst_master_view_copy (&rest, &self->all, n - piece);
}

static void
grow (GstMasterQueue *self, gsize wanted)
{
  gsize size = MAX (self->size, SMALLEST);
  GstMasterView all = self->all;
  guint8 *memory;

  while (size < wanted)
    size *= 2;
  memory = g_malloc (size * gst_master_view_frame_bytes (&all));
  gst_master_view_place (&all, memory, size);
  if (self->fill > 0)
    copy_out (self, &all, self->fill);
  g_free (self->memory);
  self->memory = memory;
  self->all = all;
  self->size = size;
  self->start = 0;
}

void
gst_master_queue_push (GstMasterQueue *self, const GstMasterView *in, gsize n)
{
  GstMasterView end, rest;
  gsize at, piece;

  if (n == 0)
    return;
  if (self->fill + n > self->size)
    grow (self, self->fill + n);
  at = (self->start + self->fill) % self->size;
  piece = MIN (n, self->size - at);
  end = gst_master_view_from (&self->all, at);
  gst_master_view_copy (&end, in, piece);
  if (in)
    rest = gst_master_view_from (in, piece);
  gst_master_view_copy (&self->all, in ? &rest : NULL, n - piece);
  self->fill += n;
}

void
gst_master_queue_pop (GstMasterQueue *self, const GstMasterView *out, gsize n)
{
  if (n == 0)
    return;
  if (out)
    copy_out (self, out, n);
  self->start = (self->start + n) % self->size;
  self->fill -= n;
}
