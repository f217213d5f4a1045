/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "id3.h"

#include <string.h>

#include "id3frames.h"

#define HEADER MASTER_ID3_HEADER
#define LANGUAGE 3 /* letters of a comment, before its text */
#define FRONT_COVER 3
#define UTF8 3 /* an encoding that 2.3 does not know */
#define UTF16 1

static gboolean
next_frame (const GByteArray *tag, gsize *at, MasterId3Frame *frame)
{
  return master_id3_next_frame (tag->data, tag->len, tag->data[3], at, frame);
}

/* --- which frames say the same */

/* The description of a frame that may be there several times, as letters: that
 * of UTF-16 without what lies between. */
static gchar *
get_description (const MasterId3Frame *frame)
{
  const guint8 encoding = frame->bytes[HEADER];
  const gboolean wide = encoding == 1 || encoding == 2;
  gsize at = HEADER + 1 + (master_id3_is_called (frame, "TXXX") ? 0 : LANGUAGE);
  GString *name = g_string_new (NULL);

  if (encoding == UTF16)
    at += 2; /* the mark of the byte order */
  for (; at < frame->size; at++) {
    const guint8 c = frame->bytes[at];
    const gboolean ends = wide
        ? at + 1 < frame->size && c == 0 && frame->bytes[at + 1] == 0
        : c == 0;

    if (ends)
      break;
    if (c != 0)
      g_string_append_c (name, (gchar) g_ascii_toupper ((gchar) c));
  }
  return g_string_free (name, FALSE);
}

/* An encoding (1), the kind of file, ended by a zero, and what it shows. */
static gboolean
is_front_cover (const MasterId3Frame *frame)
{
  const gchar *mime = (const gchar *) frame->bytes + HEADER + 1;
  const gsize most = frame->size - HEADER - 1;
  const gsize n = strnlen (mime, most);

  return n + 1 < most && mime[n + 1] == FRONT_COVER;
}

/* A date is one frame since 2.4, and was several before. */
static gboolean
is_date (const MasterId3Frame *frame)
{
  return master_id3_is_called (frame, "TDRC") ||
      master_id3_is_called (frame, "TYER") ||
      master_id3_is_called (frame, "TDAT") ||
      master_id3_is_called (frame, "TIME");
}

static gboolean
says_the_same (const MasterId3Frame *old, const MasterId3Frame *new)
{
  g_autofree gchar *a = NULL, *b = NULL;

  if (is_date (new))
    return is_date (old);
  if (memcmp (old->bytes, new->bytes, 4) != 0)
    return FALSE;
  if (master_id3_is_called (new, "APIC"))
    return is_front_cover (old) && is_front_cover (new);
  if (!master_id3_is_called (new, "TXXX") &&
      !master_id3_is_called (new, "COMM") &&
      !master_id3_is_called (new, "USLT"))
    return TRUE;
  a = get_description (old);
  b = get_description (new);
  return strcmp (a, b) == 0;
}

static gboolean
is_replaced (const GByteArray *by, const MasterId3Frame *frame)
{
  gsize at = HEADER;
  MasterId3Frame new;

  while (next_frame (by, &at, &new))
    if (says_the_same (frame, &new))
      return TRUE;
  return FALSE;
}

/* --- text that either version knows */

static gboolean
is_ascii (const guint8 *bytes, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (bytes[i] > 0x7f)
      return FALSE;
  return TRUE;
}

/* UTF-16 with a mark of its order before each text, and two zeros between. */
static void
put_wide (GByteArray *out, const gchar *text, gsize size)
{
  const gchar *end = text + size;

  for (;;) {
    const gsize length = strnlen (text, (gsize) (end - text));
    gsize n = 0;
    g_autofree gchar *wide =
        g_convert (text, (gssize) length, "UTF-16LE", "UTF-8", NULL, &n, NULL);

    g_byte_array_append (out, (const guint8 *) "\xff\xfe", 2);
    g_byte_array_append (out, (const guint8 *) wide, (guint) n);
    text += length + 1;
    if (text > end)
      return;
    g_byte_array_append (out, (const guint8 *) "\0", 2);
  }
}

/* 2.3 counts in whole bytes, and has no UTF-8. */
static void
put_old_frame (GByteArray *out, const MasterId3Frame *frame)
{
  const gsize before = master_id3_is_called (frame, "COMM") ||
          master_id3_is_called (frame, "USLT")
      ? LANGUAGE
      : 0;
  const guint8 *text = frame->bytes + HEADER + 1 + before;
  const gsize n = frame->size - HEADER - 1 - before;
  const gboolean plain =
      master_id3_is_called (frame, "APIC") || is_ascii (text, n);
  const guint8 encoding = plain ? 0 : UTF16;
  const guint at = out->len;
  guint32 size;

  g_byte_array_append (out, frame->bytes, HEADER);
  if (master_id3_is_called (frame, "TDRC"))
    memcpy (out->data + at, "TYER", 4);
  g_byte_array_append (out, &encoding, 1);
  g_byte_array_append (out, frame->bytes + HEADER + 1, (guint) before);
  if (plain)
    g_byte_array_append (out, text,
        (guint) (master_id3_is_called (frame, "TDRC") ? MIN (n, 4) : n));
  else
    put_wide (out, (const gchar *) text, n);
  size = GUINT32_TO_BE (out->len - at - HEADER);
  memcpy (out->data + at + 4, &size, 4);
}

static void
put_new_frame (GByteArray *out, const MasterId3Frame *frame)
{
  if (out->data[3] == 4)
    g_byte_array_append (out, frame->bytes, (guint) frame->size);
  else
    put_old_frame (out, frame);
}

GByteArray *
master_id3_replace (GByteArray *self, const GstTagList *tags)
{
  g_autoptr (GByteArray) by = self ? master_id3_make (tags, 0.0) : NULL;
  GByteArray *out;
  gsize at = HEADER;
  MasterId3Frame frame;

  if (!by)
    return self;
  out = g_byte_array_new ();
  g_byte_array_append (out, self->data, HEADER);
  while (next_frame (self, &at, &frame))
    if (!is_replaced (by, &frame))
      g_byte_array_append (out, frame.bytes, (guint) frame.size);
  for (at = HEADER; next_frame (by, &at, &frame);)
    put_new_frame (out, &frame);
  for (gint i = 0; i < 4; i++)
    out->data[6 + i] = (guint8) ((out->len - HEADER) >> 7 * (3 - i) & 0x7f);
  g_byte_array_unref (self);
  return out;
}
