/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "pcm.h"

#include <math.h>
#include <string.h>

#include <gst/riff/riff-read.h>
#include <gst/tag/tag.h>

#include "boxes.h"
#include "chunks.h"
#include "wavmask.h"

#define MOST_TAGS (32 << 20) /* bytes of a chunk: more is not read */
/* Sizes from here on are what programs write that do not know the end. */
#define UNKNOWN_SIZE 0x7fff0000u
#define MOST_CHANNELS 1024

/* --- samples */

typedef enum { UNSIGNED_8, SIGNED, FLOAT } Kind;

static const gchar *
get_format (Kind kind, guint bits, gboolean high_first)
{
  static const gchar *const integers[4][2] = { { "S8", "S8" },
    { "S16LE", "S16BE" }, { "S24LE", "S24BE" }, { "S32LE", "S32BE" } };
  static const gchar *const floats[2][2] = { { "F32LE", "F32BE" },
    { "F64LE", "F64BE" } };

  if (kind == FLOAT)
    return bits == 32 || bits == 64 ? floats[bits == 64][high_first] : NULL;
  if (kind == UNSIGNED_8 && bits <= 8)
    return "U8";
  bits = (bits + 7) / 8;
  return bits >= 1 && bits <= 4 ? integers[bits - 1][high_first] : NULL;
}

static void
set_format (MasterPcm *self, Kind kind, guint bits, gboolean high_first)
{
  self->format = get_format (kind, bits, high_first);
  /* A header may claim words of any length. */
  self->frame_bytes =
      self->format ? (gint) ((bits + 7) / 8) * self->channels : 0;
}

/* The layout of so many channels where a WAV tells none; other numbers of
 * channels have no layout. */
static guint64
get_default_mask (gint channels)
{
  static const guint64 masks[] = { 0, 0, 0x3, 0, 0x33, 0x37, 0x3f, 0, 0xc3f };

  return channels < (gint) G_N_ELEMENTS (masks) ? masks[channels] : 0;
}

static guint64
from_wav_mask (guint64 mask, gint channels)
{
  if (channels == 1)
    return 0;
  if (mask == 0)
    return get_default_mask (channels);
  return __builtin_popcountll (mask) == channels ? master_wav_layout (mask) : 0;
}

/* --- WAV: Microsoft's WAVEFORMATEX and WAVEFORMATEXTENSIBLE */

#define TAG_PCM 1
#define TAG_FLOAT 3
#define TAG_MP3 0x55
#define TAG_EXTENSIBLE 0xfffe

static gboolean
take_wave (MasterPcm *self, const guint8 *bytes, gsize size)
{
  guint tag, bits;
  guint64 mask = 0;

  if (size < 16)
    return FALSE;
  tag = (guint) master_get_le (bytes, 2);
  self->channels = (gint) master_get_le (bytes + 2, 2);
  self->rate = (gint) MIN (master_get_le (bytes + 4, 4), G_MAXINT);
  bits = (guint) master_get_le (bytes + 14, 2);
  if (tag == TAG_EXTENSIBLE && size >= 40) {
    mask = master_get_le (bytes + 20, 4);
    tag = (guint) master_get_le (bytes + 24, 2);
    /* Bits that are not used are the low ones of the container. */
    if (self->channels > 0)
      bits = (guint) master_get_le (bytes + 12, 2) / (guint) self->channels * 8;
  }
  self->mask = from_wav_mask (mask, self->channels);
  if (tag == TAG_MP3)
    self->frame_bytes = 1;
  else if (tag == TAG_PCM)
    set_format (self, bits <= 8 ? UNSIGNED_8 : SIGNED, bits, FALSE);
  else if (tag == TAG_FLOAT)
    set_format (self, FLOAT, bits, FALSE);
  return self->format || tag == TAG_MP3;
}

/* --- AIFF: Apple's of 1989, AIFF-C of 1991 */

/* IEEE 754, 80 bits: a sign and exponent (2) and a mantissa (8). */
static gdouble
get_extended (const guint8 *bytes)
{
  const gint exponent = (gint) (master_get_be (bytes, 2) & 0x7fff) - 16383 - 63;

  return ldexp ((gdouble) master_get_be (bytes + 2, 8), exponent);
}

static gboolean
take_common (MasterPcm *self, const guint8 *bytes, gsize size)
{
  static const struct {
    const gchar *name;
    Kind kind;
    guint bits; /* 0: as the header says */
    gboolean low_first;
  } codings[] = {
    { "NONE", SIGNED, 0, FALSE },
    { "twos", SIGNED, 0, FALSE },
    { "sowt", SIGNED, 0, TRUE },
    { "in24", SIGNED, 24, FALSE },
    { "in32", SIGNED, 32, FALSE },
    { "raw ", UNSIGNED_8, 8, FALSE },
    { "fl32", FLOAT, 32, FALSE },
    { "FL32", FLOAT, 32, FALSE },
    { "fl64", FLOAT, 64, FALSE },
    { "FL64", FLOAT, 64, FALSE },
  };
  const gchar *coding = size >= 22 ? (const gchar *) bytes + 18 : "NONE";
  gdouble rate;

  if (size < 18)
    return FALSE;
  self->channels = (gint) master_get_be (bytes, 2);
  rate = get_extended (bytes + 8);
  self->rate = rate >= 1.0 && rate <= 1e9 ? (gint) lrint (rate) : 0;
  self->mask = get_default_mask (self->channels);
  for (gsize i = 0; i < G_N_ELEMENTS (codings); i++)
    if (memcmp (coding, codings[i].name, 4) == 0)
      set_format (self, codings[i].kind,
          codings[i].bits > 0 ? codings[i].bits
                              : (guint) master_get_be (bytes + 6, 2),
          !codings[i].low_first);
  return self->format != NULL;
}

/* --- CAF: a rate as a double (8), "lpcm" (4), flags (4): 1 float, 2 low byte
 * first; bytes and frames of a packet (4, 4), channels (4), bits (4) */

static gboolean
take_description (MasterPcm *self, const guint8 *bytes, gsize size)
{
  union {
    guint64 bits;
    gdouble number;
  } rate;
  guint flags;

  if (size < 32 || memcmp (bytes + 8, "lpcm", 4) != 0)
    return FALSE;
  rate.bits = master_get_be (bytes, 8);
  flags = (guint) master_get_be (bytes + 12, 4);
  self->channels = (gint) MIN (master_get_be (bytes + 24, 4), G_MAXINT16);
  self->rate =
      rate.number >= 1.0 && rate.number <= 1e9 ? (gint) lrint (rate.number) : 0;
  self->mask = get_default_mask (self->channels);
  set_format (self, flags & 1 ? FLOAT : SIGNED,
      (guint) master_get_be (bytes + 28, 4), !(flags & 2));
  return self->format &&
      (guint64) self->frame_bytes == master_get_be (bytes + 16, 4);
}

/* --- tags */

static GstBuffer *
read_whole (const MasterChunks *chunks, const MasterChunk *chunk)
{
  const gsize size = (gsize) MIN (chunk->size, MOST_TAGS);
  guint8 *bytes = g_malloc (MAX (size, 1));
  const gsize got = master_chunk_read (chunks, chunk, bytes, size);

  return gst_buffer_new_wrapped_full (0, bytes, MAX (size, 1), 0, got, bytes,
      g_free);
}

static void
merge_tags (MasterPcm *self, GstTagList *found)
{
  GstTagList *old = self->tags;

  if (!found)
    return;
  self->tags = gst_tag_list_merge (old, found, GST_TAG_MERGE_KEEP);
  g_clear_pointer (&old, gst_tag_list_unref);
  gst_tag_list_unref (found);
}

/* "LIST" of the kind "INFO". */
static void
take_info (MasterPcm *self, const MasterChunks *chunks,
    const MasterChunk *chunk)
{
  g_autoptr (GstBuffer) buffer = read_whole (chunks, chunk);
  GstTagList *found = NULL;
  gchar kind[4] = { 0 };

  if (gst_buffer_extract (buffer, 0, kind, 4) == 4 &&
      memcmp (kind, "INFO", 4) == 0) {
    gst_buffer_resize (buffer, 4, -1);
    gst_riff_parse_info (NULL, buffer, &found);
  }
  merge_tags (self, found);
}

static void
take_id3 (MasterPcm *self, const MasterChunks *chunks, const MasterChunk *chunk)
{
  g_autoptr (GstBuffer) buffer = read_whole (chunks, chunk);

  merge_tags (self, gst_tag_list_from_id3v2_tag (buffer));
}

/* --- chunks */

static void
take_data (MasterPcm *self, const MasterChunks *chunks,
    const MasterChunk *chunk)
{
  const guint skip = chunks->kind == MASTER_CHUNKS_AIFF ? 8
      : chunks->kind == MASTER_CHUNKS_CAF               ? 4
                                                        : 0;
  const guint64 there = chunks->size - MIN (chunks->size, chunk->at);
  const gboolean known = chunk->size != G_MAXUINT64 &&
      !(chunks->kind != MASTER_CHUNKS_W64 && chunk->size >= UNKNOWN_SIZE &&
          chunk->size <= G_MAXUINT32 && there < chunk->size);

  if (self->at > 0 || there < skip)
    return;
  self->at = chunk->at + skip;
  self->claimed = known ? chunk->size - MIN (chunk->size, skip) : 0;
  self->bytes = MIN (known ? self->claimed : G_MAXUINT64, there - skip);
}

static void
take_chunk (MasterPcm *self, const MasterChunks *chunks,
    const MasterChunk *chunk, gboolean *ok)
{
  static const struct {
    const gchar *name;
    gboolean (*take) (MasterPcm *self, const guint8 *bytes, gsize size);
  } formats[] = {
    { "fmt ", take_wave },
    { "COMM", take_common },
    { "desc", take_description },
  };
  guint8 bytes[64];

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (strcmp (chunk->name, formats[i].name) == 0)
      *ok = formats[i].take (self, bytes,
          master_chunk_read (chunks, chunk, bytes, sizeof (bytes)));
  if (strcmp (chunk->name, "data") == 0 || strcmp (chunk->name, "SSND") == 0)
    take_data (self, chunks, chunk);
  else if (strcmp (chunk->name, "LIST") == 0)
    take_info (self, chunks, chunk);
  else if (g_ascii_strcasecmp (chunk->name, "id3 ") == 0)
    take_id3 (self, chunks, chunk);
}

/* A file that is too short for its header is told of by whoever compares. */
static gboolean
is_usable (const MasterPcm *self)
{
  return self->at > 0 && self->rate > 0 && self->channels > 0 &&
      self->channels <= MOST_CHANNELS && self->frame_bytes > 0;
}

gboolean
master_pcm_read (MasterPcm *self, const gchar *path)
{
  FILE *file = fopen (path, "rb");
  gboolean ok = FALSE;
  MasterChunks chunks;
  MasterChunk chunk;

  *self = (MasterPcm){ 0 };
  if (!file)
    return FALSE;
  if (master_chunks_open (&chunks, file))
    while (master_chunks_next (&chunks, &chunk))
      take_chunk (self, &chunks, &chunk, &ok);
  fclose (file);
  if (ok && is_usable (self))
    return TRUE;
  master_pcm_clear (self);
  return FALSE;
}

void
master_pcm_clear (MasterPcm *self)
{
  g_clear_pointer (&self->tags, gst_tag_list_unref);
}
