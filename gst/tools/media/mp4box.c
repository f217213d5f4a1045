/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mp4box.h"

#include <string.h>

void
master_mp4_put_be (GByteArray *out, guint64 value, guint n)
{
  for (guint i = n; i-- > 0;) {
    const guint8 byte = (guint8) (value >> 8 * i);

    g_byte_array_append (out, &byte, 1);
  }
}

guint
master_mp4_begin (GByteArray *out, const gchar *name)
{
  const guint begun = out->len;

  master_mp4_put_be (out, 0, 4);
  g_byte_array_append (out, (const guint8 *) name, 4);
  return begun;
}

/* The size of a box is known when it is full. */
void
master_mp4_end (GByteArray *out, guint begun)
{
  const guint32 size = GUINT32_TO_BE (out->len - begun);

  memcpy (out->data + begun, &size, 4);
}
