/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The image: width by bands, and bass in the middle. */
#include "rules.h"

#define DEADBAND_LU 1.0
#define SHARE (1.0 / 1.4) /* of what is found, at full strength */
#define MOST_DB 4.0
#define LEAST_CORRELATION 0.3
/* Bass whose sides come so near to its middle, and whose channels have so
 * little in common, is lost in mono; below the level there is not enough of it.
 */
#define BASS_SIDE_LU (-6.0)
#define BASS_CORRELATION 0.4
#define BASS_LEVEL_LU (-14.0)
#define BASS_MONO_HZ 120.0
#define BASS_MONO_LEAST_HZ 60.0
#define BASS_FULL_STRENGTH 0.7
/* A side that is taken away below 120 Hz leaves so much of the band up to
 * 148 Hz. */
#define BASS_LEFT_DB -6.0

static gboolean
is_scarce (const MstCase *c, int group)
{
  for (int b = mst_group_first[group]; b < mst_group_first[group + 1]; b++)
    if (c->plan->features[MST_FEATURE_SIDE + b] > MST_NARROW_SIDE_LU)
      return FALSE;
  return TRUE;
}

static gboolean
is_loose (const MstCase *c, int group)
{
  for (int b = mst_group_first[group]; b < mst_group_first[group + 1]; b++)
    if (c->in->band[b].correlation < LEAST_CORRELATION)
      return TRUE;
  return FALSE;
}

/* Why a group is not widened, or NULL. */
static const gchar *
no_widening (const MstCase *c, int group)
{
  if (group == 0)
    return "the bass stays in the middle";
  if (is_scarce (c, group))
    return "there is next to nothing at the sides, and that is a choice";
  if (!c->can_widen || is_loose (c, group))
    return "left and right have too little in common as it is";
  return NULL;
}

static void
set_frame (MstCase *c, gboolean wider)
{
  mst_plan_set (c->plan, "width", MST_VALUE_INT, MST_GROUPS, "imager::bands");
  for (int g = 0; g < MST_GROUPS - 1; g++)
    mst_plan_set (c->plan, "width", MST_VALUE_DOUBLE, mst_group_upper (g),
        "imager::band%d::upper-frequency", g);
  if (wider)
    mst_plan_set (c->plan, "width", MST_VALUE_BOOL, 1.0, "imager::guard");
}

static void
set_width (MstCase *c, int group, gdouble excess)
{
  gdouble gain = SHARE * c->strength * CLAMP (-excess, -MOST_DB, MOST_DB);
  int first = mst_group_first[group];
  int feature = MST_FEATURE_SIDE + first;
  g_autofree gchar *path = g_strdup_printf ("imager::band%d::width", group);

  set_frame (c, gain > 0.0);
  mst_plan_set (c->plan, "width", MST_VALUE_DOUBLE, pow (10.0, gain / 20.0),
      "%s", path);
  for (int b = first; b < mst_group_first[group + 1]; b++)
    c->plan->expected[MST_FEATURE_SIDE + b] += gain;
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "imager",
          .rule = "width",
          .amount = gain,
          .unit = "dB",
          .feature = mst_feature_name (feature),
          .before = c->plan->features[feature],
          .expected = c->plan->expected[feature] },
      path,
      gain > 0.0
          ? "Narrower than songs like this: the sides are raised, the middle "
            "and so the mono sum stay."
          : "Wider than songs like this: the sides are lowered, the middle and "
            "so the mono sum stay.",
      "%.0f-%.0f Hz: the sides are %.1f LU %s those of songs like this, over "
      "%.1f",
      mst_band_edges[first], mst_group_upper (group), fabs (excess),
      excess > 0.0 ? "above" : "below", DEADBAND_LU);
}

void
mst_rule_width (MstCase *c)
{
  int touched = 0;

  for (int g = 0; g < MST_GROUPS && c->stereo; g++) {
    gdouble excess = mst_case_group_fault (c, MST_TRAIT_SIDE, g);
    const gchar *why;

    if (!(fabs (excess) > DEADBAND_LU) || (g == 0 && excess > 0.0))
      continue; /* a wide bass is for the next rule */
    touched++;
    why = excess < 0.0 ? no_widening (c, g) : NULL;
    if (!why)
      set_width (c, g, excess);
    else
      mst_plan_note (c->plan, "width",
          "width of %.0f-%.0f Hz: %.1f LU under that of songs like this; %s",
          mst_band_edges[mst_group_first[g]], mst_group_upper (g), -excess,
          why);
  }
  if (c->stereo && touched == 0)
    mst_plan_note (c->plan, "width",
        "width: no band is %.1f LU off songs like this", DEADBAND_LU);
}

static gboolean
is_bass_wide (const MstCase *c)
{
  const gdouble *features = c->plan->features;

  return features[MST_FEATURE_SIDE] > BASS_SIDE_LU &&
      features[MST_FEATURE_LEVEL] > BASS_LEVEL_LU &&
      c->in->band[0].correlation < BASS_CORRELATION;
}

void
mst_rule_bass_mono (MstCase *c)
{
  int feature = MST_FEATURE_SIDE;
  gdouble share = fmin (c->strength / BASS_FULL_STRENGTH, 1.0);
  gdouble frequency =
      BASS_MONO_LEAST_HZ + share * (BASS_MONO_HZ - BASS_MONO_LEAST_HZ);

  if (!c->stereo)
    return;
  if (!is_bass_wide (c)) {
    mst_plan_note (c->plan, "bass-mono", "bass: it is in the middle enough");
    return;
  }
  mst_plan_set (c->plan, "bass-mono", MST_VALUE_DOUBLE, frequency,
      "imager::bass-mono");
  c->plan->expected[feature] += share * BASS_LEFT_DB;
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "imager",
          .rule = "bass-mono",
          .amount = frequency,
          .unit = "Hz",
          .feature = mst_feature_name (feature),
          .before = c->plan->features[feature],
          .expected = c->plan->expected[feature] },
      "imager::bass-mono",
      "Bass at the sides is lost in mono, in clubs and on vinyl: below this "
      "frequency it is put in the middle.",
      "the sides of the bass are at %.1f LU of its middle, over %.0f, and its "
      "correlation is %.2f, under %.1f",
      c->plan->features[feature], BASS_SIDE_LU, c->in->band[0].correlation,
      BASS_CORRELATION);
}
