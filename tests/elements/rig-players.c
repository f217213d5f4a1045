/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Stages and presets at work, and music for them. */
#include "rig.h"

#include <math.h>

const RigPlayer rig_players[] = {
  { "mastereq", NULL, "bands=1" },
  { "mastermatch", NULL, "mid-curve=<50,3,1000,-2,12000,4>" },
  { "mastermultiband", NULL, "bands=3 gain=6" },
  { "mastercompressor", NULL, "ratio=4 threshold=-30 makeup=8" },
  { "mastercompressor", NULL, "ratio=4 threshold=-30 auto-makeup=true" },
  { "mastercompressor", NULL, "ratio=4 threshold=-30 makeup=8 lookahead=10" },
  { "mastersaturator", NULL, "type=tape drive=6" },
  { "masterimager", NULL, "bass-mono=120" },
  { "masterreverb", NULL, "mix=-12" },
  { "masterloudness", NULL, "mode=live lookahead=0" },
  { "masterloudness", NULL, "mode=live lookahead=3000" },
  { "masterlimiter", NULL, "drive=12" },
  { "mastercrossfeed", NULL, "level=-4.5" },
  { "mastermonitor", NULL, "device=car" },
  { "masterchain", "acoustic", NULL },
  { "masterchain", "broadcast", NULL },
  { "masterchain", "classical", NULL },
  { "masterchain", "late-night-film", NULL },
  { "masterchain", "level-between-tracks", NULL },
  { "masterchain", "lo-fi-rescue", NULL },
  { "masterchain", "loud-club", NULL },
  { "masterchain", "night-mode", NULL },
  { "masterchain", "podcast-in-the-car", NULL },
  { "masterchain", "podcast-speech", NULL },
  { "masterchain", "small-speaker", NULL },
  { "masterchain", "streaming-transparent", NULL },
  { "masterchain", "vinyl", NULL },
  { "masterchain", "warm-analog", NULL },
};
const gint rig_n_players = G_N_ELEMENTS (rig_players);

static void
set_text (GObject *object, const gchar *text)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);

  for (gchar **word = words; *word; word++) {
    g_auto (GStrv) pair = g_strsplit (*word, "=", 2);
    gst_util_set_object_arg (object, pair[0], pair[1]);
  }
}

void
rig_init_player (Rig *rig, const RigPlayer *player)
{
  rig->harness = gst_harness_new (player->element);
  rig->stage = NULL;
  rig->pushed = 0;
  if (player->preset)
    g_object_set (rig->harness->element, "preset", player->preset, NULL);
  if (player->values)
    set_text (G_OBJECT (rig->harness->element), player->values);
  rig_set_caps (rig, RIG_RATE, 2);
}

guint32
rig_random (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

gfloat *
rig_music (gint n, gdouble swing)
{
  gfloat *music = g_new (gfloat, 2 * (gsize) n);
  guint32 state = 1;
  gdouble pink = 0.0;

  for (gint i = 0; i < n; i++) {
    gdouble t = (gdouble) i / RIG_RATE;
    gdouble beat = fmod (t, 0.5), bar = fmod (t, 4.0);
    gdouble loud = pow (10.0, (-14.0 + swing * sin (t * 0.9)) / 20.0);
    gdouble kick = exp (-beat * 12.0) *
        sin (2 * G_PI * 55.0 * beat * (1 + exp (-beat * 40)));
    gdouble note = exp (-fmod (t, 0.25) * 5.0) *
        sin (2 * G_PI * 220.0 * (1 + floor (bar * 4.0) / 12.0) * t);
    gdouble noise = rig_random (&state) / 8388608.0 - 1.0;
    pink += 0.05 * (noise - pink);
    music[2 * i] = (gfloat) (loud * (kick + 0.5 * note + pink));
    music[2 * i + 1] = (gfloat) (loud * (kick + 0.4 * note + 0.8 * pink));
  }
  return music;
}
