/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cueread.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "disc.h"
#include "error.h"
#include "latin.h"

typedef struct {
  MstProject *project;
  MstSong *song; /* of the track under way, or NULL: the disc */
  gchar *file;   /* of the FILE command that came last */
  guint in_file; /* songs of it so far */
  guint line;
} Reader;

/* The word at *at, with or without quotation marks; *at moves behind it. */
static gchar *
next_word (const gchar **at)
{
  const gchar *start, *end;

  while (g_ascii_isspace (**at))
    ++*at;
  if (**at == '"') {
    start = *at + 1;
    end = strchr (start, '"');
    if (!end)
      end = start + strlen (start);
    *at = *end ? end + 1 : end;
  } else {
    start = *at;
    for (end = start; *end && !g_ascii_isspace (*end);)
      end++;
    *at = end;
  }
  return g_strndup (start, (gsize) (end - start));
}

/* Texts may have quotation marks inside: they end at the last one. */
static gchar *
rest_of (const gchar *at)
{
  g_autofree gchar *rest = g_strstrip (g_strdup (at));
  gsize length = strlen (rest);

  if (length >= 2 && rest[0] == '"' && rest[length - 1] == '"')
    return g_strndup (rest + 1, length - 2);
  return g_steal_pointer (&rest);
}

static void
set_text (gchar **place, gchar *text)
{
  g_free (*place);
  *place = *text ? text : NULL;
  if (!*text)
    g_free (text);
}

static gboolean
take_track (Reader *self, const gchar *at, GError **error)
{
  g_autofree gchar *kind = NULL;

  g_free (next_word (&at)); /* songs are counted, whatever their numbers */
  kind = next_word (&at);
  if (!self->file)
    return mst_album_refuse (error, "line %u: a TRACK comes before any FILE",
        self->line);
  self->song = NULL;
  if (g_ascii_strcasecmp (kind, "AUDIO") != 0)
    return TRUE;
  self->song = mst_project_add_song (self->project);
  self->song->file = g_strdup (self->file);
  self->in_file++;
  return TRUE;
}

/* Index 01 of the second and later songs of a file is where they are cut out,
 * and where the one before ends; the first song begins with its file. */
static void
start_song (Reader *self, gdouble at)
{
  MstSong *before =
      mst_project_song (self->project, MAX (self->project->songs->len, 2) - 2);

  if (self->in_file == 1) {
    if (at > 0.0)
      self->song->trim.from = at;
    return;
  }
  self->song->join = TRUE;
  self->song->trim.from = at;
  before->trim.to = at;
}

static gboolean
take_index (Reader *self, const gchar *at, GError **error)
{
  guint number, minutes, seconds, frames;
  gdouble place, mark;

  if (!self->song)
    return TRUE;
  if (sscanf (at, "%u %u:%u:%u", &number, &minutes, &seconds, &frames) != 4 ||
      seconds > 59 || frames >= MST_SECTORS_A_SECOND || minutes > 9999)
    return mst_album_refuse (error, "line %u: INDEX has no number and time",
        self->line);
  place = minutes * 60.0 + seconds + (gdouble) frames / MST_SECTORS_A_SECOND;
  if (number == 1)
    start_song (self, place);
  if (number < 2)
    return TRUE;
  if (!self->song->index)
    self->song->index = g_array_new (FALSE, FALSE, sizeof (gdouble));
  mark = place - (isnan (self->song->trim.from) ? 0.0 : self->song->trim.from);
  g_array_append_val (self->song->index, mark);
  return TRUE;
}

static void
take_remark (Reader *self, const gchar *at)
{
  g_autofree gchar *word = next_word (&at);

  if (self->song)
    return;
  if (g_ascii_strcasecmp (word, "DATE") == 0)
    set_text (&self->project->date, rest_of (at));
  else if (g_ascii_strcasecmp (word, "GENRE") == 0)
    set_text (&self->project->genre, rest_of (at));
}

static void
take_flags (Reader *self, const gchar *at)
{
  static const gchar *const names[][2] = { { "DCP", "copy-permitted" },
    { "PRE", "pre-emphasis" }, { "SCMS", "scms" } };
  g_autoptr (GPtrArray) flags = g_ptr_array_new ();
  gchar *word;

  for (word = next_word (&at); *word; word = next_word (&at)) {
    for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
      if (strcmp (word, names[i][0]) == 0)
        g_ptr_array_add (flags, g_strdup (names[i][1]));
    g_free (word);
  }
  g_free (word);
  g_ptr_array_add (flags, NULL);
  g_strfreev (self->song->flags);
  self->song->flags =
      (gchar **) g_ptr_array_free (g_steal_pointer (&flags), FALSE);
}

static void
take_file (Reader *self, const gchar *at)
{
  set_text (&self->file, next_word (&at));
  self->song = NULL;
  self->in_file = 0;
}

/* A text is the song's, or the disc's before the first song. */
static void
take_text (Reader *self, const gchar *command, const gchar *at)
{
  gboolean disc = self->project->songs->len == 0;

  if (!self->song && !disc)
    return;
  if (g_ascii_strcasecmp (command, "TITLE") == 0)
    set_text (disc ? &self->project->title : &self->song->title, rest_of (at));
  else if (g_ascii_strcasecmp (command, "PERFORMER") == 0)
    set_text (disc ? &self->project->artist : &self->song->artist,
        rest_of (at));
  else if (g_ascii_strcasecmp (command, "SONGWRITER") == 0 && !disc)
    set_text (&self->song->songwriter, rest_of (at));
  else if (g_ascii_strcasecmp (command, "ISRC") == 0 && !disc)
    set_text (&self->song->isrc_text, rest_of (at));
  else if (g_ascii_strcasecmp (command, "FLAGS") == 0 && !disc)
    take_flags (self, at);
}

static gboolean
take_line (Reader *self, const gchar *at, GError **error)
{
  g_autofree gchar *command = next_word (&at);

  if (g_ascii_strcasecmp (command, "FILE") == 0)
    take_file (self, at);
  else if (g_ascii_strcasecmp (command, "TRACK") == 0)
    return take_track (self, at, error);
  else if (g_ascii_strcasecmp (command, "INDEX") == 0)
    return take_index (self, at, error);
  else if (g_ascii_strcasecmp (command, "CATALOG") == 0)
    set_text (&self->project->upc_text, rest_of (at));
  else if (g_ascii_strcasecmp (command, "REM") == 0)
    take_remark (self, at);
  else
    take_text (self, command, at);
  return TRUE;
}

MstProject *
mst_cue_read (const gchar *text, GError **error)
{
  g_autoptr (MstProject) project = mst_project_new ();
  g_autofree gchar *latin =
      g_utf8_validate (text, -1, NULL) ? NULL : mst_latin_to_utf8 (text);
  const gchar *known = latin ? latin : text;
  g_auto (GStrv) lines = g_strsplit (
      g_str_has_prefix (known, "\357\273\277") ? known + 3 : known, "\n", -1);
  Reader reader = { .project = project };
  gboolean good = TRUE;

  for (guint i = 0; good && lines[i]; i++) {
    reader.line = i + 1;
    good = take_line (&reader, lines[i], error);
  }
  g_free (reader.file);
  if (good && project->songs->len == 0)
    good = mst_album_refuse (error, "the cue sheet has no track of sound");
  return good ? g_steal_pointer (&project) : NULL;
}
