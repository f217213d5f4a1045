/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * chunks.h - files that are rows of chunks: a name, a size, and as many bytes.
 */
#ifndef MASTER_CHUNKS_H
#define MASTER_CHUNKS_H

#include <stdio.h>

#include <glib.h>

typedef enum {
  MASTER_CHUNKS_RIFF, /* names of 4, sizes of 4, low byte first, even */
  MASTER_CHUNKS_AIFF, /* the same, high byte first */
  MASTER_CHUNKS_W64,  /* names of 16, sizes of 8 with the header, by eights */
  MASTER_CHUNKS_CAF,  /* names of 4, sizes of 8, high byte first */
} MasterChunksKind;

typedef struct {
  FILE *file;
  MasterChunksKind kind;
  guint64 size; /* of the file */
  guint64 next; /* where the next chunk stands */
  /* RF64 tells the sizes that are too large for 32 bits once, at its start. */
  guint64 data_size;
} MasterChunks;

typedef struct {
  gchar name[5]; /* of W64 the first four letters */
  guint64 at;    /* of the contents */
  guint64 size;  /* as it is told; G_MAXUINT64: it is not known */
} MasterChunk;

/** FALSE where the file is not of these. */
gboolean master_chunks_open (MasterChunks *self, FILE *file);

/** FALSE at the end. */
gboolean master_chunks_next (MasterChunks *self, MasterChunk *chunk);

/** The first bytes of a chunk; returns how many there are. */
gsize master_chunk_read (const MasterChunks *self, const MasterChunk *chunk,
    guint8 *bytes, gsize most);

/** Bytes of a number, the lowest first. */
guint64 master_get_le (const guint8 *bytes, guint n);

#endif /* MASTER_CHUNKS_H */
