/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Gapless playback: music that was cut in two streams leaves an element as if
 * it had never been cut. The oracle is the same element, played the uncut
 * music. Each event leaves before the very frame that it came before.
 */
#include "rig.h"

#include <string.h>

#define CUT 9001    /* frames of the first stream */
#define WHOLE 20011 /* of both */

/* Every element, stirred; and all stages and presets as others play them. */
typedef struct {
  const gchar *element;
  gboolean late; /* with a latency other than by default */
  const RigPlayer *player;
} Player;

static gint
n_players (void)
{
  return 2 * rig_n_elements + rig_n_players;
}

static Player
player (gint i)
{
  if (i < 2 * rig_n_elements)
    return (Player){ rig_elements[i / 2], i % 2, NULL };
  return (Player){ NULL, FALSE, &rig_players[i - 2 * rig_n_elements] };
}

static void
start (Rig *rig, const Player *player)
{
  if (player->player) {
    rig_init_player (rig, player->player);
    return;
  }
  rig_init (rig, player->element, RIG_RATE, 2);
  rig_stir (rig, 7);
  for (gint k = 0; player->late && k < rig->stage->n_params; k++) {
    const MstParam *row = &rig->stage->params[k];
    if (row->flags & MST_PARAM_AT_START)
      rig_set_number (rig, row,
          row->kind == MST_KIND_DOUBLE ? row->min + 0.04 * (row->max - row->min)
                                       : row->max);
  }
  rig_set_caps (rig, RIG_RATE + 1000, 2); /* made anew with these values */
  rig_set_caps (rig, RIG_RATE, 2);
}

/* The output, event by event and buffer by buffer. */
typedef struct {
  guint64 frames;
  guint64 at[3];    /* frames that left before each event */
  gint count[3];    /* since the start of the first stream */
  GstClockTime pts; /* of the first buffer of the second segment */
} Watch;

enum { OF_STREAM_START, OF_TAG, OF_SEGMENT };

static gint
kind_of (GstEvent *event)
{
  switch (GST_EVENT_TYPE (event)) {
    case GST_EVENT_STREAM_START:
      return OF_STREAM_START;
    case GST_EVENT_TAG:
      return OF_TAG;
    case GST_EVENT_SEGMENT:
      return OF_SEGMENT;
    default:
      return -1;
  }
}

/* A buffer of planes may have room for more. */
static guint64
frames_of (GstPad *pad, GstBuffer *buffer)
{
  const GstAudioMeta *meta = gst_buffer_get_audio_meta (buffer);
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (pad);
  GstAudioInfo info;

  if (meta)
    return meta->samples;
  fail_unless (gst_audio_info_from_caps (&info, caps));
  return gst_buffer_get_size (buffer) / GST_AUDIO_INFO_BPF (&info);
}

static GstPadProbeReturn
watch (GstPad *pad, GstPadProbeInfo *info, gpointer data)
{
  Watch *self = data;
  gint kind;

  if (GST_PAD_PROBE_INFO_TYPE (info) & GST_PAD_PROBE_TYPE_BUFFER) {
    GstBuffer *buffer = GST_PAD_PROBE_INFO_BUFFER (info);
    if (self->count[OF_SEGMENT] == 1 && !GST_CLOCK_TIME_IS_VALID (self->pts))
      self->pts = GST_BUFFER_PTS (buffer);
    self->frames += frames_of (pad, buffer);
    return GST_PAD_PROBE_OK;
  }
  kind = kind_of (GST_PAD_PROBE_INFO_EVENT (info));
  if (kind >= 0) {
    self->at[kind] = self->frames;
    self->count[kind]++;
  }
  return GST_PAD_PROBE_OK;
}

/* A new stream with the same caps, whose segment goes on where the last ended,
 * `off` later. */
static void
next_stream (Rig *rig, GstClockTimeDiff off)
{
  g_autoptr (GstCaps) caps = gst_pad_get_current_caps (rig->harness->srcpad);
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  segment.base = RIG_START + off +
      gst_util_uint64_scale_round (rig->pushed, GST_SECOND, RIG_RATE);
  gst_harness_push_event (rig->harness, gst_event_new_stream_start ("second"));
  gst_harness_push_event (rig->harness, gst_event_new_caps (caps));
  gst_harness_push_event (rig->harness, gst_event_new_segment (&segment));
  gst_harness_push_event (rig->harness,
      gst_event_new_tag (gst_tag_list_new (GST_TAG_TITLE, "Second", NULL)));
}

/* Pushes the frames from CUT on as those of a stream that starts at 0. */
static void
push_second (Rig *rig, gint size)
{
  while (rig->pushed < WHOLE) {
    GstBuffer *buffer = rig_noise (rig, MIN (size, WHOLE - (gint) rig->pushed));
    GST_BUFFER_PTS (buffer) -=
        RIG_START + gst_util_uint64_scale_round (CUT, GST_SECOND, RIG_RATE);
    rig_push_buffer (rig, buffer);
  }
}

static void
play (const Player *player, gboolean cut, GstClockTimeDiff off, gint size,
    RigOutput *output, Watch *seen)
{
  Rig rig;

  start (&rig, player);
  *seen = (Watch){ .pts = GST_CLOCK_TIME_NONE };
  gst_pad_add_probe (rig.harness->sinkpad,
      GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, watch,
      seen, NULL);
  rig_push (&rig, cut ? CUT : WHOLE, size);
  if (cut) {
    next_stream (&rig, off);
    push_second (&rig, size);
  }
  rig_eos (&rig);
  rig_collect (&rig, output);
  rig_clear (&rig);
}

/* A segment may be half a millisecond off: players round. */
GST_START_TEST (test_a_cut_is_not_heard)
{
  static const GstClockTimeDiff offs[] = { 0, 500 * GST_USECOND };
  Player p = player (__i__);
  RigOutput whole = { 0 }, cut = { 0 };
  Watch seen;

  if (rig_leaves_out (__i__))
    return;
  play (&p, FALSE, 0, 480, &whole, &seen);
  fail_unless_equals_int (whole.frames, WHOLE);
  for (guint i = 0; i < G_N_ELEMENTS (offs); i++) {
    play (&p, TRUE, offs[i], i == 0 ? 480 : 1237, &cut, &seen);
    fail_unless_equals_int (cut.frames, WHOLE);
    rig_assert_same (&whole, &cut);
    rig_output_clear (&cut);
  }
  rig_output_clear (&whole);
}
GST_END_TEST;

GST_START_TEST (test_events_leave_before_their_frame)
{
  Player p = player (__i__);
  RigOutput cut = { 0 };
  Watch seen;

  if (rig_leaves_out (__i__))
    return;
  play (&p, TRUE, 0, 480, &cut, &seen);
  fail_unless_equals_uint64 (seen.at[OF_STREAM_START], CUT);
  fail_unless_equals_uint64 (seen.at[OF_SEGMENT], CUT);
  fail_unless_equals_uint64 (seen.at[OF_TAG], CUT);
  fail_unless_equals_uint64 (seen.pts, 0);
  rig_output_clear (&cut);
}
GST_END_TEST;

static Suite *
gapless_suite (void)
{
  Suite *suite = suite_create ("gapless");
  TCase *tests = tcase_create ("all stages and presets");
  gint n = n_players ();

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_loop_test (tests, test_a_cut_is_not_heard, 0, n);
  tcase_add_loop_test (tests, test_events_leave_before_their_frame, 0, n);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, gapless_suite, "gapless", __FILE__);
}
