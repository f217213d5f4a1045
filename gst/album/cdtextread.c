/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cdtext.h"

#include <string.h>

#include "cdtextpack.h"
#include "error.h"
#include "latin.h"

typedef struct {
  const MstCdTextPack *packs;
  guint n;
  MstDisc *disc;
  guint counts[MST_CDTEXT_TYPES];
} Reader;

static gboolean
check_pack (Reader *self, guint i, GError **error)
{
  const MstCdTextPack *pack = &self->packs[i];

  if (!mst_cdtext_pack_is_whole (pack))
    return mst_album_refuse (error, "the checksum of CD-Text pack %u is wrong",
        i);
  if (pack->type < MST_CDTEXT_FIRST_TYPE || pack->type > MST_CDTEXT_SIZES)
    return mst_album_refuse (error,
        "CD-Text pack %u is of no known type (%02X)", i, pack->type);
  if (pack->number != i)
    return mst_album_refuse (error, "CD-Text pack %u has the number %u", i,
        pack->number);
  if (pack->place & 0xf0)
    return mst_album_refuse (error,
        "CD-Text pack %u is of a second language or of two bytes a character, "
        "which are not read",
        i);
  if (i > 0 && pack->type < self->packs[i - 1].type)
    return mst_album_refuse (error,
        "the types of the CD-Text packs are out of order at pack %u", i);
  self->counts[pack->type - MST_CDTEXT_FIRST_TYPE]++;
  return TRUE;
}

static void
take_text (Reader *self, guint type, guint track, const GString *text)
{
  guint kind = type - MST_CDTEXT_FIRST_TYPE;
  gchar **place;

  if (kind >= MST_DISC_N_TEXTS || track > self->disc->tracks->len)
    return;
  place = track == 0 ? &self->disc->texts[kind]
                     : &mst_disc_track (self->disc, track - 1)->texts[kind];
  g_free (*place);
  *place = text->len ? mst_latin_to_utf8 (text->str) : NULL;
}

/* A lone tab repeats the text of the track before. */
static void
finish_text (Reader *self, guint type, guint track, GString *text,
    GString *before)
{
  if (strcmp (text->str, "\t") == 0)
    g_string_assign (text, before->str);
  take_text (self, type, track, text);
  g_string_assign (before, text->str);
  g_string_truncate (text, 0);
}

/* Where the pack says that its first character belongs. */
static gboolean
check_place (const MstCdTextPack *pack, guint i, guint track, gsize place,
    GError **error)
{
  if (pack->track != track || pack->place != MIN (place, MST_CDTEXT_MAX_PLACE))
    return mst_album_refuse (error,
        "CD-Text pack %u says that it goes on with character %u of track %u, "
        "and what came before goes on with character %" G_GSIZE_FORMAT
        " of track %u",
        i, pack->place, pack->track, place, track);
  return TRUE;
}

static gboolean
read_type (Reader *self, guint first, guint end, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GString) before = g_string_new (NULL);
  guint type = self->packs[first].type;
  guint track = 0, last = self->disc->tracks->len;

  for (guint i = first; i < end; i++) {
    if (!check_place (&self->packs[i], i, track, text->len, error))
      return FALSE;
    for (guint k = 0; k < MST_CDTEXT_PACK_TEXT && track <= last; k++) {
      gchar character = self->packs[i].text[k];
      if (character)
        g_string_append_c (text, character);
      else
        finish_text (self, type, track++, text, before);
    }
    if (track > last && i + 1 < end)
      return mst_album_refuse (error,
          "the CD-Text packs of type %02X go on behind the last track", type);
  }
  if (track <= last)
    return mst_album_refuse (error,
        "the CD-Text packs of type %02X end before the last track", type);
  return TRUE;
}

static gboolean
check_sizes (const Reader *self, GError **error)
{
  guint8 sizes[MST_CDTEXT_SIZES_PACKS * MST_CDTEXT_PACK_TEXT];
  guint first = self->n - MST_CDTEXT_SIZES_PACKS;

  for (guint i = 0; i < MST_CDTEXT_SIZES_PACKS; i++) {
    if (self->packs[first + i].track != i)
      return mst_album_refuse (error,
          "the CD-Text packs of sizes are out of order");
    memcpy (sizes + i * MST_CDTEXT_PACK_TEXT, self->packs[first + i].text,
        MST_CDTEXT_PACK_TEXT);
  }
  if (sizes[0] != 0 && sizes[0] != 1)
    return mst_album_refuse (error,
        "the alphabet of the CD-Text is number %02X, which is not read",
        sizes[0]);
  if (sizes[1] != 1 || sizes[2] != self->disc->tracks->len)
    return mst_album_refuse (error,
        "the CD-Text is of tracks %u to %u, and the disc has 1 to %u", sizes[1],
        sizes[2], self->disc->tracks->len);
  for (guint i = 0; i < MST_CDTEXT_TYPES; i++)
    if (sizes[4 + i] != self->counts[i])
      return mst_album_refuse (error,
          "the CD-Text says that it has %u packs of type %02X, and has %u",
          sizes[4 + i], MST_CDTEXT_FIRST_TYPE + i, self->counts[i]);
  if (sizes[20] != self->n - 1)
    return mst_album_refuse (error,
        "the CD-Text says that its last pack is number %u, and it is %u",
        sizes[20], self->n - 1);
  return TRUE;
}

static gboolean
read_all (Reader *self, GError **error)
{
  guint end;

  for (guint i = 0; i < self->n; i++)
    if (!check_pack (self, i, error))
      return FALSE;
  if (self->counts[MST_CDTEXT_TYPES - 1] != MST_CDTEXT_SIZES_PACKS)
    return mst_album_refuse (error,
        "the CD-Text has %u packs of sizes in place of %d",
        self->counts[MST_CDTEXT_TYPES - 1], MST_CDTEXT_SIZES_PACKS);
  for (guint i = 0; self->packs[i].type < MST_CDTEXT_SIZES; i = end) {
    for (end = i + 1; self->packs[end].type == self->packs[i].type;)
      end++;
    if (self->packs[i].type - MST_CDTEXT_FIRST_TYPE < MST_DISC_N_TEXTS &&
        !read_type (self, i, end, error))
      return FALSE;
  }
  return check_sizes (self, error);
}

gboolean
mst_cdtext_read (GBytes *packs, MstDisc *disc, GError **error)
{
  gsize size;
  Reader reader = { .packs = g_bytes_get_data (packs, &size), .disc = disc };

  if (size == 0 || size % MST_CDTEXT_PACK != 0 ||
      size / MST_CDTEXT_PACK > MST_CDTEXT_MAX_PACKS + MST_CDTEXT_SIZES_PACKS)
    return mst_album_refuse (error,
        "%" G_GSIZE_FORMAT " bytes are not packs of CD-Text of one language",
        size);
  reader.n = (guint) (size / MST_CDTEXT_PACK);
  return read_all (&reader, error);
}
