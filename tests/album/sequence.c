/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Where songs lie, on which side, and how loud. Oracles: arithmetic, and for
 * the sides a search through all ways to divide them. */
#include <string.h>

#include "album/cutting.h"
#include "album/level.h"
#include "album/sequence.h"
#include "album/sides.h"
#include "projects.h"

#define FOUR                                                                   \
  "{'version': 1, 'title': 'T', 'level': '%s', 'tracks': ["                    \
  "{'file': '1.wav', 'title': 'One', 'index': [10]},"                          \
  "{'file': '2.wav', 'title': 'Two', 'join': true},"                           \
  "{'file': '3.wav', 'title': 'Three'%s},"                                     \
  "{'file': '4.wav', 'title': 'Four', 'gap': 3}]}"

static Loaded
four (const gchar *level, const gchar *third)
{
  g_autofree gchar *text = g_strdup_printf (FOUR, level, third);

  return load_project (text);
}

static void
check_place (const MstSequence *sequence, guint i, guint64 pause, guint64 start,
    guint64 end, guint run)
{
  const MstPlace *place = mst_sequence_place (sequence, i);

  mst_check (place->pause == pause && place->start == start &&
          place->end == end && place->run == run,
      "song %u: %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT
      " %u",
      i + 1, place->pause, place->start, place->end, place->run);
}

static void
test_songs_follow_with_gaps_and_joints (void)
{
  static const guint64 frames[] = { 480001, 480003, 480005, 480007 };
  Loaded loaded = four ("even", "");
  g_autoptr (MstSequence) sequence =
      mst_sequence_new (loaded.project, frames, 48000, FALSE, NULL);

  check_place (sequence, 0, 0, 0, 480001, 0);
  check_place (sequence, 1, 480001, 480001, 960004, 0);
  check_place (sequence, 2, 960004, 1056004, 1536009, 1);
  check_place (sequence, 3, 1536009, 1680009, 2160016, 2);
  mst_check (sequence->length == 2160016 && sequence->runs == 3, "%u runs",
      sequence->runs);
  unload_project (&loaded);
}

static void
test_a_crossfade_overlaps_two_songs (void)
{
  static const guint64 frames[] = { 480000, 480000, 480000, 480000 };
  Loaded loaded = four ("even", ", 'crossfade': 4");
  Loaded wide = four ("even", ", 'crossfade': 6");
  g_autoptr (GError) error = NULL;
  g_autoptr (MstSequence) sequence =
      mst_sequence_new (loaded.project, frames, 48000, FALSE, NULL);

  check_place (sequence, 2, 768000, 768000, 1248000, 0);
  mst_check (!mst_sequence_new (wide.project, frames, 48000, FALSE, &error) &&
          strstr (error->message, "song 3 (3.wav)"),
      "%s", error ? error->message : "taken");
  unload_project (&loaded);
  unload_project (&wide);
}

/* A mark inside a run moves to the sector that holds the song's first frame; a
 * song behind a gap begins on a sector. */
static void
test_marks_lie_on_sectors (void)
{
  static const guint64 frames[] = { 882001, 882100, 441000, 441000 };
  Loaded loaded = four ("even", "");
  g_autoptr (MstSequence) sequence =
      mst_sequence_new (loaded.project, frames, MST_DISC_RATE, TRUE, NULL);
  g_autoptr (MstDisc) disc = mst_sequence_disc (sequence, loaded.project);
  g_autoptr (GError) error = NULL;
  guint64 joint = 88200 + 882001, end = joint + 882100;

  check_place (sequence, 0, 0, 88200, joint, 0);
  check_place (sequence, 1, joint, joint, end, 0);
  mst_check (mst_sequence_place (sequence, 2)->start % 588 == 0, "a song");
  mst_check (mst_sequence_place (sequence, 2)->start >= end + 88200 &&
          mst_sequence_place (sequence, 2)->start < end + 88200 + 588,
      "the gap");
  mst_check (mst_disc_track_start (mst_disc_track (disc, 1)) == joint / 588,
      "%u", mst_disc_track_start (mst_disc_track (disc, 1)));
  mst_check (mst_disc_track_index (mst_disc_track (disc, 1), 0) == joint / 588,
      "a pause in a joint");
  mst_check (mst_disc_track_index (mst_disc_track (disc, 2), 0) ==
          (end + 587) / 588,
      "the pause");
  mst_check (mst_disc_track_index (mst_disc_track (disc, 0), 2) == 150 + 750,
      "the mark");
  mst_check (disc->lead_out * 588u == sequence->length, "the lead-out");
  mst_check (
      g_strcmp0 (mst_disc_track (disc, 3)->texts[MST_DISC_TITLE], "Four") == 0,
      "a title");
  mst_check (mst_disc_check (disc, &error), "%s", error ? error->message : "");
  unload_project (&loaded);
}

/* How long the songs from `first` to before `end` are on one side. */
static gdouble
side_length (const MstSideSpan *spans, guint first, guint end)
{
  gdouble length = 0.0;

  for (guint i = first; i < end; i++)
    length += spans[i].length + (i > first ? spans[i].gap : 0.0);
  return length;
}

/* The longest side of the best of all divisions of four songs into two, the
 * joint of songs 1 and 2 kept. */
static gdouble
best_of_two (const MstSideSpan *spans)
{
  gdouble best = INFINITY;

  for (guint cut = 2; cut < 4; cut++)
    best = fmin (best,
        fmax (side_length (spans, 0, cut), side_length (spans, cut, 4)));
  return best;
}

static void
test_sides_are_balanced_and_joints_stay (void)
{
  static const MstSideSpan spans[][4] = {
    { { 2, 300 }, { 0, 300 }, { 2, 300 }, { 2, 300 } },
    { { 2, 900 }, { 0, 30 }, { 2, 200 }, { 2, 100 } },
    { { 0, 100 }, { 0, 100 }, { 3, 900 }, { 60, 50 } },
    { { 9, 60 }, { 0, 700 }, { 60, 690 }, { 60, 10 } },
    { { 2, 700 }, { 0, 60 }, { 60, 700 }, { 60, 60 } }, /* gaps decide */
  };
  Loaded loaded = four ("even", "");

  for (guint k = 0; k < G_N_ELEMENTS (spans); k++) {
    guint sides[4] = { 9, 9, 9, 9 }, cut;
    mst_check (mst_sides_assign (loaded.project, spans[k], MST_RECORD_12_33,
                   sides, NULL),
        "refused");
    mst_check (sides[0] == sides[1], "the joint was split");
    for (cut = 2; cut < 4 && sides[cut] == sides[0]; cut++)
      ;
    mst_check_near (
        fmax (side_length (spans[k], 0, cut), side_length (spans[k], cut, 4)),
        best_of_two (spans[k]), 0.01);
  }
  unload_project (&loaded);
}

static void
test_a_side_that_is_too_long_is_told (void)
{
  static const MstSideSpan spans[] = { { 5, 900 }, { 0, 900 }, { 2, 60 },
    { 2, 60 } };
  Loaded loaded = four ("even", "");
  g_autoptr (GError) error = NULL;
  guint sides[4];

  mst_check (!mst_sides_assign (loaded.project, spans, MST_RECORD_12_33, sides,
                 &error),
      "taken");
  mst_check (error &&
          strcmp (error->message,
              "side A is 30:00 long, and a side of 12-33 holds 26:00") == 0,
      "%s", error ? error->message : "");
  unload_project (&loaded);
}

static void
check_offsets (const gchar *level, const gdouble *want)
{
  static const MstSongLevel songs[] = { { -20.0, 12.0 }, { -24.0, 12.0 },
    { -16.0, 12.0 }, { -28.0, 18.0 } };
  Loaded loaded = four (level, "");
  gdouble offsets[4];

  mst_level_offsets (loaded.project, songs, offsets);
  for (guint i = 0; i < 4; i++)
    mst_check (fabs (offsets[i] - want[i]) < 1e-9, "%s, song %u: %g", level,
        i + 1, offsets[i]);
  unload_project (&loaded);
}

static void
test_levels_are_as_documented (void)
{
  /* Songs 1 and 2 flow: song 2 stays 4 LU under song 1. */
  static const gdouble album[] = { -4.0, -8.0, 0.0, -12.0 };
  static const gdouble even[] = { 0.0, -4.0, 0.0, 0.0 };
  static const gdouble natural[] = { -2.0, -6.0, 0.0, -4.0 };

  check_offsets ("album", album);
  check_offsets ("even", even);
  check_offsets ("natural", natural);
}

/* Times are those of the frames, to a millisecond. */
static void
test_the_cutting_sheet_tells_times_and_faults (void)
{
  static const guint64 frames[] = { 48000 * 700, 48000 * 700, 48000 * 300 + 24,
    48000 * 200 };
  static const guint sides[] = { 0, 0, 1, 1 };
  static const MstSideSong songs[] = { { -14.0, -1.0, 13.0, 0.9, -20.0 },
    { -14.0, -1.0, 13.0, -0.2, -10.0 }, { -9.0, -1.0, 7.5, 0.9, -20.0 },
    { NAN, NAN, NAN, NAN, NAN } };
  Loaded loaded = four ("even", "");
  g_autoptr (MstSequence) sequence =
      mst_sequence_new (loaded.project, frames, 48000, FALSE, NULL);
  g_autoptr (GArray) cuts = mst_cutting_cuts (sequence, sides, songs);
  g_autofree gchar *sheet =
      mst_cutting_sheet_write (loaded.project, MST_RECORD_12_33, cuts, sides);
  static const gchar *const wanted[] = { "Side A, 23:20.000",
    "A2   11:40.000  23:20.000", "longer than 20:00.000, which costs about 3.3",
    "A2 is out of phase below 300 Hz (correlation -0.20)",
    "innermost song is 5.0 dB brighter", "Side B, 08:23.001",
    "B2   05:03.001  08:23.001", "B1 has peaks only 7.5 LU" };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    mst_check (strstr (sheet, wanted[i]), "\"%s\" is not in:\n%s", wanted[i],
        sheet);
  unload_project (&loaded);
}

static void
test_a_song_alone_is_asked_about (void)
{
  static const MstSideSong good = { -18.0, -1.0, 17.0, 0.9, -20.0 };
  static const MstSideSong bad = { -9.0, -1.0, 7.5, -0.2, -20.0 };
  g_autoptr (GPtrArray) none =
      mst_cutting_ask (&good, 1100.0, MST_RECORD_12_33);
  g_autoptr (GPtrArray) some = mst_cutting_ask (&bad, 1260.0, MST_RECORD_12_33);
  g_autoptr (GPtrArray) much = mst_cutting_ask (&good, 301.0, MST_RECORD_7_45);

  mst_check (none->len == 0, "%u", none->len);
  mst_check (some->len == 3 && much->len == 1, "%u, %u", some->len, much->len);
  mst_check (strstr (some->pdata[0],
                 "longer than 20:00.000, which costs about "
                 "1.0 dB"),
      "%s", (const char *) some->pdata[0]);
  mst_check (strstr (much->pdata[0],
                 "longer than 05:00.000, the most that "
                 "7-45 holds"),
      "%s", (const char *) much->pdata[0]);
}

int
main (void)
{
  MST_RUN (test_songs_follow_with_gaps_and_joints);
  MST_RUN (test_a_crossfade_overlaps_two_songs);
  MST_RUN (test_marks_lie_on_sectors);
  MST_RUN (test_sides_are_balanced_and_joints_stay);
  MST_RUN (test_a_side_that_is_too_long_is_told);
  MST_RUN (test_levels_are_as_documented);
  MST_RUN (test_the_cutting_sheet_tells_times_and_faults);
  MST_RUN (test_a_song_alone_is_asked_about);
  return mst_done ();
}
