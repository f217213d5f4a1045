/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Real players: two halves of a song, the second set when the first is about to
 * finish, and `concat`, leave an audio filter as the whole song does. The
 * oracle is the same filter, played the whole.
 */
#include "rig.h"

#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define FRAMES (5 * RIG_RATE)
#define CUT (2 * RIG_RATE + 77)

static gchar *folder;

static gchar *
path_of (const gchar *name)
{
  return g_build_filename (folder, name, NULL);
}

/* Runs the pipeline to its end. */
static void
run (GstElement *pipeline)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (pipeline);
  g_autoptr (GstMessage) message = NULL;

  gst_element_set_state (pipeline, GST_STATE_PLAYING);
  message = gst_bus_timed_pop_filtered (bus, 60 * GST_SECOND,
      GST_MESSAGE_EOS | GST_MESSAGE_ERROR);
  gst_element_set_state (pipeline, GST_STATE_NULL);
  fail_unless (message && GST_MESSAGE_TYPE (message) == GST_MESSAGE_EOS);
}

/* Writes the frames from `from` to `to` as a WAV of 16 bits. */
static void
write_wav (const gchar *name, const gfloat *music, gint from, gint to)
{
  g_autofree gchar *raw = path_of ("raw"), *wav = path_of (name);
  g_autofree gchar *line = g_strdup_printf (
      "filesrc location=\"%s\" ! rawaudioparse format=pcm pcm-format=f32le "
      "sample-rate=48000 num-channels=2 ! audioconvert dithering=none ! "
      "audio/x-raw,format=S16LE ! wavenc ! filesink location=\"%s\"",
      raw, wav);
  g_autoptr (GstElement) pipeline = NULL;

  fail_unless (g_file_set_contents (raw, (const gchar *) (music + 2 * from),
      (gssize) (to - from) * 2 * sizeof (gfloat), NULL));
  pipeline = gst_parse_launch (line, NULL);
  run (pipeline);
  g_unlink (raw);
}

static void
take (GstElement *sink, GstBuffer *buffer, GstPad *pad, GByteArray *bytes)
{
  GstMapInfo map;

  fail_unless (gst_buffer_map (buffer, &map, GST_MAP_READ));
  g_byte_array_append (bytes, map.data, (guint) map.size);
  gst_buffer_unmap (buffer, &map);
}

static GstElement *
make_sink (GByteArray *bytes)
{
  GstElement *bin = gst_parse_bin_from_description (
      "audioconvert ! capsfilter caps=audio/x-raw,format=" GST_AUDIO_NE (
          F32) ",rate=48000,channels=2 ! fakesink name=end sync=false "
               "signal-handoffs=true",
      TRUE, NULL);
  g_autoptr (GstElement) end = gst_bin_get_by_name (GST_BIN (bin), "end");

  g_signal_connect (end, "handoff", G_CALLBACK (take), bytes);
  return bin;
}

static void
set_file (GstElement *player, const gchar *name)
{
  g_autofree gchar *path = path_of (name);
  g_autofree gchar *uri = gst_filename_to_uri (path, NULL);

  g_object_set (player, "uri", uri, NULL);
}

static gboolean second_is_set;

static void
set_second (GstElement *player, gpointer data)
{
  if (!second_is_set)
    set_file (player, "two.wav");
  second_is_set = TRUE;
}

/* Plays the whole, or its halves. */
static GByteArray *
play (const gchar *player_name, const gchar *filter, gboolean halves)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autoptr (GstElement) player = gst_element_factory_make (player_name, NULL);
  g_autofree gchar *line = g_strconcat ("audioconvert ! ", filter, NULL);

  g_object_set (player, "audio-sink", make_sink (bytes), "video-sink",
      gst_element_factory_make ("fakesink", NULL), "audio-filter",
      gst_parse_bin_from_description (line, TRUE, NULL), NULL);
  set_file (player, halves ? "one.wav" : "whole.wav");
  second_is_set = FALSE;
  if (halves)
    g_signal_connect (player, "about-to-finish", G_CALLBACK (set_second), NULL);
  run (player);
  return bytes;
}

static GByteArray *
concatenate (const gchar *filter)
{
  GByteArray *bytes = g_byte_array_new ();
  g_autofree gchar *one = path_of ("one.wav"), *two = path_of ("two.wav");
  g_autofree gchar *line = g_strdup_printf (
      "concat name=c ! audioconvert ! %s ! identity name=last "
      "filesrc location=\"%s\" ! wavparse ! c. filesrc location=\"%s\" ! "
      "wavparse ! c.",
      filter, one, two);
  g_autoptr (GstElement) pipeline = gst_parse_launch (line, NULL);
  g_autoptr (GstElement) last =
      gst_bin_get_by_name (GST_BIN (pipeline), "last");
  GstElement *sink = make_sink (bytes);

  gst_bin_add (GST_BIN (pipeline), sink);
  fail_unless (gst_element_link (last, sink));
  run (pipeline);
  return bytes;
}

static void
check_same (const gchar *what, const gchar *filter, const GByteArray *whole,
    GByteArray *cut)
{
  fail_unless (whole->len == cut->len, "%s, %s: %u bytes of %u", what, filter,
      cut->len, whole->len);
  fail_unless (memcmp (whole->data, cut->data, cut->len) == 0, "%s, %s", what,
      filter);
  g_byte_array_unref (cut);
}

static const gchar *const filters[] = {
  "masterchain preset=loud-club",
  "masterchain preset=night-mode",
  "mastercompressor ratio=4 threshold=-40 makeup=8 lookahead=5",
  "masterloudness mode=live lookahead=300 ! masterlimiter drive=6",
  "mastereq band0::type=low-shelf band0::gain=6",
};

/* playbin3 is left to tests/elements/preroll.c, which knows how to start it. */
GST_START_TEST (test_halves_are_a_whole)
{
  g_autofree gfloat *music = rig_music (FRAMES, 3.0);
  static const gchar *const names[] = { "one.wav", "two.wav", "whole.wav" };
  GByteArray *whole;

  if (!gst_registry_check_feature_version (gst_registry_get (), "playbin", 1, 0,
          0) ||
      !gst_registry_check_feature_version (gst_registry_get (), "wavparse", 1,
          0, 0) ||
      !gst_registry_check_feature_version (gst_registry_get (), "rawaudioparse",
          1, 0, 0))
    return;
  folder = g_dir_make_tmp ("mst-playback-XXXXXX", NULL);
  write_wav ("one.wav", music, 0, CUT);
  write_wav ("two.wav", music, CUT, FRAMES);
  write_wav ("whole.wav", music, 0, FRAMES);
  whole = play ("playbin", filters[__i__], FALSE);
  fail_unless_equals_int (whole->len, FRAMES * 8);
  check_same ("playbin", filters[__i__], whole,
      play ("playbin", filters[__i__], TRUE));
  check_same ("concat", filters[__i__], whole, concatenate (filters[__i__]));
  g_byte_array_unref (whole);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree gchar *path = path_of (names[i]);
    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
}
GST_END_TEST;

static Suite *
playback_suite (void)
{
  Suite *suite = suite_create ("playback");
  TCase *tests = tcase_create ("gapless");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_loop_test (tests, test_halves_are_a_whole, 0,
      G_N_ELEMENTS (filters));
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, playback_suite, "playback", __FILE__);
}
