/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The chain's presets leave a surround sound as it lies in the room. The oracle
 * is the input: channels that were alike stay alike, in level and in time. */
#include "rig.h"

#include <math.h>

#define CHANNELS 12
#define FRAMES RIG_RATE

enum { CENTRE = 2, LFE = 3 };

/* Feeds stereo to all pairs, and its middle to the centre. */
static void
push_music (Rig *rig, const gfloat *music, gint channels, gboolean mono)
{
  for (gint i = 0; i < FRAMES; i += 480) {
    GstBuffer *buffer = rig_noise (rig, 480);
    gfloat *out = g_new0 (gfloat, 480 * channels);
    for (gint k = 0; k < 480; k++)
      for (gint c = 0; c < channels; c++) {
        gfloat left = music[2 * (i + k)], right = music[2 * (i + k) + 1];
        gfloat middle = 0.5f * (left + right);
        gfloat own = c % 2 ? right : left;
        out[k * channels + c] = c == LFE ? 0.0f
            : c == CENTRE || mono        ? middle
                                         : own;
      }
    gst_buffer_fill (buffer, 0, out, sizeof (gfloat) * 480 * channels);
    g_free (out);
    rig_push_buffer (rig, buffer);
  }
}

static void
play (const gchar *preset, gint channels, gboolean mono, RigOutput *output)
{
  g_autofree gfloat *music = rig_music (FRAMES, 6.0);
  Rig rig;

  rig_init (&rig, "masterchain", 44100, 2);
  g_object_set (rig.harness->element, "preset", preset, NULL);
  rig_set_caps (&rig, RIG_RATE, channels);
  push_music (&rig, music, channels, mono);
  rig_eos (&rig);
  rig_collect (&rig, output);
  fail_unless_equals_uint64 (output->frames, FRAMES);
  rig_clear (&rig);
}

/* 10 log10 of the power of channel a less b, over that of b. */
static gdouble
difference (const RigOutput *output, gint channels, gint a, gint b)
{
  const gfloat *x = (const gfloat *) (gpointer) output->bytes->data;
  gdouble power = 0.0, other = 0.0;

  for (gint i = 0; i < FRAMES; i++, x += channels) {
    power += (x[a] - x[b]) * (x[a] - x[b]);
    other += x[b] * x[b];
  }
  return 10.0 * log10 (power / other);
}

static gdouble
level (const RigOutput *output, gint channels, gint c)
{
  const gfloat *x = (const gfloat *) (gpointer) output->bytes->data;
  gdouble power = 0.0;

  for (gint i = 0; i < FRAMES; i++, x += channels)
    power += x[c] * x[c];
  return 10.0 * log10 (power / FRAMES);
}

/* One preset is for weighing the zones. */
static gboolean
keeps_zones (const RigPlayer *player)
{
  return player->preset && !g_str_equal (player->preset, "late-night-film");
}

/* Whatever a preset does to the fronts, it does to each other pair, to the bit.
 */
GST_START_TEST (test_pairs_stay_alike)
{
  const RigPlayer *player = &rig_players[__i__];

  RigOutput output = { 0 };

  if (!keeps_zones (player))
    return;
  play (player->preset, CHANNELS, FALSE, &output);
  for (gint c = 4; c < CHANNELS; c++)
    fail_unless (isinf (difference (&output, CHANNELS, c, c % 2)),
        "%s: channel %d differs by %g dB", player->preset, c,
        difference (&output, CHANNELS, c, c % 2));
  rig_output_clear (&output);
}
GST_END_TEST;

/* A sound that is the same everywhere stays so: in the centre, too, within 0.1
 * dB. One frame of delay would leave a difference of -10 dB and more. */
GST_START_TEST (test_the_centre_stays_level)
{
  const RigPlayer *player = &rig_players[__i__];
  RigOutput output = { 0 };
  gdouble less, moved;

  if (!keeps_zones (player))
    return;
  play (player->preset, 6, TRUE, &output);
  less = level (&output, 6, CENTRE) - level (&output, 6, 0);
  moved = difference (&output, 6, CENTRE, 0);
  fail_unless (fabs (less) < 0.1 && moved < -20.0,
      "%s: the centre is off by %g dB, by a difference of %g dB",
      player->preset, less, moved);
  rig_output_clear (&output);
}
GST_END_TEST;

static Suite *
surround_suite (void)
{
  Suite *suite = suite_create ("surround");
  TCase *tests = tcase_create ("presets");

  suite_add_tcase (suite, tests);
  tcase_set_timeout (tests, 120);
  tcase_add_loop_test (tests, test_pairs_stay_alike, 0, rig_n_players);
  tcase_add_loop_test (tests, test_the_centre_stays_level, 0, rig_n_players);
  return suite;
}

int
main (int argc, char **argv)
{
  return rig_main (argc, argv, surround_suite, "surround", __FILE__);
}
