/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "aiff.h"

#include <math.h>

#include <gst/gst.h>

#define COMM_BYTES 18
#define SSND_BYTES 8 /* before the samples */
#define EXPONENT_BIAS 16383

static void
put (GByteArray *out, gconstpointer bytes, guint n)
{
  g_byte_array_append (out, bytes, n);
}

static void
put_be (GByteArray *out, guint64 value, guint n)
{
  for (guint i = n; i-- > 0;) {
    const guint8 byte = (guint8) (value >> 8 * i);
    put (out, &byte, 1);
  }
}

/* A positive number with 15 bits of exponent and 64 of mantissa, of which the
 * first is written. */
static void
put_extended (GByteArray *out, gdouble number)
{
  gint exponent;
  const gdouble mantissa = frexp (number, &exponent);

  put_be (out, (guint64) (exponent - 1 + EXPONENT_BIAS), 2);
  put_be (out, (guint64) ldexp (mantissa, 64), 8);
}

static guint64
sound_bytes (const MasterEncoding *encoding, guint64 frames)
{
  return frames * (guint64) (encoding->channels * encoding->bits / 8);
}

GByteArray *
master_aiff_make_head (const MasterEncoding *encoding, guint64 frames,
    guint64 tail)
{
  const guint64 sound = sound_bytes (encoding, frames);
  const guint64 form = 4 + 8 + COMM_BYTES + 8 + SSND_BYTES + sound + tail;
  GByteArray *out;

  if (form > G_MAXUINT32 || frames > G_MAXUINT32)
    return NULL;
  out = g_byte_array_new ();
  put (out, "FORM", 4);
  put_be (out, form, 4);
  put (out, "AIFFCOMM", 8);
  put_be (out, COMM_BYTES, 4);
  put_be (out, (guint64) encoding->channels, 2);
  put_be (out, frames, 4);
  put_be (out, (guint64) encoding->bits, 2);
  put_extended (out, encoding->rate);
  put (out, "SSND", 4);
  put_be (out, SSND_BYTES + sound, 4);
  put_be (out, 0, SSND_BYTES);
  return out;
}

GByteArray *
master_aiff_make_tail (const MasterEncoding *encoding, guint64 frames,
    const GByteArray *id3)
{
  GByteArray *out = g_byte_array_new ();

  if (sound_bytes (encoding, frames) & 1)
    put (out, "", 1);
  if (!id3)
    return out;
  put (out, "ID3 ", 4);
  put_be (out, id3->len, 4);
  put (out, id3->data, id3->len);
  if (id3->len & 1)
    put (out, "", 1);
  return out;
}
