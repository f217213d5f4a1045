/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Streams with holes: packets of 10 ms that are lost, one in a hundred, and
 * timestamps that jitter. The oracle is the same element, played the stream
 * without a loss: levels in blocks of 100 ms without a hole are compared with
 * it.
 */
#include "rig.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PACKET 480
#define PACKETS 1500 /* 15 s */
#define BLOCK 10     /* packets: 100 ms */
#define BLOCKS (PACKETS / BLOCK)
#define LONGEST_OFF 3 /* blocks: 300 ms, within the releases of all stages */

/* --- the play */

typedef struct {
  gdouble power[BLOCKS];
  gint frames[BLOCKS];
} Levels;

static gboolean
is_lost (gint packet)
{
  guint32 state = (guint32) packet * 2654435761u + 7u;

  rig_random (&state);
  return packet > 100 && rig_random (&state) % 100 == 0;
}

typedef enum { WHOLE, LOST, GAPS } Kind;

static guint64
total (const Levels *levels)
{
  guint64 frames = 0;

  for (gint i = 0; i < BLOCKS; i++)
    frames += (guint64) levels->frames[i];
  return frames;
}

/* Plays the music, whole or without some packets. */
static void
play (const RigPlayer *player, const gfloat *music, Kind kind, Levels *levels)
{
  Rig rig;
  gboolean lost = FALSE;

  *levels = (Levels){ 0 };
  rig_init_player (&rig, player);
  for (gint k = 0; k < PACKETS; k++) {
    GstBuffer *buffer = rig_noise (&rig, PACKET);

    if (kind != WHOLE && is_lost (k)) {
      if (kind == GAPS)
        gst_harness_push_event (rig.harness,
            gst_event_new_gap (GST_BUFFER_PTS (buffer), 10 * GST_MSECOND));
      gst_buffer_unref (buffer);
      lost = TRUE;
      continue;
    }
    gst_buffer_fill (buffer, 0, music + (gsize) 2 * PACKET * k,
        2 * PACKET * sizeof (gfloat));
    if (lost)
      GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
    lost = FALSE;
    rig_push_buffer (&rig, buffer);
    rig_collect_power (&rig, PACKET * BLOCK, levels->power, levels->frames);
  }
  rig_eos (&rig);
  rig_collect_power (&rig, PACKET * BLOCK, levels->power, levels->frames);
  rig_clear (&rig);
}

/* --- the comparison */

static int
by_size (const void *a, const void *b)
{
  gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

/* The longest time that levels are off by more than 0.3 dB at a stretch, in
 * blocks; those with a hole count with what is around them. */
static guint
longest_off (const Levels *whole, const Levels *holed)
{
  guint longest = 0, run = 0;

  for (gint i = 0; i < BLOCKS; i++) {
    const gboolean full = holed->frames[i] == PACKET * BLOCK;
    const gdouble off =
        full ? fabs (10 * log10 (holed->power[i] / whole->power[i])) : 0.0;

    if (off > 0.3)
      run++;
    else if (full || run == 0)
      run = 0;
    else
      run++;
    longest = MAX (longest, run);
  }
  return longest;
}

/* Levels of the blocks without a hole, against those of the whole. */
static void
check_levels (const RigPlayer *player, const Levels *whole, const Levels *holed)
{
  gdouble off[BLOCKS];
  guint n = 0;

  for (gint i = 0; i < BLOCKS; i++)
    if (holed->frames[i] == PACKET * BLOCK)
      off[n++] = fabs (10 * log10 (holed->power[i] / whole->power[i]));
  fail_unless (n > BLOCKS * 8 / 10);
  qsort (off, n, sizeof (off[0]), by_size);
  g_print ("# %s %s: median %.3f dB, 99 %% %.3f dB, worst %.3f dB, "
           "over 0.3 dB for %u ms\n",
      player->element, player->preset ? player->preset : player->values,
      off[n / 2], off[n * 99 / 100], off[n - 1],
      100 * longest_off (whole, holed));
  fail_unless (off[n / 2] <= 0.05 && off[n * 99 / 100] <= 0.3 &&
          off[n - 1] <= 1.5 && longest_off (whole, holed) <= LONGEST_OFF,
      "%s %s", player->element,
      player->preset ? player->preset : player->values);
}

/* A packet that is lost takes its own frames along, and nothing else: DISCONT
 * tells of it, or a GAP event in its place. */
GST_START_TEST (test_lost_packets)
{
  static Levels whole, holed;
  g_autofree gfloat *music = rig_music (PACKETS * PACKET, 8.0);
  guint64 lost = 0;

  if (rig_leaves_out (__i__))
    return;
  for (gint k = 0; k < PACKETS; k++)
    lost += is_lost (k) ? PACKET : 0;
  play (&rig_players[__i__], music, WHOLE, &whole);
  fail_unless_equals_uint64 (total (&whole), (guint64) PACKETS * PACKET);
  for (Kind kind = LOST; kind <= GAPS; kind++) {
    play (&rig_players[__i__], music, kind, &holed);
    fail_unless_equals_uint64 (total (&holed) + lost, total (&whole));
    check_levels (&rig_players[__i__], &whole, &holed);
  }
}
GST_END_TEST;

/* Up to 3 ms either way, which a receiver leaves in. */
GST_START_TEST (test_jitter)
{
  g_autofree gfloat *music = rig_music (PACKETS * PACKET, 8.0);
  RigOutput outputs[2] = { { 0 } };

  if (rig_leaves_out (__i__))
    return;
  for (gint jitter = 0; jitter < 2; jitter++) {
    guint32 state = 3;
    Rig rig;
    rig_init_player (&rig, &rig_players[__i__]);
    for (gint k = 0; k < 300; k++) {
      GstBuffer *buffer = rig_noise (&rig, PACKET);
      gst_buffer_fill (buffer, 0, music + (gsize) 2 * PACKET * k,
          2 * PACKET * sizeof (gfloat));
      if (jitter)
        GST_BUFFER_PTS (buffer) +=
            rig_random (&state) % (6 * GST_MSECOND) - 3 * GST_MSECOND;
      rig_push_buffer (&rig, buffer);
    }
    rig_eos (&rig);
    rig_collect (&rig, &outputs[jitter]);
    rig_clear (&rig);
  }
  rig_assert_same (&outputs[0], &outputs[1]);
  rig_output_clear (&outputs[0]);
  rig_output_clear (&outputs[1]);
}
GST_END_TEST;

/* Plays a second, a hole and the second once more; returns whether the latter
 * leaves as the former did, as it does where the stage started afresh. */
static gboolean
starts_afresh (gdouble hold, GstClockTime hole)
{
  Rig rig;
  RigOutput output = { 0 };
  gboolean same;

  rig_init (&rig, "mastercompressor", RIG_RATE, 2);
  g_object_set (rig.harness->element, "ratio", 8.0, "threshold", -40.0,
      "makeup", 10.0, "release", 500.0, "gap-hold", hold, NULL);
  rig_push (&rig, RIG_RATE, PACKET);
  rig.pushed = 0;
  for (gint k = 0; k < RIG_RATE / PACKET; k++) {
    GstBuffer *buffer = rig_noise (&rig, PACKET);
    GST_BUFFER_PTS (buffer) += GST_SECOND + hole;
    rig_push_buffer (&rig, buffer);
  }
  rig_eos (&rig);
  rig_collect (&rig, &output);
  fail_unless_equals_int (output.frames, 2 * RIG_RATE);
  same = memcmp (output.bytes->data, output.bytes->data + output.bytes->len / 2,
             output.bytes->len / 2) == 0;
  rig_output_clear (&output);
  rig_clear (&rig);
  return same;
}

GST_START_TEST (test_a_long_hole_starts_afresh)
{
  fail_if (starts_afresh (1000, GST_SECOND));
  fail_unless (starts_afresh (1000, GST_SECOND + 10 * GST_MSECOND));
  fail_if (starts_afresh (100, 100 * GST_MSECOND));
  fail_unless (starts_afresh (100, 110 * GST_MSECOND));
  fail_unless (starts_afresh (0, 100 * GST_MSECOND));
}
GST_END_TEST;

static Suite *
loss_suite (void)
{
  Suite *suite = suite_create ("loss");
  TCase *tests = tcase_create ("holes");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_loop_test (tests, test_lost_packets, 0, rig_n_players);
  tcase_add_loop_test (tests, test_jitter, 0, rig_n_players);
  tcase_add_test (tests, test_a_long_hole_starts_afresh);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, loss_suite, "loss", __FILE__);
}
