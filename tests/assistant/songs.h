/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * songs.h - analyses of songs that were never made: in the very middle of a
 * profile until a test moves something.
 */
#ifndef MST_SONGS_H
#define MST_SONGS_H

#include <string.h>

#include "assistant/decide.h"
#include "assistant/explain.h"
#include "assistant/thirds.h"
#include "mst-test.h"

static inline MstProfile *
song_profile (const char *name)
{
  GError *error = NULL;
  MstProfile *profile = mst_profile_shipped (name, &error);

  mst_check (profile, "%s: %s", name, error ? error->message : "?");
  g_clear_error (&error);
  return profile;
}

static inline double
song_median (const MstProfile *profile, int feature)
{
  return profile->feature[feature].quantile[MST_P50];
}

/** Thirds whose power in each band is that of the band's level, evenly over the
 * logarithm of frequency; the side 8 dB under the middle. */
static inline void
song_spectrum (MstAnalysis *song)
{
  static const double edges[] = MST_ANALYSIS_EDGES;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    double f = mst_third_frequency (k);
    int b = 0;
    while (b < MST_ANALYSIS_BANDS - 1 && f >= edges[b + 1])
      b++;
    song->mid[k] = song->loudness + song->band[b].level -
        10.0 * log10 (10.0 * log10 (edges[b + 1] / edges[b]));
    song->side[k] = song->mid[k] - 8.0;
  }
}

/** An unmastered mix of three minutes at -20 LUFS with the tone, the width and
 * the ranges of the profile's medians. */
static inline MstAnalysis
song_of (const MstProfile *profile)
{
  MstAnalysis song = { .rate = 48000, .channels = 2, .frames = 48000 * 180.0 };

  song.loudness = -20;
  song.plr = 15;
  song.true_peak = song.sample_peak = song.loudness + song.plr;
  song.true_peak_4x = song.true_peak;
  song.dc = -INFINITY;
  song.word_length = 24;
  song.block_range = song_median (profile, MST_FEATURE_BLOCK_RANGE);
  song.crest = 13;
  song.correlation = 0.7;
  song.mono_loss = 0.5;
  song.noise_floor = -80;
  song.bandwidth = 24000;
  song.hum_level = -INFINITY;
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    song.band[b] =
        (MstAnalysisBand){ song_median (profile, MST_FEATURE_LEVEL + b),
          song_median (profile, MST_FEATURE_SIDE + b),
          song_median (profile, MST_FEATURE_RANGE + b), 12, 1.0, 0.9 };
  song_spectrum (&song);
  return song;
}

/** Makes a master of it: a limiter has held its peaks. */
static inline void
song_limit (MstAnalysis *song, double plr)
{
  song->plr = plr;
  song->true_peak = song->sample_peak = song->loudness + plr;
  song->peak_share[0] = 0.1;
  song->peak_share[1] = 0.3;
  song->peak_share[2] = 0.6;
}

static inline const MstMove *
song_move (const MstPlan *plan, const char *rule)
{
  for (guint i = 0; i < plan->moves->len; i++) {
    const MstMove *move = g_ptr_array_index (plan->moves, i);
    if (strcmp (move->rule, rule) == 0)
      return move;
  }
  return NULL;
}

/** The move that sets `path`. */
static inline const MstMove *
song_move_of (const MstPlan *plan, const char *path)
{
  for (guint i = 0; i < plan->moves->len; i++) {
    const MstMove *move = g_ptr_array_index (plan->moves, i);
    if (strcmp (move->path, path) == 0)
      return move;
  }
  return NULL;
}

static inline const MstFinding *
song_finding (const MstPlan *plan, const char *id)
{
  for (guint i = 0; i < plan->findings->len; i++) {
    const MstFinding *finding = g_ptr_array_index (plan->findings, i);
    if (strcmp (finding->id, id) == 0)
      return finding;
  }
  return NULL;
}

/** The plan with the default goal at this strength. */
static inline MstPlan *
song_plan (const MstAnalysis *song, const MstProfile *profile, double strength)
{
  MstGoal goal;

  mst_goal_init (&goal);
  goal.strength = strength;
  return mst_decide (song, profile, &goal);
}

static inline double
song_number (const MstPlan *plan, const char *path)
{
  const MstValue *value = mst_plan_get (plan, path);

  return value ? value->number : (double) NAN;
}

/** The settings as text, to compare and to look for words in. */
static inline char *
song_settings (const MstPlan *plan)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < plan->settings->len; i++) {
    const MstSetting *setting = g_ptr_array_index (plan->settings, i);

    g_string_append_printf (text, "%s=%.17g %s", setting->path,
        setting->value.number, setting->value.nick ? setting->value.nick : "");
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
      g_string_append_printf (text, " %.17g", setting->value.curve[k]);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}

#endif /* MST_SONGS_H */
