/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "extras.h"

#include <stdio.h>
#include <string.h>

#include "chapters.h"
#include "id3.h"
#include "id3chapters.h"
#include "mp4chapters.h"
#include "mp4userdata.h"
#include "tools/base/errors.h"
#include "tools/pass/boxes.h"
#include "tools/pass/chunks.h"

#define MOST (16 << 20) /* bytes of one of them: more is not taken over */
#define FLAC_CUESHEET 5
#define FLAC_LAST 0x80

static GByteArray *
read_part (FILE *file, gint64 at, guint64 size)
{
  GByteArray *part;

  if (size == 0 || size > MOST)
    return NULL;
  part = g_byte_array_new ();
  g_byte_array_set_size (part, (guint) size);
  if (master_read_at (file, at, part->data, part->len))
    return part;
  g_byte_array_unref (part);
  return NULL;
}

/* --- WAV */

static gboolean
is_kept (const MasterChunks *chunks, const MasterChunk *chunk,
    gboolean resampled)
{
  static const gchar *const texts[] = { "iXML", "axml", "_PMX" };
  static const gchar *const places[] = { "cue ", "smpl", "inst", "acid" };
  guint8 kind[4] = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    if (strcmp (chunk->name, texts[i]) == 0)
      return TRUE;
  if (resampled)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (strcmp (chunk->name, places[i]) == 0)
      return TRUE;
  return strcmp (chunk->name, "LIST") == 0 &&
      master_chunk_read (chunks, chunk, kind, 4) == 4 &&
      memcmp (kind, "adtl", 4) == 0;
}

/* With its header, and padded to an even size. */
static void
take_chunk (MasterExtras *self, FILE *file, const MasterChunk *chunk)
{
  g_autoptr (GByteArray) body =
      read_part (file, (gint64) chunk->at, chunk->size);
  guint32 size;

  if (!body)
    return;
  if (!self->chunks)
    self->chunks = g_byte_array_new ();
  size = GUINT32_TO_LE (body->len);
  g_byte_array_append (self->chunks, (const guint8 *) chunk->name, 4);
  g_byte_array_append (self->chunks, (const guint8 *) &size, 4);
  g_byte_array_append (self->chunks, body->data, body->len);
  if (body->len & 1)
    g_byte_array_append (self->chunks, (const guint8 *) "", 1);
}

static void
read_chunks (MasterExtras *self, FILE *file, gboolean resampled)
{
  MasterChunks chunks;
  MasterChunk chunk;

  if (!master_chunks_open (&chunks, file) || chunks.kind != MASTER_CHUNKS_RIFF)
    return;
  while (master_chunks_next (&chunks, &chunk)) {
    if (strcmp (chunk.name, "bext") == 0 && !self->bext)
      self->bext = read_part (file, (gint64) chunk.at, chunk.size);
    else if (is_kept (&chunks, &chunk, resampled))
      take_chunk (self, file, &chunk);
  }
}

/* --- FLAC: RFC 9639, 8.1: a type (1) and a size (3) before each block */

static void
read_cuesheet (MasterExtras *self, FILE *file)
{
  guint8 head[4];
  gint64 at = 4;

  if (!master_read_at (file, 0, head, 4) || memcmp (head, "fLaC", 4) != 0)
    return;
  do {
    if (!master_read_at (file, at, head, 4))
      return;
    if ((head[0] & ~FLAC_LAST) == FLAC_CUESHEET)
      self->cuesheet = read_part (file, at + 4, master_get_be (head + 1, 3));
    at += 4 + (gint64) master_get_be (head + 1, 3);
  } while (!(head[0] & FLAC_LAST) && !self->cuesheet);
}

/* --- MP4 */

static void
read_mp4 (MasterExtras *self, FILE *file)
{
  static const guint32 path[] = { MASTER_BOX ('u', 'd', 't', 'a'),
    MASTER_BOX ('c', 'h', 'p', 'l'), 0 };
  guint8 head[12];
  MasterBox moov, box;
  g_autofree guint8 *memory = NULL;

  if (!master_read_at (file, 0, head, sizeof (head)) ||
      memcmp (head + 4, "ftyp", 4) != 0)
    return;
  memory = master_box_read_moov (file, &moov);
  master_mp4_read_own_tags (file, self->own_tags, &self->undated);
  if (memory && master_box_find (&moov, path, &box))
    self->chapters = read_part (file, box.at - 8, box.size + 8);
  if (memory)
    master_mp4_read_chapters (file, &moov, self->own_tags);
}

void
master_extras_read (MasterExtras *self, const gchar *path, gboolean resampled)
{
  FILE *file = fopen (path, "rb");

  *self = (MasterExtras){ .own_tags = gst_tag_list_new_empty () };
  self->id3 = master_id3_copy (path);
  if (self->id3)
    master_id3_read_chapters (self->id3, self->own_tags);
  if (file) {
    read_chunks (self, file, resampled);
    if (!resampled)
      read_cuesheet (self, file);
    read_mp4 (self, file);
    fclose (file);
  }
  if (gst_tag_list_is_empty (self->own_tags))
    gst_clear_tag_list (&self->own_tags);
}

void
master_extras_clear (MasterExtras *self)
{
  g_clear_pointer (&self->id3, g_byte_array_unref);
  g_clear_pointer (&self->tags, gst_tag_list_unref);
  g_clear_pointer (&self->bext, g_byte_array_unref);
  g_clear_pointer (&self->chunks, g_byte_array_unref);
  g_clear_pointer (&self->cuesheet, g_byte_array_unref);
  g_clear_pointer (&self->chapters, g_byte_array_unref);
  gst_clear_tag_list (&self->own_tags);
}

void
master_extras_tell (const MasterExtras *self, const gchar *name,
    const MasterEncoding *encoding)
{
  const gboolean wav = master_encoding_is (encoding, "wav");
  const struct {
    gboolean lost;
    const gchar *what;
  } all[] = {
    { (self->bext || self->chunks) && !wav,
        "the chunks of a broadcast WAV (bext, iXML, cue points)" },
    { self->cuesheet && !master_encoding_is (encoding, "flac"),
        "the cue sheet" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i].lost)
      master_warn (name, "%s of the input cannot be kept in %s", all[i].what,
          encoding->format->name);
}

/* A file that is of the same kind as the input has its very chapters. */
static gboolean
makes_chapters (const MasterExtras *self, const MasterEncoding *encoding)
{
  if (master_encoding_is (encoding, "m4a"))
    return !self->chapters;
  return !self->id3 &&
      (master_encoding_is (encoding, "mp3") ||
          master_encoding_is (encoding, "wav"));
}

void
master_extras_tell_chapters (const MasterExtras *self, const gchar *name,
    const MasterEncoding *encoding, const GstTagList *tags)
{
  g_autoptr (GArray) chapters = tags ? master_chapters_read (tags) : NULL;

  if (chapters && chapters->len > MASTER_MOST_CHAPTERS &&
      makes_chapters (self, encoding))
    master_warn (name, "the first %d of its %u chapters alone are kept in %s",
        MASTER_MOST_CHAPTERS, chapters->len, encoding->format->name);
}
