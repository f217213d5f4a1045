/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "id3frames.h"

#include <string.h>

#include "tools/pass/boxes.h"
#include "tools/pass/mpeg.h"

gboolean
master_id3_next_frame (const guint8 *frames, gsize size, guint8 version,
    gsize *at, MasterId3Frame *frame)
{
  const guint8 *bytes = frames + *at;
  gsize length;

  if (*at + MASTER_ID3_HEADER > size)
    return FALSE;
  length = version == 4 ? master_mpeg_get_synchsafe (bytes + 4)
                        : (gsize) master_get_be (bytes + 4, 4);
  if (length == 0 || length > size - *at - MASTER_ID3_HEADER)
    return FALSE;
  *frame = (MasterId3Frame){ bytes, MASTER_ID3_HEADER + length };
  *at += MASTER_ID3_HEADER + length;
  return TRUE;
}

gboolean
master_id3_is_called (const MasterId3Frame *frame, const gchar *name)
{
  return memcmp (frame->bytes, name, 4) == 0;
}

void
master_id3_put_frame (GByteArray *tag, const gchar *name,
    const GByteArray *body)
{
  guint8 header[MASTER_ID3_HEADER] = { 0 };

  memcpy (header, name, 4);
  /* Four times 7 bits. */
  for (gint i = 0; i < 4; i++)
    header[4 + i] = (guint8) (body->len >> 7 * (3 - i) & 0x7f);
  g_byte_array_append (tag, header, MASTER_ID3_HEADER);
  g_byte_array_append (tag, body->data, body->len);
}
