/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "projectcheck.h"

#include <math.h>
#include <string.h>

#include "disc.h"

#define CLOSEST_INDEX 0.1 /* s */
#define LARGEST_COVER 10000000

typedef struct {
  MstProject *project;
  GPtrArray *problems;
  GPtrArray *notices;
} Checker;

static void
check_codes (const Checker *self)
{
  MstProject *project = self->project;
  g_autoptr (GHashTable) owners = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GError) error = NULL;

  if (project->upc_text &&
      !mst_ean_parse (project->upc_text, project->ean, &error))
    mst_problem (self->problems, "album", "%s", error->message);
  for (guint i = 0; i < project->songs->len; i++) {
    MstSong *song = mst_project_song (project, i);
    g_autofree gchar *where = mst_project_place (project, i);
    g_autoptr (GError) why = NULL;
    guint owner;
    if (!song->isrc_text)
      continue;
    if (!mst_isrc_parse (song->isrc_text, song->isrc, &why)) {
      mst_problem (self->problems, where, "%s", why->message);
      continue;
    }
    owner = GPOINTER_TO_UINT (g_hash_table_lookup (owners, song->isrc));
    if (owner)
      mst_problem (self->problems, where, "the ISRC %s is that of song %u, too",
          song->isrc, owner);
    g_hash_table_insert (owners, song->isrc, GUINT_TO_POINTER (i + 1));
  }
}

static void
check_files (const Checker *self)
{
  g_autoptr (GHashTable) owners = g_hash_table_new (g_str_hash, g_str_equal);
  guint untitled = 0;

  for (guint i = 0; i < self->project->songs->len; i++) {
    const MstSong *song = mst_project_song (self->project, i);
    g_autofree gchar *where = mst_project_place (self->project, i);
    guint owner;
    if (!song->path)
      continue;
    if (!g_file_test (song->path, G_FILE_TEST_IS_REGULAR))
      mst_problem (self->problems, where, "the file is missing");
    owner = GPOINTER_TO_UINT (g_hash_table_lookup (owners, song->path));
    if (owner)
      mst_problem (self->notices, where, "the file is that of song %u, too",
          owner);
    else
      g_hash_table_insert (owners, song->path, GUINT_TO_POINTER (i + 1));
    untitled += !song->title;
  }
  if (untitled > 0)
    mst_problem (self->notices, "album",
        "%u songs have no title: those of their files' tags, or their names, "
        "are taken",
        untitled);
}

static void
check_joint (const Checker *self, guint i)
{
  const MstSong *song = mst_project_song (self->project, i);
  g_autofree gchar *where = mst_project_place (self->project, i);

  if (i == 0 && song->crossfade > 0.0)
    mst_problem (self->problems, where,
        "the first song has none to be crossfaded with");
  if (i == 0 && song->join)
    mst_problem (self->problems, where,
        "the first song has none to be joined to");
  if (song->trim.from >= song->trim.to)
    mst_problem (self->problems, where,
        "\"trim\" ends at %g s, which is not after its start at %g s",
        song->trim.to, song->trim.from);
  if (song->trim.automatic && mst_project_flows (self->project, i))
    mst_problem (self->problems, where,
        "\"trim\": \"auto\" would cut into the song that it flows out of");
}

/* Songs that flow are one sound. */
static void
check_sound (const Checker *self, guint i)
{
  const MstSong *song = mst_project_song (self->project, i);
  g_autofree gchar *where = mst_project_place (self->project, i);

  if (mst_project_flows (self->project, i) &&
      (song->settings || song->preset || song->make))
    mst_problem (self->problems, where,
        "it flows out of the song before, and so has the sound of that one: no "
        "settings, preset or wishes of its own");
  if (song->settings && song->preset)
    mst_problem (self->problems, where,
        "it has settings and a preset: only one of them");
  if (song->settings_path &&
      !g_file_test (song->settings_path, G_FILE_TEST_IS_REGULAR))
    mst_problem (self->problems, where, "its settings %s are missing",
        song->settings);
}

static void
check_index (const Checker *self, guint i)
{
  const MstSong *song = mst_project_song (self->project, i);
  g_autofree gchar *where = mst_project_place (self->project, i);
  gdouble before = 0.0;

  /* Index 01 is the song's start. */
  if (song->index && song->index->len > MST_DISC_MAX_INDEX - 1)
    mst_problem (self->problems, where, "a song has up to %d more marks",
        MST_DISC_MAX_INDEX - 1);
  for (guint k = 0; song->index && k < song->index->len; k++) {
    gdouble at = g_array_index (song->index, gdouble, k);
    if (at - before < CLOSEST_INDEX) {
      mst_problem (self->problems, where,
          "the mark at %g s is not %g s or more after the one before it", at,
          CLOSEST_INDEX);
      break;
    }
    before = at;
  }
}

/* Sides are letters that follow one another, each over songs in a row. */
static void
check_sides (const Checker *self)
{
  gchar before = '\0';

  for (guint i = 0; i < self->project->songs->len; i++) {
    const MstSong *song = mst_project_song (self->project, i);
    g_autofree gchar *where = mst_project_place (self->project, i);
    gchar side = song->side ? *song->side : '\0';
    if (!song->side && before == '\0')
      continue;
    if (!song->side || strlen (song->side) != 1 || !g_ascii_isupper (side)) {
      mst_problem (self->problems, where,
          "\"side\" must be a letter from A on for each song, or for none");
      return;
    }
    if ((i > 0 && before == '\0') || (before == '\0' && side != 'A') ||
        (before != '\0' && side != before && side != before + 1)) {
      mst_problem (self->problems, where,
          "side %c does not follow the side of the song before", side);
      return;
    }
    if (side == before + 1 && mst_project_flows (self->project, i) && before)
      mst_problem (self->problems, where,
          "the song begins a side and flows out of the one before");
    before = side;
  }
}

static void
check_flags (const Checker *self, guint i)
{
  const MstSong *song = mst_project_song (self->project, i);
  g_autofree gchar *where = mst_project_place (self->project, i);
  const gchar *const *flags = (const gchar *const *) song->flags;

  if (flags && g_strv_contains (flags, "copy-permitted") &&
      g_strv_contains (flags, "scms"))
    mst_problem (self->problems, where,
        "the flags permit copies and limit them at once");
}

static void
check_masters (const Checker *self)
{
  for (guint i = 0; i < self->project->masters->len; i++) {
    const MstMaster *master =
        &g_array_index (self->project->masters, MstMaster, i);
    g_autofree gchar *where = g_strdup_printf ("master %u", i + 1);
    if (master->bits != 0.0 && master->kind != MST_MASTER_FILES)
      mst_problem (self->problems, where,
          "\"bits\" are of files: this kind has its own");
    else if (master->bits != 0.0 && master->bits != 16.0 &&
        master->bits != 24.0)
      mst_problem (self->problems, where, "\"bits\" must be 16 or 24");
    if (master->cd_text_codes && !master->cd_text)
      mst_problem (self->problems, where,
          "\"cd-text-codes\" needs \"cd-text\", which is false");
    if (master->kind == MST_MASTER_CD &&
        self->project->songs->len > MST_DISC_MAX_TRACKS)
      mst_problem (self->problems, where,
          "a CD has up to %d tracks, and the album has %u songs",
          MST_DISC_MAX_TRACKS, self->project->songs->len);
    if (master->kind == MST_MASTER_VINYL && master->record >= MST_RECORD_C46)
      mst_problem (self->problems, where, "%s is a cassette",
          mst_record_names[master->record]);
    if (master->kind == MST_MASTER_CASSETTE && master->record < MST_RECORD_C46)
      mst_problem (self->problems, where, "%s is a record of vinyl",
          mst_record_names[master->record]);
    for (guint k = 0; k < i; k++)
      if (g_array_index (self->project->masters, MstMaster, k).kind ==
          master->kind)
        mst_problem (self->problems, where, "master %u is of the same kind",
            k + 1);
  }
}

/* Shops take JPEG and PNG, which their first bytes tell. */
static gboolean
is_picture (const gchar *data, gsize length)
{
  return (length > 3 && memcmp (data, "\xff\xd8\xff", 3) == 0) ||
      (length > 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0);
}

static guint
be16 (const guint8 *at)
{
  return (guint) at[0] << 8 | at[1];
}

/* PNG tells both in its first chunk. A JPEG has a frame (0xc0 .. 0xcf, less
 * tables) among segments of a mark and a size. FALSE where neither is found. */
static gboolean
find_size (const guint8 *data, gsize length, guint *width, guint *height)
{
  if (length >= 24 && data[0] == 0x89) {
    *width = be16 (data + 16) << 16 | be16 (data + 18);
    *height = be16 (data + 20) << 16 | be16 (data + 22);
    return TRUE;
  }
  for (gsize at = 2; at + 9 < length && data[at] == 0xff;
       at += 2 + be16 (data + at + 2)) {
    const guint8 mark = data[at + 1];
    if (mark < 0xc0 || mark > 0xcf || mark == 0xc4 || mark == 0xc8 ||
        mark == 0xcc)
      continue;
    *height = be16 (data + at + 5);
    *width = be16 (data + at + 7);
    return TRUE;
  }
  return FALSE;
}

static void
check_shape (const Checker *self, const gchar *data, gsize length)
{
  guint width, height;

  if (find_size ((const guint8 *) data, length, &width, &height) &&
      width != height)
    mst_problem (self->notices, "album",
        "the cover %s is not square (%u x %u), as shops want it",
        self->project->cover, width, height);
}

static void
check_cover (const Checker *self)
{
  const gchar *path = self->project->cover_path;
  g_autofree gchar *data = NULL;
  gsize length;

  if (!path)
    return;
  if (!g_file_get_contents (path, &data, &length, NULL))
    mst_problem (self->problems, "album", "the cover %s cannot be read",
        self->project->cover);
  else if (!is_picture (data, length))
    mst_problem (self->problems, "album",
        "the cover %s is neither a JPEG nor a PNG picture",
        self->project->cover);
  else if (length > LARGEST_COVER)
    mst_problem (self->problems, "album",
        "the cover %s has more than 10 megabytes", self->project->cover);
  else
    check_shape (self, data, length);
}

void
mst_project_check (MstProject *project, GPtrArray *problems, GPtrArray *notices)
{
  Checker checker = { project, problems, notices };

  check_codes (&checker);
  check_files (&checker);
  for (guint i = 0; i < project->songs->len; i++) {
    check_joint (&checker, i);
    check_sound (&checker, i);
    check_index (&checker, i);
    check_flags (&checker, i);
  }
  check_sides (&checker);
  check_masters (&checker);
  check_cover (&checker);
}
