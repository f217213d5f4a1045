/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Seeks: a flush, and music from elsewhere. The oracle is the same element,
 * played the same music without a seek: from the first half second on, levels
 * are to be like its own.
 */
#include "rig.h"

#include <math.h>

#define PACKET 480
#define PACKETS 1700 /* 17 s */
#define BLOCK 50     /* packets: half a second */
#define BLOCKS (PACKETS / BLOCK)

static void
push_music (Rig *rig, const gfloat *music, gint from, gint to)
{
  rig->pushed = (guint64) from * PACKET;
  for (gint k = from; k < to; k++) {
    GstBuffer *buffer = rig_noise (rig, PACKET);
    gst_buffer_fill (buffer, 0, music + (gsize) 2 * PACKET * k,
        2 * PACKET * sizeof (gfloat));
    rig_push_buffer (rig, buffer);
  }
}

static void
seek (Rig *rig)
{
  GstSegment segment;

  gst_segment_init (&segment, GST_FORMAT_TIME);
  gst_harness_push_event (rig->harness, gst_event_new_flush_start ());
  gst_harness_push_event (rig->harness, gst_event_new_flush_stop (TRUE));
  gst_harness_push_event (rig->harness, gst_event_new_segment (&segment));
}

/* Plays up to packet `from`, then from packet `to` on. */
static void
play (const RigPlayer *player, const gfloat *music, gint from, gint to,
    gdouble *power)
{
  gint frames[BLOCKS] = { 0 };
  Rig rig;

  rig_init_player (&rig, player);
  push_music (&rig, music, 0, from);
  if (from != to) {
    gdouble heard[BLOCKS] = { 0 };
    rig_collect_power (&rig, PACKET * BLOCK, heard, frames);
    seek (&rig);
  }
  push_music (&rig, music, to, PACKETS);
  rig_eos (&rig);
  rig_collect_power (&rig, PACKET * BLOCK, power, frames);
  rig_clear (&rig);
}

/* Forwards into a louder part and a softer one, and back; within 1.5 dB in each
 * half second, the first of them, too. */
GST_START_TEST (test_levels_after_a_seek)
{
  static const gint jumps[][2] = { { 900, 1400 }, { 1500, 1100 } };
  const RigPlayer *player = &rig_players[__i__];
  g_autofree gfloat *music = rig_music (PACKETS * PACKET, 3.0);
  gdouble whole[BLOCKS] = { 0 }, worst = 0.0;

  if (rig_leaves_out (__i__))
    return;
  play (player, music, 0, 0, whole);
  for (guint i = 0; i < G_N_ELEMENTS (jumps); i++) {
    gdouble jumped[BLOCKS] = { 0 };
    play (player, music, jumps[i][0], jumps[i][1], jumped);
    for (gint b = jumps[i][1] / BLOCK; b < BLOCKS; b++) {
      gdouble off = 10 * log10 (jumped[b] / whole[b]);
      worst = MAX (worst, fabs (off));
      fail_unless (fabs (off) <= 1.5, "%s %s: from %d to %d, %+.2f dB at %g s",
          player->element, player->preset ? player->preset : player->values,
          jumps[i][0], jumps[i][1], off, b * 0.5);
    }
  }
  g_print ("# %s %s: worst %.3f dB\n", player->element,
      player->preset ? player->preset : player->values, worst);
}
GST_END_TEST;

static Suite *
seek_suite (void)
{
  Suite *suite = suite_create ("seek");
  TCase *tests = tcase_create ("levels");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_loop_test (tests, test_levels_after_a_seek, 0, rig_n_players);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, seek_suite, "seek", __FILE__);
}
