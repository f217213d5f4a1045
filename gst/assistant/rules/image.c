/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The image: width by bands, bass in the middle. */
#include "rules.h"

#define DEADBAND_LU 1.5
#define MOST_DB 2.5
#define LEAST_CORRELATION 0.3
#define BASS_DEADBAND_LU 1.5
#define BASS_CORRELATION 0.8
#define BASS_MONO_HZ 120.0
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
  gdouble gain = c->strength * CLAMP (-excess, -MOST_DB, MOST_DB);
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
          ? "Narrower than the profile's songs: the sides are raised, the "
            "middle and so the mono sum stay."
          : "Wider than the profile's songs: the sides are lowered, the "
            "middle and so the mono sum stay.",
      "%.0f-%.0f Hz: the sides are %.1f LU %s %s's inner spread, over %.1f",
      mst_band_edges[first], mst_group_upper (group), fabs (excess),
      excess > 0.0 ? "above" : "below", c->profile->name, DEADBAND_LU);
}

void
mst_rule_width (MstCase *c)
{
  int touched = 0;

  for (int g = 0; g < MST_GROUPS && c->stereo; g++) {
    gdouble excess = mst_case_group_excess (c, MST_FEATURE_SIDE, g);
    const gchar *why;

    if (!(fabs (excess) > DEADBAND_LU) || (g == 0 && excess > 0.0))
      continue; /* a wide bass is for the next rule */
    touched++;
    why = excess < 0.0 ? no_widening (c, g) : NULL;
    if (!why)
      set_width (c, g, excess);
    else
      mst_plan_note (c->plan, "width",
          "width of %.0f-%.0f Hz: %.1f LU under the profile's; %s",
          mst_band_edges[mst_group_first[g]], mst_group_upper (g), -excess,
          why);
  }
  if (c->stereo && touched == 0)
    mst_plan_note (c->plan, "width",
        "width: no band is %.1f LU outside the profile's inner spread",
        DEADBAND_LU);
}

void
mst_rule_bass_mono (MstCase *c)
{
  int feature = MST_FEATURE_SIDE;
  gdouble side = c->plan->features[feature];
  gdouble excess = isnan (side) ? 0.0 : mst_case_excess (c, feature, side);
  gdouble frequency = c->strength * BASS_MONO_HZ;

  if (!c->stereo)
    return;
  if (!(excess > BASS_DEADBAND_LU) ||
      !(c->in->band[0].correlation < BASS_CORRELATION)) {
    mst_plan_note (c->plan, "bass-mono", "bass: it is in the middle enough");
    return;
  }
  mst_plan_set (c->plan, "bass-mono", MST_VALUE_DOUBLE, frequency,
      "imager::bass-mono");
  c->plan->expected[feature] += c->strength * BASS_LEFT_DB;
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "imager",
          .rule = "bass-mono",
          .amount = frequency,
          .unit = "Hz",
          .feature = mst_feature_name (feature),
          .before = side,
          .expected = c->plan->expected[feature] },
      "imager::bass-mono",
      "Bass at the sides is lost in mono, in clubs and on vinyl: below this "
      "frequency it is put in the middle.",
      "the sides of the bass are %.1f LU above %s's inner spread, over %.1f, "
      "and its correlation is %.2f",
      excess, c->profile->name, BASS_DEADBAND_LU, c->in->band[0].correlation);
}
