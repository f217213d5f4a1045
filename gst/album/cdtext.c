/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cdtext.h"

#include <string.h>

#include "cdtextpack.h"
#include "error.h"
#include "latin.h"

/* The code of English in the list of EBU Tech 3264. */
#define ENGLISH 0x09

/* A type's texts as they follow one another, to be cut into packs. */
typedef struct {
  GByteArray *packs;
  guint counts[MST_CDTEXT_TYPES];
} Writer;

static void
put_pack (Writer *self, MstCdTextPack *pack, guint type)
{
  pack->type = (guint8) type;
  pack->number = (guint8) (self->packs->len / MST_CDTEXT_PACK);
  mst_cdtext_pack_seal (pack);
  g_byte_array_append (self->packs, (const guint8 *) pack, sizeof (*pack));
  self->counts[type - MST_CDTEXT_FIRST_TYPE]++;
}

/* Cuts the texts, from that of the disc to that of the last track, into packs
 * of one type. */
static void
put_texts (Writer *self, guint type, const GPtrArray *texts)
{
  MstCdTextPack pack = { 0 };
  guint filled = 0;

  for (guint track = 0; track < texts->len; track++) {
    const gchar *text = g_ptr_array_index (texts, track);
    gsize length = strlen (text) + 1;

    for (gsize i = 0; i < length; i++) {
      if (filled == 0) {
        pack = (MstCdTextPack){ 0 };
        pack.track = (guint8) track;
        pack.place = (guint8) MIN (i, MST_CDTEXT_MAX_PLACE);
      }
      pack.text[filled++] = text[i];
      if (filled == sizeof (pack.text)) {
        put_pack (self, &pack, type);
        filled = 0;
      }
    }
  }
  if (filled > 0)
    put_pack (self, &pack, type);
}

static gchar *
to_latin (const gchar *text, guint track, MstDiscText kind, gboolean *folded,
    GError **error)
{
  g_autoptr (GError) why = NULL;
  g_autofree gchar *latin =
      mst_latin_from_utf8 (text ? text : "", folded, &why);
  const gchar *name = mst_disc_text_name (kind);

  if (!latin)
    mst_album_refuse (error, "the %s of %s %u cannot be CD-Text: %s", name,
        track ? "track" : "disc", track ? track : 1, why->message);
  else if (strlen (latin) >= MST_CDTEXT_LONGEST)
    mst_album_refuse (error,
        "the %s of %s %u has more than the %d characters of CD-Text", name,
        track ? "track" : "disc", track ? track : 1, MST_CDTEXT_LONGEST - 1);
  else
    return g_steal_pointer (&latin);
  return NULL;
}

static const gchar *
text_of (const MstDisc *disc, guint track, MstDiscText kind)
{
  return track == 0 ? disc->texts[kind]
                    : mst_disc_track (disc, track - 1)->texts[kind];
}

static gboolean
put_kind (Writer *self, const MstDisc *disc, MstDiscText kind, GError **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i <= disc->tracks->len; i++) {
    gchar *latin = to_latin (text_of (disc, i, kind), i, kind, NULL, error);
    if (!latin)
      return FALSE;
    g_ptr_array_add (texts, latin);
  }
  put_texts (self, MST_CDTEXT_FIRST_TYPE + kind, texts);
  return TRUE;
}

static gboolean
has_codes (const MstDisc *disc)
{
  gboolean any = *disc->ean != '\0';

  for (guint i = 0; i < disc->tracks->len; i++)
    any |= *mst_disc_track (disc, i)->isrc != '\0';
  return any;
}

static void
put_codes (Writer *self, const MstDisc *disc)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new ();

  g_ptr_array_add (texts, (gpointer) disc->ean);
  for (guint i = 0; i < disc->tracks->len; i++)
    g_ptr_array_add (texts, mst_disc_track (disc, i)->isrc);
  put_texts (self, MST_CDTEXT_CODES, texts);
}

/* Alphabet, first and last track, how many packs of each type, the number of
 * the last pack of each block, the language of each block: 36 bytes in three
 * packs. */
static void
put_sizes (Writer *self, const MstDisc *disc)
{
  guint8 sizes[MST_CDTEXT_SIZES_PACKS * MST_CDTEXT_PACK_TEXT] = { 0 };

  sizes[1] = 1;
  sizes[2] = (guint8) disc->tracks->len;
  self->counts[MST_CDTEXT_TYPES - 1] = MST_CDTEXT_SIZES_PACKS;
  for (guint i = 0; i < MST_CDTEXT_TYPES; i++)
    sizes[4 + i] = (guint8) self->counts[i];
  sizes[20] = (guint8) (self->packs->len / MST_CDTEXT_PACK +
      MST_CDTEXT_SIZES_PACKS - 1);
  sizes[28] = ENGLISH;
  for (guint i = 0; i < MST_CDTEXT_SIZES_PACKS; i++) {
    MstCdTextPack pack = { .track = (guint8) i };
    memcpy (pack.text, sizes + i * sizeof (pack.text), sizeof (pack.text));
    put_pack (self, &pack, MST_CDTEXT_SIZES);
  }
}

static MstDiscText
most_of (const Writer *self)
{
  MstDiscText most = MST_DISC_TITLE;

  for (guint i = 0; i < MST_DISC_N_TEXTS; i++)
    if (self->counts[i] > self->counts[most])
      most = i;
  return most;
}

static gboolean
put_all (Writer *self, const MstDisc *disc, gboolean codes, GError **error)
{
  guint packs;

  for (guint i = 0; i < MST_DISC_N_TEXTS; i++)
    if (mst_disc_has_text (disc, i) && !put_kind (self, disc, i, error))
      return FALSE;
  if (codes && has_codes (disc))
    put_codes (self, disc);
  packs = self->packs->len / MST_CDTEXT_PACK;
  if (packs > MST_CDTEXT_MAX_PACKS)
    return mst_album_refuse (error,
        "the texts take %u packs of CD-Text, and a disc has room for %d: "
        "shorten them or leave a kind of them out (the %ss take %u)",
        packs, MST_CDTEXT_MAX_PACKS, mst_disc_text_name (most_of (self)),
        self->counts[most_of (self)]);
  if (packs > 0)
    put_sizes (self, disc);
  return TRUE;
}

gboolean
mst_cdtext_write (const MstDisc *disc, gboolean codes, GBytes **packs,
    GError **error)
{
  Writer writer = { .packs = g_byte_array_new () };
  gboolean good = put_all (&writer, disc, codes, error);

  *packs = NULL;
  if (good && writer.packs->len > 0)
    *packs = g_byte_array_free_to_bytes (writer.packs);
  else
    g_byte_array_unref (writer.packs);
  return good;
}

static void
find_in_text (const MstDisc *disc, guint track, MstDiscText kind,
    GPtrArray *faults, GPtrArray *notices)
{
  const gchar *text = text_of (disc, track, kind);
  g_autoptr (GError) why = NULL;
  gboolean folded = FALSE;
  g_autofree gchar *latin = to_latin (text, track, kind, &folded, &why);

  if (!latin)
    g_ptr_array_add (faults, g_strdup (why->message));
  else if (folded)
    g_ptr_array_add (notices,
        g_strdup_printf ("cd: the %s \"%s\" has letters that CD-Text has not: "
                         "they become plain ones",
            mst_disc_text_name (kind), text));
}

void
mst_cdtext_find_faults (const MstDisc *disc, gboolean codes, GPtrArray *faults,
    GPtrArray *notices)
{
  const guint before = faults->len;
  g_autoptr (GError) why = NULL;
  g_autoptr (GBytes) packs = NULL;

  for (guint kind = 0; kind < MST_DISC_N_TEXTS; kind++)
    for (guint track = 0; track <= disc->tracks->len; track++)
      find_in_text (disc, track, kind, faults, notices);
  if (faults->len == before && !mst_cdtext_write (disc, codes, &packs, &why))
    g_ptr_array_add (faults, g_strdup (why->message));
}
