/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "chunks.h"

#include <string.h>

#include "boxes.h"

#define UNKNOWN32 0xffffffffu

guint64
master_get_le (const guint8 *bytes, guint n)
{
  guint64 value = 0;

  while (n-- > 0)
    value = value << 8 | bytes[n];
  return value;
}

/* Where the chunks begin: behind "RIFF", a size and "WAVE"; behind two names of
 * 16 and a size of 8; behind "caff", a version and flags. */
static gboolean
recognise (MasterChunks *self, const guint8 *head)
{
  static const guint8 w64[16] = { 'r', 'i', 'f', 'f', 0x2e, 0x91, 0xcf, 0x11,
    0xa5, 0xd6, 0x28, 0xdb, 0x04, 0xc1, 0x00, 0x00 };
  const gboolean wave = memcmp (head + 8, "WAVE", 4) == 0;

  if (wave &&
      (memcmp (head, "RIFF", 4) == 0 || memcmp (head, "RF64", 4) == 0 ||
          memcmp (head, "BW64", 4) == 0)) {
    self->kind = MASTER_CHUNKS_RIFF;
    self->next = 12;
  } else if (memcmp (head, "FORM", 4) == 0 &&
      (memcmp (head + 8, "AIFF", 4) == 0 ||
          memcmp (head + 8, "AIFC", 4) == 0)) {
    self->kind = MASTER_CHUNKS_AIFF;
    self->next = 12;
  } else if (memcmp (head, w64, sizeof (w64)) == 0 &&
      memcmp (head + 24, "wave", 4) == 0) {
    self->kind = MASTER_CHUNKS_W64;
    self->next = 40;
  } else if (memcmp (head, "caff", 4) == 0) {
    self->kind = MASTER_CHUNKS_CAF;
    self->next = 8;
  } else {
    return FALSE;
  }
  return TRUE;
}

gboolean
master_chunks_open (MasterChunks *self, FILE *file)
{
  guint8 head[40] = { 0 };

  *self =
      (MasterChunks){ .file = file, .size = (guint64) master_file_size (file) };
  if (fseeko (file, 0, SEEK_SET) != 0 ||
      fread (head, 1, sizeof (head), file) < 12)
    return FALSE;
  return recognise (self, head);
}

/* The header of the chunk at `next`; its size without the header. */
static gboolean
read_header (MasterChunks *self, MasterChunk *chunk, guint *header)
{
  guint8 bytes[24];

  *header = self->kind == MASTER_CHUNKS_W64 ? 24
      : self->kind == MASTER_CHUNKS_CAF     ? 12
                                            : 8;
  if (!master_read_at (self->file, (gint64) self->next, bytes, *header))
    return FALSE;
  memcpy (chunk->name, bytes, 4);
  chunk->name[4] = '\0';
  chunk->at = self->next + *header;
  switch (self->kind) {
    case MASTER_CHUNKS_RIFF:
      chunk->size = master_get_le (bytes + 4, 4);
      break;
    case MASTER_CHUNKS_AIFF:
      chunk->size = master_get_be (bytes + 4, 4);
      break;
    case MASTER_CHUNKS_W64:
      chunk->size = master_get_le (bytes + 16, 8);
      chunk->size -= MIN (chunk->size, *header);
      break;
    case MASTER_CHUNKS_CAF:
      chunk->size = master_get_be (bytes + 4, 8);
      break;
  }
  return TRUE;
}

/* "ds64": the size of the file (8), that of the data chunk (8), ... */
static void
take_sizes (MasterChunks *self, const MasterChunk *chunk)
{
  guint8 bytes[16];

  if (master_chunk_read (self, chunk, bytes, sizeof (bytes)) == sizeof (bytes))
    self->data_size = master_get_le (bytes + 8, 8);
}

/* The size of 32 bits of a chunk of sound that goes on for more is what is left
 * of it; the chunk goes on as long as the file does. */
static guint64
unwrap (const MasterChunks *self, const MasterChunk *chunk)
{
  const guint64 step = (guint64) UNKNOWN32 + 1;
  const guint64 there = self->size - MIN (self->size, chunk->at);

  return there < chunk->size
      ? chunk->size
      : chunk->size + (there - chunk->size) / step * step;
}

static void
correct_size (MasterChunks *self, MasterChunk *chunk)
{
  const gboolean data = strcmp (chunk->name, "data") == 0;

  if (self->kind == MASTER_CHUNKS_CAF && data &&
      chunk->size == G_MAXUINT64) /* to the end */
    return;
  if (self->kind != MASTER_CHUNKS_RIFF)
    return;
  if (strcmp (chunk->name, "ds64") == 0)
    take_sizes (self, chunk);
  else if (data && chunk->size == UNKNOWN32)
    chunk->size = self->data_size > 0 ? self->data_size : G_MAXUINT64;
  else if (data)
    chunk->size = unwrap (self, chunk);
}

gboolean
master_chunks_next (MasterChunks *self, MasterChunk *chunk)
{
  guint64 size, step;
  guint header;

  if (self->next >= self->size || !read_header (self, chunk, &header))
    return FALSE;
  correct_size (self, chunk);
  size = MIN (chunk->size, self->size - chunk->at);
  step = self->kind == MASTER_CHUNKS_W64 ? (size + 7) / 8 * 8
      : self->kind == MASTER_CHUNKS_CAF  ? size
                                         : size + (size & 1);
  self->next = chunk->at + step;
  return TRUE;
}

gsize
master_chunk_read (const MasterChunks *self, const MasterChunk *chunk,
    guint8 *bytes, gsize most)
{
  const gsize n = (gsize) MIN ((guint64) most, chunk->size);

  return fseeko (self->file, (off_t) chunk->at, SEEK_SET) == 0
      ? fread (bytes, 1, n, self->file)
      : 0;
}
