/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterring.h"

gboolean
gst_master_ring_init (GstMasterRing *self, gint length,
    const GstAudioInfo *info)
{
  *self = (GstMasterRing){ .length = length };
  gst_master_view_init (&self->all, info);
  self->memory = g_try_malloc0_n ((gsize) length + 1,
      gst_master_view_frame_bytes (&self->all));
  gst_master_view_place (&self->all, self->memory, length);
  return self->memory != NULL;
}

void
gst_master_ring_clear (GstMasterRing *self)
{
  g_clear_pointer (&self->memory, g_free);
}

void
gst_master_ring_reset (GstMasterRing *self)
{
  gst_master_view_copy (&self->all, NULL, self->length);
  self->start = 0;
}

void
gst_master_ring_push (GstMasterRing *self, const GstMasterView *in, gint n)
{
  gint piece = MIN (n, self->length - self->start);
  GstMasterView oldest = gst_master_view_from (&self->all, self->start);

  gst_master_view_copy (&oldest, in, piece);
  if (in && piece < n) {
    GstMasterView rest = gst_master_view_from (in, piece);
    gst_master_view_copy (&self->all, &rest, n - piece);
  } else {
    gst_master_view_copy (&self->all, NULL, n - piece);
  }
  self->start = (self->start + n) % self->length;
}

GstMasterRingPieces
gst_master_ring_peek (const GstMasterRing *self, gint left, gint n)
{
  gint start = (self->start + self->length - left) % self->length;
  gint piece = MIN (n, self->length - start);

  return (GstMasterRingPieces){
    .view = { gst_master_view_from (&self->all, start), self->all },
    .n = { piece, n - piece },
  };
}
