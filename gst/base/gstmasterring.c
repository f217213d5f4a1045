/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterring.h"

#include <string.h>

static gsize
bytes (const GstMasterRing *self, gint frames)
{
  return (gsize) frames * self->bpf;
}

gboolean
gst_master_ring_init (GstMasterRing *self, gint length, gint bpf)
{
  *self = (GstMasterRing){ .length = length, .bpf = bpf };
  self->data = g_try_malloc0_n ((gsize) length + 1, bpf);
  return self->data != NULL;
}

void
gst_master_ring_clear (GstMasterRing *self)
{
  g_clear_pointer (&self->data, g_free);
}

void
gst_master_ring_reset (GstMasterRing *self)
{
  memset (self->data, 0, bytes (self, self->length));
  self->start = 0;
}

void
gst_master_ring_push (GstMasterRing *self, const guint8 *in, gint n)
{
  gint piece = MIN (n, self->length - self->start);
  guint8 *oldest = self->data + bytes (self, self->start);

  if (in) {
    memcpy (oldest, in, bytes (self, piece));
    memcpy (self->data, in + bytes (self, piece), bytes (self, n - piece));
  } else {
    memset (oldest, 0, bytes (self, piece));
    memset (self->data, 0, bytes (self, n - piece));
  }
  self->start = (self->start + n) % self->length;
}

GstMasterRingPieces
gst_master_ring_peek (const GstMasterRing *self, gint left, gint n)
{
  gint start = (self->start + self->length - left) % self->length;
  gint piece = MIN (n, self->length - start);

  return (GstMasterRingPieces){
    .data = { self->data + bytes (self, start), self->data },
    .n = { piece, n - piece },
  };
}
