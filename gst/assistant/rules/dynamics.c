/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Dynamics: bands whose loudness moves about more than the model expects of
 * such music, and glue for the whole. */
#include "rules.h"

#define BAND_DEADBAND_LU 1.5
#define BAND_MOST_LU 3.0
#define BAND_RANGE_DB 6.0
#define GLUE_DEADBAND_LU 1.5
#define GLUE_FULL_LU 4.0 /* excess at which the ratio is the largest */
#define GLUE_RATIO 0.8   /* over 1 */
#define GLUE_RANGE_DB 3.0
#define GLUE_KEY_HZ 90.0
#define KNEE_DB 9.0

/* With the threshold in the middle of a range R, the upper half shrinks to
 * R/2r: d = (1 - 1/r) R/2. */
static gdouble
ratio_for (gdouble reduction, gdouble range)
{
  return 1.0 / (1.0 - fmin (2.0 * reduction / range, 0.6));
}

static gdouble
mean_range (const MstCase *c, int group)
{
  gdouble sum = 0.0;
  int n = 0;

  for (int b = mst_group_first[group]; b < mst_group_first[group + 1]; b++) {
    gdouble range = c->plan->features[MST_FEATURE_RANGE + b];

    sum += isnan (range) ? 0.0 : range;
    n += !isnan (range);
  }
  return n > 0 ? sum / n : (gdouble) NAN;
}

static void
set_frame (MstCase *c)
{
  mst_plan_set (c->plan, "bands", MST_VALUE_INT, MST_GROUPS,
      "multiband::bands");
  for (int g = 0; g < MST_GROUPS - 1; g++)
    mst_plan_set (c->plan, "bands", MST_VALUE_DOUBLE, mst_group_upper (g),
        "multiband::band%d::upper-frequency", g);
}

/* The mean power of a band is near the top of its range, for loud blocks make
 * it; a quarter of the range below is about the middle. The gain gives back
 * what the compressor takes at the mean, so that the tone stays. */
static void
set_band (MstCase *c, int group, gdouble ratio, gdouble range)
{
  static const gdouble attacks[MST_GROUPS] = { 50, 30, 20, 10 };
  static const gdouble releases[MST_GROUPS] = { 400, 300, 200, 150 };
  gdouble power = mst_bands_power (c->in, mst_group_first[group],
      mst_group_first[group + 1]);
  const struct {
    const gchar *name;
    gdouble value;
  } rows[] = { { "threshold", CLAMP (power - 0.25 * range, -80.0, 0.0) },
    { "ratio", ratio }, { "knee", KNEE_DB }, { "range", BAND_RANGE_DB },
    { "attack", attacks[group] }, { "release", releases[group] },
    { "gain", (1.0 - 1.0 / ratio) * 0.25 * range } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    mst_plan_set (c->plan, "bands", MST_VALUE_DOUBLE, rows[i].value,
        "multiband::band%d::%s", group, rows[i].name);
  mst_plan_set_nick (c->plan, "bands", "rms", "multiband::band%d::detector",
      group);
}

static void
expect_ranges (MstCase *c, int group, gdouble reduction)
{
  for (int b = mst_group_first[group]; b < mst_group_first[group + 1]; b++)
    c->plan->expected[MST_FEATURE_RANGE + b] -= reduction;
}

static void
compress_band (MstCase *c, int group, gdouble excess)
{
  gdouble range = mean_range (c, group);
  gdouble reduction = c->strength * fmin (excess, BAND_MOST_LU);
  gdouble ratio = ratio_for (reduction, range);
  int first = mst_group_first[group];
  g_autofree gchar *path = g_strdup_printf ("multiband::band%d::ratio", group);

  set_frame (c);
  set_band (c, group, ratio, range);
  expect_ranges (c, group, reduction);
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "multiband",
          .rule = "bands",
          .amount = ratio,
          .unit = ":1",
          .feature = mst_feature_name (MST_FEATURE_RANGE + first),
          .before = c->plan->features[MST_FEATURE_RANGE + first],
          .expected = c->plan->expected[MST_FEATURE_RANGE + first] },
      path,
      "It moves between loud and quiet more than such songs do: the upper half "
      "of its range is drawn together.",
      "%.0f-%.0f Hz: a range of %.1f LU, %.1f more than songs like this have, "
      "over %.1f",
      mst_band_edges[first], mst_group_upper (group), range, excess,
      BAND_DEADBAND_LU);
}

static gboolean
has_power (const MstCase *c, int group)
{
  return isfinite (mst_bands_power (c->in, mst_group_first[group],
      mst_group_first[group + 1]));
}

void
mst_rule_bands (MstCase *c)
{
  int touched = 0;

  for (int g = 0; g < MST_GROUPS; g++) {
    gdouble excess = mst_case_group_fault (c, MST_TRAIT_RANGE, g);

    if (excess > BAND_DEADBAND_LU && has_power (c, g)) {
      compress_band (c, g, excess);
      touched++;
    }
  }
  if (touched == 0)
    mst_plan_note (c->plan, "bands",
        "dynamics of bands: no range is %.1f LU over that of songs like this",
        BAND_DEADBAND_LU);
}

/* --- glue */

static void
set_glue (MstCase *c, gdouble ratio, gdouble range)
{
  const struct {
    const gchar *name;
    gdouble value;
  } rows[] = { { "threshold",
                   CLAMP (mst_bands_power (c->in, 0, MST_ANALYSIS_BANDS) -
                           0.25 * range,
                       -80.0, 0.0) },
    { "ratio", ratio }, { "knee", KNEE_DB }, { "attack", 30.0 },
    { "release", 200.0 }, { "range", GLUE_RANGE_DB },
    { "sidechain-low-cut", GLUE_KEY_HZ } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    mst_plan_set (c->plan, "glue", MST_VALUE_DOUBLE, rows[i].value,
        "compressor::%s", rows[i].name);
  mst_plan_set_nick (c->plan, "glue", "rms", "compressor::detector");
  mst_plan_set (c->plan, "glue", MST_VALUE_BOOL, 1.0,
      "compressor::auto-release");
  mst_plan_set (c->plan, "glue", MST_VALUE_BOOL, 1.0,
      "compressor::auto-makeup");
}

void
mst_rule_glue (MstCase *c)
{
  gdouble range = c->plan->features[MST_FEATURE_BLOCK_RANGE];
  gdouble excess = mst_case_range_excess (c);
  gdouble ratio, reduction;

  if (!(excess > GLUE_DEADBAND_LU) ||
      !isfinite (mst_bands_power (c->in, 0, MST_ANALYSIS_BANDS))) {
    mst_plan_note (c->plan, "glue",
        "glue: the range of the whole is not %.1f LU over that of songs like "
        "this",
        GLUE_DEADBAND_LU);
    return;
  }
  ratio = 1.0 + c->strength * GLUE_RATIO * fmin (excess / GLUE_FULL_LU, 1.0);
  reduction = fmin ((1.0 - 1.0 / ratio) * 0.5 * range, GLUE_RANGE_DB);
  reduction = fmin (reduction, excess);
  set_glue (c, ratio, range);
  c->plan->expected[MST_FEATURE_BLOCK_RANGE] -= reduction;
  mst_plan_move (c->plan,
      &(MstMove){ .stage = "compressor",
          .rule = "glue",
          .amount = ratio,
          .unit = ":1",
          .feature = mst_feature_name (MST_FEATURE_BLOCK_RANGE),
          .before = range,
          .expected = range - reduction },
      "compressor::ratio",
      "Loud and quiet passages lie further apart than in songs like this: a "
      "gentle, slow compressor, deaf to the bass, holds them together.",
      "a range of %.1f LU, %.1f more than songs like this have, over %.1f",
      range, excess, GLUE_DEADBAND_LU);
}
