/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Cue sheets of others, and projects as they are written. Oracles: the sheets
 * themselves, and the reader of projects. */
#include <string.h>

#include "album/cueread.h"
#include "album/sheet.h"
#include "discs.h"
#include "projects.h"

static const MstSong *
song (const MstProject *project, guint i)
{
  return mst_project_song (project, i);
}

static void
test_one_file_becomes_parts_that_flow (void)
{
  g_autoptr (MstDisc) disc = disc_of_three ();
  g_autofree gchar *cue = mst_cue_write (disc, "IMAGE.wav", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (MstProject) project = mst_cue_read (cue, &error);

  mst_check (project && project->songs->len == 3, "%s",
      error ? error->message : "");
  mst_check (strcmp (project->title, "Pr\303\274fung & Probe") == 0, "%s",
      project->title);
  mst_check (strcmp (project->upc_text, "4006381333931") == 0, "%s",
      project->upc_text);
  mst_check (strcmp (song (project, 2)->title, "Gr\303\266\303\237e") == 0,
      "%s", song (project, 2)->title);
  mst_check (strcmp (song (project, 1)->isrc_text, "DEA450000002") == 0, "%s",
      song (project, 1)->isrc_text);
  mst_check (song (project, 1)->flags &&
          strcmp (song (project, 1)->flags[0], "copy-permitted") == 0,
      "flags");
  mst_check_near (song (project, 0)->trim.from, 2.0, 1e-9);
  mst_check_near (song (project, 0)->trim.to, 22.0, 1e-9);
  mst_check_near (song (project, 1)->trim.to, 35.0 + 7.0 / 75.0, 1e-9);
  mst_check (isnan (song (project, 2)->trim.to), "the last part ends");
  mst_check (song (project, 0)->index->len == 1, "no mark");
  mst_check_near (g_array_index (song (project, 0)->index, gdouble, 0), 10.0,
      1e-9);
  mst_check (!song (project, 0)->join && song (project, 1)->join, "joints");
}

static void
test_a_file_a_track_becomes_songs (void)
{
  g_autoptr (MstProject) project = mst_cue_read (
      "\357\273\277REM GENRE Rock\r\nREM DATE 1999\r\nREM COMMENT \"x\"\r\n"
      "PERFORMER \"A \"quoted\" band\"\r\nTITLE Single\r\n"
      "FILE \"01 one.wav\" WAVE\r\n  TRACK 01 AUDIO\r\n    TITLE \"One\"\r\n"
      "    INDEX 01 00:00:00\r\n"
      "FILE 02.wav WAVE\r\n  TRACK 02 AUDIO\r\n    INDEX 01 00:00:00\r\n"
      "FILE data.iso BINARY\r\n  TRACK 03 MODE1/2352\r\n"
      "    INDEX 01 00:00:00\r\n",
      NULL);

  mst_check (project && project->songs->len == 2, "songs");
  mst_check (strcmp (project->genre, "Rock") == 0 &&
          strcmp (project->date, "1999") == 0,
      "remarks");
  mst_check (strcmp (project->artist, "A \"quoted\" band") == 0, "%s",
      project->artist);
  mst_check (strcmp (song (project, 0)->file, "01 one.wav") == 0, "%s",
      song (project, 0)->file);
  mst_check (isnan (song (project, 0)->trim.from) &&
          isnan (song (project, 0)->trim.to) && !song (project, 1)->join,
      "a part of a file");
}

static void
check_refused (const gchar *text, const gchar *why)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (MstProject) project = mst_cue_read (text, &error);

  mst_check (!project && error && strstr (error->message, why), "\"%s\": %s",
      text, error ? error->message : "read");
}

static void
test_what_is_not_a_cue_sheet_is_refused (void)
{
  check_refused ("", "no track of sound");
  check_refused ("{\"version\": 1}", "no track of sound");
  check_refused ("TRACK 01 AUDIO\n", "line 1: a TRACK comes before any FILE");
  check_refused ("FILE x WAVE\nTRACK 01 AUDIO\nINDEX 01 00:61:00\n",
      "line 3: INDEX has no number and time");
  check_refused ("FILE x WAVE\n\nTRACK 01 AUDIO\nINDEX one\n",
      "line 4: INDEX has no number and time");
}

static void
test_a_project_is_read_as_it_was_written (void)
{
  Loaded first = load_project (
      "{'version': 1, 'title': 'T', 'level': 'even', 'tracks': ["
      "{'file': '1.wav', 'isrc': 'DEA450000001', 'gap': 0.5,"
      " 'trim': [null, 3], 'index': [1]},"
      "{'file': '2.wav', 'join': true, 'flags': ['scms'], 'trim': [1, 2]}],"
      " 'masters': [{'kind': 'files', 'format': 'wav', 'bits': 16},"
      " {'kind': 'cd', 'cd-text': false}]}");
  g_autofree gchar *written = mst_project_write (first.project);
  Loaded second = load_project (written);
  g_autofree gchar *again =
      second.project ? mst_project_write (second.project) : NULL;

  mst_check (first.problems->len == 0 && second.problems->len == 0, "%s",
      written);
  mst_check (g_strcmp0 (written, again) == 0, "%s\n%s", written, again);
  mst_check (strstr (written, "\"gap\" : 0.5"), "%s", written);
  mst_check (!strstr (written, "crossfade"), "%s", written);
  unload_project (&first);
  unload_project (&second);
}

int
main (void)
{
  MST_RUN (test_one_file_becomes_parts_that_flow);
  MST_RUN (test_a_file_a_track_becomes_songs);
  MST_RUN (test_what_is_not_a_cue_sheet_is_refused);
  MST_RUN (test_a_project_is_read_as_it_was_written);
  return mst_done ();
}
