/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * Past 400 lines: the tables of all members stand beside what reads and writes
 * them.
 */
#include "project.h"

#include <math.h>
#include <string.h>

#include "assistant/jsonread.h"
#include "disc.h"
#include "error.h"
#include "projectcheck.h"

#define VERSION_READ 1
#define LARGEST (1 << 22) /* bytes of a project */
#define DEFAULT_GAP 2.0   /* s */
#define LONGEST_SONG 86400.0
#define NO_RECORD -1

const gchar *const mst_master_formats[] = { "flac", "wav", "aiff", NULL };
const gchar *const mst_record_names[] = {
  [MST_RECORD_12_33] = "12-33",
  [MST_RECORD_12_45] = "12-45",
  [MST_RECORD_10_33] = "10-33",
  [MST_RECORD_10_45] = "10-45",
  [MST_RECORD_7_33] = "7-33",
  [MST_RECORD_7_45] = "7-45",
  [MST_RECORD_C46] = "C46",
  [MST_RECORD_C60] = "C60",
  [MST_RECORD_C90] = "C90",
  NULL,
};

static const gchar *const levels[] = {
  [MST_LEVEL_ALBUM] = "album",
  [MST_LEVEL_EVEN] = "even",
  [MST_LEVEL_NATURAL] = "natural",
  NULL,
};
static const gchar *const kinds[] = {
  [MST_MASTER_FILES] = "files",
  [MST_MASTER_CD] = "cd",
  [MST_MASTER_VINYL] = "vinyl",
  [MST_MASTER_CASSETTE] = "cassette",
  [MST_MASTER_ARCHIVE] = "archive",
  NULL,
};
static const gchar *const flags[] = { "copy-permitted", "pre-emphasis", "scms",
  NULL };

#define TEXT(type, member, text)                                               \
  {                                                                            \
    text, MST_MEMBER_TEXT, G_STRUCT_OFFSET (type, member)                      \
  }
#define NUMBER(type, member, text, least, most)                                \
  {                                                                            \
    text, MST_MEMBER_NUMBER, G_STRUCT_OFFSET (type, member), .min = least,     \
                                                             .max = most       \
  }
#define CHOICE(type, member, text, names)                                      \
  {                                                                            \
    text, MST_MEMBER_CHOICE, G_STRUCT_OFFSET (type, member), .choices = names  \
  }
#define BOOL(type, member, text)                                               \
  {                                                                            \
    text, MST_MEMBER_BOOL, G_STRUCT_OFFSET (type, member)                      \
  }

static const MstMember song_rows[] = {
  TEXT (MstSong, file, "file"),
  TEXT (MstSong, title, "title"),
  TEXT (MstSong, artist, "artist"),
  TEXT (MstSong, composer, "composer"),
  TEXT (MstSong, songwriter, "songwriter"),
  TEXT (MstSong, arranger, "arranger"),
  TEXT (MstSong, message, "message"),
  TEXT (MstSong, isrc_text, "isrc"),
  TEXT (MstSong, cd_title, "cd-title"),
  TEXT (MstSong, cd_artist, "cd-artist"),
  TEXT (MstSong, side, "side"),
  TEXT (MstSong, lyricist, "lyricist"),
  TEXT (MstSong, producer, "producer"),
  TEXT (MstSong, publisher, "publisher"),
  TEXT (MstSong, language, "language"),
  BOOL (MstSong, explicit, "explicit"),
  TEXT (MstSong, settings, "settings"),
  TEXT (MstSong, preset, "preset"),
  TEXT (MstSong, make, "make"),
  TEXT (MstSong, restore, "restore"),
  NUMBER (MstSong, gap, "gap", 0.0, 60.0),
  NUMBER (MstSong, crossfade, "crossfade", 0.0, 60.0),
  NUMBER (MstSong, fade_in, "fade-in", 0.0, 60.0),
  NUMBER (MstSong, fade_out, "fade-out", 0.0, 60.0),
  NUMBER (MstSong, level, "level", -12.0, 12.0),
  BOOL (MstSong, join, "join"),
  { "trim", MST_MEMBER_SPAN, G_STRUCT_OFFSET (MstSong, trim), .min = 0.0,
      .max = LONGEST_SONG },
  { "index", MST_MEMBER_NUMBERS, G_STRUCT_OFFSET (MstSong, index), .min = 0.0,
      .max = LONGEST_SONG },
  { "flags", MST_MEMBER_TEXTS, G_STRUCT_OFFSET (MstSong, flags),
      .choices = flags },
};

static const MstMember master_rows[] = {
  CHOICE (MstMaster, kind, "kind", kinds),
  CHOICE (MstMaster, format, "format", mst_master_formats),
  NUMBER (MstMaster, bits, "bits", 16.0, 32.0),
  TEXT (MstMaster, target, "target"),
  BOOL (MstMaster, cd_text, "cd-text"),
  BOOL (MstMaster, cd_text_codes, "cd-text-codes"),
  CHOICE (MstMaster, record, "record", mst_record_names),
};

static const MstMember project_rows[] = {
  NUMBER (MstProject, version, "version", VERSION_READ, VERSION_READ),
  TEXT (MstProject, title, "title"),
  TEXT (MstProject, artist, "artist"),
  TEXT (MstProject, upc_text, "upc"),
  TEXT (MstProject, catalog, "catalog"),
  TEXT (MstProject, date, "date"),
  TEXT (MstProject, genre, "genre"),
  TEXT (MstProject, label, "label"),
  TEXT (MstProject, copyright, "copyright"),
  TEXT (MstProject, phonogram, "phonogram"),
  TEXT (MstProject, language, "language"),
  TEXT (MstProject, cover, "cover"),
  TEXT (MstProject, target, "target"),
  TEXT (MstProject, profile, "profile"),
  TEXT (MstProject, preset, "preset"),
  TEXT (MstProject, make, "make"),
  TEXT (MstProject, restore, "restore"),
  CHOICE (MstProject, level, "level", levels),
  NUMBER (MstProject, strength, "strength", 0.0, 100.0),
  NUMBER (MstProject, cohesion, "cohesion", 0.0, 100.0),
  { "tracks", MST_MEMBER_OTHER },
  { "masters", MST_MEMBER_OTHER },
};

static const MstSong default_song = {
  .gap = DEFAULT_GAP,
  .trim = { .from = NAN, .to = NAN },
};

static const MstMaster default_master = {
  .cd_text = TRUE,
  .record = NO_RECORD,
};

static void
song_free (gpointer data)
{
  MstSong *self = data;

  mst_members_clear (song_rows, G_N_ELEMENTS (song_rows), self);
  g_free (self->path);
  g_free (self->settings_path);
  g_free (self);
}

static void
master_clear (gpointer data)
{
  mst_members_clear (master_rows, G_N_ELEMENTS (master_rows), data);
}

MstProject *
mst_project_new (void)
{
  MstProject *self = g_new0 (MstProject, 1);

  self->level = MST_LEVEL_NATURAL;
  self->strength = 70.0;
  self->cohesion = NAN;
  self->songs = g_ptr_array_new_with_free_func (song_free);
  self->masters = g_array_new (FALSE, FALSE, sizeof (MstMaster));
  g_array_set_clear_func (self->masters, master_clear);
  g_array_append_val (self->masters, default_master);
  return self;
}

void
mst_project_free (MstProject *self)
{
  if (!self)
    return;
  mst_members_clear (project_rows, G_N_ELEMENTS (project_rows), self);
  g_free (self->cover_path);
  g_ptr_array_unref (self->songs);
  g_array_unref (self->masters);
  g_free (self);
}

gboolean
mst_project_flows (const MstProject *self, guint i)
{
  const MstSong *song = mst_project_song (self, i);

  return i > 0 && (song->join || song->crossfade > 0.0 || song->gap == 0.0);
}

gdouble
mst_project_cohesion (const MstProject *self)
{
  if (!isnan (self->cohesion))
    return self->cohesion;
  return self->profile ? MST_PROJECT_COHESION : 0.0;
}

const MstMaster *
mst_project_find_master (const MstProject *self, MstMasterKind kind)
{
  for (guint i = 0; i < self->masters->len; i++) {
    const MstMaster *master = &g_array_index (self->masters, MstMaster, i);
    if (master->kind == (gint) kind)
      return master;
  }
  return NULL;
}

gchar *
mst_project_place (const MstProject *self, guint i)
{
  const MstSong *song = mst_project_song (self, i);

  return song->file ? g_strdup_printf ("song %u (%s)", i + 1, song->file)
                    : g_strdup_printf ("song %u", i + 1);
}

static JsonArray *
array_of (JsonObject *root, const gchar *name, GPtrArray *problems)
{
  JsonNode *node = json_object_get_member (root, name);

  if (node && !JSON_NODE_HOLDS_ARRAY (node))
    mst_problem (problems, "album", "\"%s\" must be a list", name);
  return node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node)
                                              : NULL;
}

static JsonObject *
object_of (JsonArray *list, guint i, const gchar *where, GPtrArray *problems)
{
  JsonNode *node = json_array_get_element (list, i);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  mst_problem (problems, where, "this must be an object in braces");
  return NULL;
}

MstSong *
mst_project_add_song (MstProject *self)
{
  MstSong *song = g_new0 (MstSong, 1);

  *song = default_song;
  g_ptr_array_add (self->songs, song);
  return song;
}

static void
read_song (MstProject *self, JsonObject *object, const gchar *folder,
    const gchar *where, GPtrArray *problems)
{
  MstSong *song = mst_project_add_song (self);

  mst_members_read (object, song_rows, G_N_ELEMENTS (song_rows), song, where,
      problems);
  if (song->file)
    song->path = g_canonicalize_filename (song->file, folder);
  else
    mst_problem (problems, where, "\"file\" is missing");
  if (song->settings)
    song->settings_path = g_canonicalize_filename (song->settings, folder);
}

static void
read_songs (MstProject *self, JsonObject *root, const gchar *folder,
    GPtrArray *problems)
{
  JsonArray *list = array_of (root, "tracks", problems);

  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    g_autofree gchar *where = g_strdup_printf ("song %u", i + 1);
    JsonObject *object = object_of (list, i, where, problems);
    if (object)
      read_song (self, object, folder, where, problems);
  }
  if (self->songs->len == 0)
    mst_problem (problems, "album", "there are no \"tracks\"");
}

static void
read_masters (MstProject *self, JsonObject *root, GPtrArray *problems)
{
  JsonArray *list = array_of (root, "masters", problems);

  if (list)
    g_array_set_size (self->masters, 0);
  for (guint i = 0; list && i < json_array_get_length (list); i++) {
    g_autofree gchar *where = g_strdup_printf ("master %u", i + 1);
    JsonObject *object = object_of (list, i, where, problems);
    MstMaster master = default_master;
    if (!object)
      continue;
    if (!json_object_has_member (object, "kind"))
      mst_problem (problems, where, "\"kind\" is missing");
    mst_members_read (object, master_rows, G_N_ELEMENTS (master_rows), &master,
        where, problems);
    if (master.record == NO_RECORD)
      master.record = master.kind == MST_MASTER_CASSETTE ? MST_RECORD_C60
                                                         : MST_RECORD_12_33;
    g_array_append_val (self->masters, master);
  }
}

static gboolean
load_root (const gchar *path, JsonParser *parser, GError **error)
{
  g_autofree gchar *text = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return FALSE;
  if (length > LARGEST)
    return mst_album_refuse (error, "the file is too long to be a project");
  if (!mst_json_load (parser, text, (gssize) length, error))
    return FALSE;
  return mst_json_root (parser) ||
      mst_album_refuse (error, "the file does not hold an object of JSON");
}

MstProject *
mst_project_load (const gchar *path, GPtrArray *problems, GPtrArray *notices,
    GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree gchar *whole = g_canonicalize_filename (path, NULL);
  g_autofree gchar *folder = g_path_get_dirname (whole);
  MstProject *self;
  JsonObject *root;

  if (!load_root (path, parser, error))
    return NULL;
  self = mst_project_new ();
  root = mst_json_root (parser);
  mst_members_read (root, project_rows, G_N_ELEMENTS (project_rows), self,
      "album", problems);
  if (!json_object_has_member (root, "version"))
    mst_problem (problems, "album", "\"version\" is missing (it is %d)",
        VERSION_READ);
  read_songs (self, root, folder, problems);
  read_masters (self, root, problems);
  if (self->cover)
    self->cover_path = g_canonicalize_filename (self->cover, folder);
  mst_project_check (self, problems, notices);
  return self;
}

static void
write_masters (JsonBuilder *builder, const GArray *masters)
{
  json_builder_set_member_name (builder, "masters");
  json_builder_begin_array (builder);
  for (guint i = 0; i < masters->len; i++) {
    const MstMaster *master = &g_array_index (masters, MstMaster, i);
    json_builder_begin_object (builder);
    if (master->kind == default_master.kind) {
      json_builder_set_member_name (builder, "kind");
      json_builder_add_string_value (builder, kinds[master->kind]);
    }
    mst_members_write (builder, master_rows, G_N_ELEMENTS (master_rows), master,
        &default_master);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

static void
write_songs (JsonBuilder *builder, const MstProject *self)
{
  json_builder_set_member_name (builder, "tracks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->songs->len; i++) {
    json_builder_begin_object (builder);
    mst_members_write (builder, song_rows, G_N_ELEMENTS (song_rows),
        mst_project_song (self, i), &default_song);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

gchar *
mst_project_write (const MstProject *self)
{
  g_autoptr (MstProject) defaults = mst_project_new ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "version");
  json_builder_add_int_value (builder, VERSION_READ);
  mst_members_write (builder, project_rows + 1, G_N_ELEMENTS (project_rows) - 1,
      self, defaults);
  write_songs (builder, self);
  write_masters (builder, self->masters);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  json_generator_set_root (generator, root);
  json_generator_set_pretty (generator, TRUE);
  return json_generator_to_data (generator, NULL);
}
