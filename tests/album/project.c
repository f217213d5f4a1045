/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Projects. Oracle: docs/album.md, which says what each member may hold. */
#include <string.h>

#include "projects.h"

static void
test_everything_has_a_default_but_the_files (void)
{
  Loaded loaded =
      load_project ("{'version': 1, 'tracks': [{'file': '1.wav'}]}");
  const MstProject *project = loaded.project;

  mst_check (project, "%s", loaded.error ? loaded.error->message : "");
  mst_check (loaded.problems->len == 0, "%s",
      (gchar *) g_ptr_array_index (loaded.problems, 0));
  mst_check (project->level == MST_LEVEL_NATURAL, "%d", project->level);
  mst_check_near (project->strength, 70.0, 0.0);
  mst_check_near (mst_project_cohesion (project), 0.0, 0.0);
  mst_check_near (mst_project_song (project, 0)->gap, 2.0, 0.0);
  mst_check (project->masters->len == 1 &&
          g_array_index (project->masters, MstMaster, 0).kind ==
              MST_MASTER_FILES,
      "%u masters", project->masters->len);
  unload_project (&loaded);
}

static void
test_members_are_read (void)
{
  Loaded loaded = load_project (
      "{'version': 1, 'title': ' T ', 'upc': '4006381333931', 'level': 'even',"
      " 'strength': 30, 'tracks': ["
      "{'file': '1.wav', 'title': 'One', 'isrc': 'de-a45-00-00001',"
      " 'trim': [0.5, null], 'index': [1, 2.5]},"
      "{'file': '2.wav', 'join': true, 'flags': ['copy-permitted'],"
      " 'level': -1.5}],"
      " 'masters': [{'kind': 'cd', 'cd-text': false},"
      " {'kind': 'cassette'}]}");
  const MstProject *project = loaded.project;
  const MstSong *one = mst_project_song (project, 0);
  const MstSong *two = mst_project_song (project, 1);
  const MstMaster *cd = &g_array_index (project->masters, MstMaster, 0);

  for (guint i = 0; i < loaded.problems->len; i++)
    mst_check (FALSE, "%s", (gchar *) g_ptr_array_index (loaded.problems, i));
  mst_check (strcmp (project->title, "T") == 0, "%s", project->title);
  mst_check (strcmp (project->ean, "4006381333931") == 0, "%s", project->ean);
  mst_check (project->level == MST_LEVEL_EVEN, "%d", project->level);
  mst_check (strcmp (one->isrc, "DEA450000001") == 0, "%s", one->isrc);
  mst_check (one->trim.from == 0.5 && isnan (one->trim.to), "trim");
  mst_check (one->index && one->index->len == 2, "index");
  mst_check (mst_project_flows (project, 1), "no flow");
  mst_check_near (two->level, -1.5, 0.0);
  mst_check (two->flags && strcmp (two->flags[0], "copy-permitted") == 0,
      "flags");
  mst_check (cd->kind == MST_MASTER_CD && !cd->cd_text, "cd");
  mst_check (g_array_index (project->masters, MstMaster, 1).record ==
          MST_RECORD_C60,
      "cassette");
  unload_project (&loaded);
}

typedef struct {
  const gchar *text;    /* the project */
  const gchar *problem; /* a part of what is told */
} Case;

#define ALBUM(tracks) "{'version': 1, 'tracks': [" tracks "]}"

static const Case cases[] = {
  { "{'tracks': [{'file': '1.wav'}]}", "\"version\" is missing" },
  { "{'version': 2, 'tracks': [{'file': '1.wav'}]}",
      "\"version\" must be a number from 1 to 1" },
  { "{'version': 1}", "there are no \"tracks\"" },
  { "{'version': 1, 'tracks': 3}", "\"tracks\" must be a list" },
  { "{'version': 1, 'tilte': 'x', 'tracks': [{'file': '1.wav'}]}",
      "album: \"tilte\" is not known here" },
  { "{'version': 1, 'level': 'loud', 'tracks': [{'file': '1.wav'}]}",
      "\"level\" must be one of: album, even, natural" },
  { "{'version': 1, 'upc': '4006381333932', 'tracks': [{'file': '1.wav'}]}",
      "should be 1" },
  { "{'version': 1, 'cover': 'no.png', 'tracks': [{'file': '1.wav'}]}",
      "the cover no.png cannot be read" },
  { "{'version': 1, 'cover': '1.wav', 'tracks': [{'file': '1.wav'}]}",
      "neither a JPEG nor a PNG" },
  { ALBUM ("7"), "song 1: this must be an object" },
  { ALBUM ("{'title': 'x'}"), "song 1: \"file\" is missing" },
  { ALBUM ("{'file': 'none.wav'}"), "song 1 (none.wav): the file is missing" },
  { ALBUM ("{'file': '1.wav', 'gap': -1}"),
      "song 1: \"gap\" must be a number from 0 to 60" },
  { ALBUM ("{'file': '1.wav', 'join': 'yes'}"),
      "\"join\" must be true or false" },
  { ALBUM ("{'file': '1.wav', 'join': true}"), "none to be joined to" },
  { ALBUM ("{'file': '1.wav', 'crossfade': 2}"), "none to be crossfaded with" },
  { ALBUM ("{'file': '1.wav', 'trim': [2, 1]}"), "not after its start" },
  { ALBUM ("{'file': '1.wav', 'trim': 'all'}"),
      "\"trim\" must be \"auto\" or two times" },
  { ALBUM ("{'file': '1.wav'}, {'file': '2.wav', 'join': true, "
           "'trim': 'auto'}"),
      "song 2 (2.wav): \"trim\": \"auto\" would cut" },
  { ALBUM ("{'file': '1.wav', 'index': [5, 5.05]}"), "the mark at 5.05 s" },
  { ALBUM ("{'file': '1.wav', 'index': [5, 'x']}"),
      "\"index\" must be a list of numbers" },
  { ALBUM ("{'file': '1.wav', 'isrc': 'X'}"), "the ISRC \"X\" is not" },
  { ALBUM ("{'file': '1.wav', 'isrc': 'DEA450000001'},"
           "{'file': '2.wav', 'isrc': 'dea450000001'}"),
      "song 2 (2.wav): the ISRC DEA450000001 is that of song 1, too" },
  { ALBUM ("{'file': '1.wav', 'flags': ['scms', 'copy-permitted']}"),
      "permit copies and limit them" },
  { ALBUM ("{'file': '1.wav', 'flags': ['loud']}"),
      "\"flags\" must be a list of: copy-permitted, pre-emphasis, scms" },
  { ALBUM ("{'file': '1.wav', 'side': 'A'}, {'file': '2.wav', 'side': 'B'},"
           "{'file': '3.wav', 'side': 'A'}"),
      "side A does not follow" },
  { ALBUM ("{'file': '1.wav', 'side': 'A'}, {'file': '2.wav'}"),
      "a letter from A on for each song" },
  { ALBUM ("{'file': '1.wav', 'side': 'A'},"
           "{'file': '2.wav', 'side': 'B', 'join': true}"),
      "begins a side and flows out" },
  { "{'version': 1, 'tracks': [{'file': '1.wav'}], 'masters': [{}]}",
      "master 1: \"kind\" is missing" },
  { "{'version': 1, 'tracks': [{'file': '1.wav'}],"
    " 'masters': [{'kind': 'cd'}, {'kind': 'cd'}]}",
      "master 2: master 1 is of the same kind" },
  { "{'version': 1, 'tracks': [{'file': '1.wav'}],"
    " 'masters': [{'kind': 'files'}, {'kind': 'cd'},"
    " {'kind': 'files', 'format': 'wav'}]}",
      "master 3: master 1 is of the same kind" },
  { "{'version': 1, 'tracks': [{'file': '1.wav'}],"
    " 'masters': [{'kind': 'vinyl', 'record': 'C90'}]}",
      "C90 is a cassette" },
  { "{'version': 1, 'tracks': [{'file': '1.wav'}],"
    " 'masters': [{'kind': 'files', 'bits': 20}]}",
      "\"bits\" must be 16 or 24" },
  { "{'version': 1, 'tracks': [{'file': '1.wav'}], 'masters':"
    " [{'kind': 'cd', 'cd-text': false, 'cd-text-codes': true}]}",
      "\"cd-text-codes\" needs \"cd-text\"" },
};

static void
test_each_fault_is_told_with_its_place (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    Loaded loaded = load_project (cases[i].text);
    gboolean told = FALSE;
    for (guint k = 0; k < loaded.problems->len; k++)
      told |= strstr (g_ptr_array_index (loaded.problems, k),
                  cases[i].problem) != NULL;
    mst_check (told, "\"%s\" was not told; %u problems, the first: %s",
        cases[i].problem, loaded.problems->len,
        loaded.problems->len ? (gchar *) loaded.problems->pdata[0] : "-");
    unload_project (&loaded);
  }
}

static void
test_all_faults_are_told_at_once (void)
{
  Loaded loaded = load_project (
      "{'version': 1, 'x': 1, 'tracks': [{'file': 'no.wav', 'gap': 99}]}");

  mst_check (loaded.problems->len == 3, "%u", loaded.problems->len);
  unload_project (&loaded);
}

static void
test_what_is_not_json_is_an_error (void)
{
  static const gchar *const texts[] = { "", "[]", "{", "{'version': 1,}",
    "// no\n{}" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    Loaded loaded = load_project (texts[i]);
    mst_check (!loaded.project && loaded.error, "\"%s\" was read", texts[i]);
    unload_project (&loaded);
  }
}

int
main (void)
{
  MST_RUN (test_everything_has_a_default_but_the_files);
  MST_RUN (test_members_are_read);
  MST_RUN (test_each_fault_is_told_with_its_place);
  MST_RUN (test_all_faults_are_told_at_once);
  MST_RUN (test_what_is_not_json_is_an_error);
  return mst_done ();
}
