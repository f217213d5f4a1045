/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "bext.h"

#include <string.h>

/* The fields that are filled in, by their places. */
#define BYTES 602
#define DESCRIPTION 0
#define ORIGINATOR 256
#define REFERENCE 288
#define DATE 320
#define TIME 330
#define VERSION_AT 346
#define LOUDNESS 412
#define N_LOUDNESS 5
#define UNKNOWN 0x7fff

static void
put_field (guint8 *field, gsize size, const gchar *text)
{
  g_autofree gchar *ascii = text ? g_str_to_ascii (text, "C") : g_strdup ("");

  memcpy (field, ascii, MIN (strlen (ascii), size));
}

/* EBU Tech 3285 supplement R98: what was done to the sound. */
static gchar *
new_history (const MasterEncoding *encoding)
{
  g_autofree gchar *mode = encoding->channels == 1 ? g_strdup ("mono")
      : encoding->channels == 2                    ? g_strdup ("stereo")
                                                   : g_strdup ("multitrack");

  return g_strdup_printf ("A=PCM,F=%d,W=%d,M=%s,T=gst-master-1.0 " VERSION
                          "\r\n",
      encoding->rate, encoding->bits > 0 ? encoding->bits : 32, mode);
}

GByteArray *
master_bext_make (const MasterBext *self, const MasterEncoding *encoding)
{
  GByteArray *out = g_byte_array_new ();
  g_autofree gchar *history = new_history (encoding);
  guint8 fields[BYTES] = { 0 };

  put_field (fields + DESCRIPTION, ORIGINATOR - DESCRIPTION, self->description);
  put_field (fields + ORIGINATOR, REFERENCE - ORIGINATOR,
      "gst-master-1.0 " VERSION);
  put_field (fields + REFERENCE, DATE - REFERENCE, self->reference);
  put_field (fields + DATE, TIME - DATE, self->date);
  put_field (fields + TIME, 8, "00:00:00");
  fields[VERSION_AT] = 2;
  for (guint i = 0; i < N_LOUDNESS; i++)
    GST_WRITE_UINT16_LE (fields + LOUDNESS + 2 * i, UNKNOWN);
  g_byte_array_append (out, fields, sizeof (fields));
  g_byte_array_append (out, (const guint8 *) history, (guint) strlen (history));
  return out;
}

/* --- marks */

static void
put_le (GByteArray *out, guint32 value)
{
  guint8 bytes[4];

  GST_WRITE_UINT32_LE (bytes, value);
  g_byte_array_append (out, bytes, 4);
}

static void
put_name (GByteArray *out, const gchar *name)
{
  g_byte_array_append (out, (const guint8 *) name, 4);
}

static void
put_point (GByteArray *out, guint32 number, guint32 frame)
{
  put_le (out, number);
  put_le (out, frame);
  put_name (out, "data");
  put_le (out, 0);
  put_le (out, 0);
  put_le (out, frame);
}

static void
put_label (GByteArray *out, guint32 number, const gchar *label)
{
  const guint32 length = (guint32) strlen (label) + 1;

  put_name (out, "labl");
  put_le (out, 4 + length);
  put_le (out, number);
  g_byte_array_append (out, (const guint8 *) label, length);
  if (length & 1)
    g_byte_array_append (out, (const guint8 *) "", 1);
}

GByteArray *
master_marks_make (const MasterMark *marks, guint n)
{
  GByteArray *out = g_byte_array_new ();
  g_autoptr (GByteArray) points = g_byte_array_new ();
  g_autoptr (GByteArray) labels = g_byte_array_new ();
  guint32 count = 0;

  put_name (labels, "adtl");
  for (guint i = 0; i < n; i++) {
    if (marks[i].frame > G_MAXUINT32)
      continue;
    count++;
    put_point (points, count, (guint32) marks[i].frame);
    put_label (labels, count, marks[i].label);
  }
  put_name (out, "cue ");
  put_le (out, 4 + points->len);
  put_le (out, count);
  g_byte_array_append (out, points->data, points->len);
  put_name (out, "LIST");
  put_le (out, labels->len);
  g_byte_array_append (out, labels->data, labels->len);
  return out;
}
