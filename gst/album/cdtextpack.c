/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cdtextpack.h"

#include <stddef.h>

/* The generator x^16 + x^12 + x^5 + 1, from 0, the result inverted. */
static guint16
crc (const MstCdTextPack *self)
{
  const guint8 *bytes = (const guint8 *) self;
  guint16 sum = 0;

  for (gsize i = 0; i < offsetof (MstCdTextPack, crc); i++) {
    sum ^= (guint16) (bytes[i] << 8);
    for (guint bit = 0; bit < 8; bit++)
      sum = (guint16) (sum & 0x8000 ? (sum << 1) ^ 0x1021 : sum << 1);
  }
  return (guint16) ~sum;
}

void
mst_cdtext_pack_seal (MstCdTextPack *self)
{
  guint16 sum = crc (self);

  self->crc[0] = (guint8) (sum >> 8);
  self->crc[1] = (guint8) sum;
}

gboolean
mst_cdtext_pack_is_whole (const MstCdTextPack *self)
{
  return crc (self) == (self->crc[0] << 8 | self->crc[1]);
}
