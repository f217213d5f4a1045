/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Wishes: a musician's words, carried out on top of what a plan has already. */
#include "rules.h"

#include <string.h>

#include "assistant/wishes.h"

#define RULE "wish"
/* The power of a piece of which nothing is known: of most mixes it is within
 * 6 dB [dBFS]. */
#define USUAL_POWER_DB (-20.0)
#define SIBILANT_FIRST 6 /* 4349 Hz */
#define SIBILANT_LAST 7  /* .. 12199 Hz */
/* In such a piece the bands of sibilants are so far under the whole. */
#define SIBILANT_UNDER_DB 18.0
/* Passages are soft, not the gaps between notes [ms]. */
#define SOFT_ATTACK_MS 100.0
#define SOFT_RELEASE_MS 1000.0
#define CUT_SLOPE 12.0

static gdouble
power_of (const MstCase *c, int from, int to)
{
  gdouble power = c->in ? mst_bands_power (c->in, from, to) : (gdouble) NAN;

  return isfinite (power) ? power : (gdouble) NAN;
}

static gdouble
power_or (gdouble power, gdouble otherwise)
{
  return isnan (power) ? otherwise : power;
}

static void
set_number (MstCase *c, gdouble number, const gchar *path)
{
  mst_plan_set (c->plan, RULE, MST_VALUE_DOUBLE, number, "%s", path);
}

/* --- bands of the equaliser */

/* Returns the path of its gain; NULL where there are no more. */
static gchar *
add_band (MstCase *c, const MstWishSetting *setting, gdouble steps)
{
  const int band = c->eq_bands;
  MstShape shape = g_str_equal (setting->nick, "bell") ? MST_SHAPE_BELL
      : g_str_equal (setting->nick, "low-shelf")       ? MST_SHAPE_LOW_SHELF
      : g_str_equal (setting->nick, "low-cut")         ? MST_SHAPE_LOW_CUT
                                                       : MST_SHAPE_HIGH_SHELF;
  const gboolean cuts = shape == MST_SHAPE_LOW_CUT;

  if (band >= MST_EQ_MAX_BANDS)
    return NULL;
  mst_case_add_eq (c, RULE, shape,
      setting->frequency + (cuts ? setting->by * steps : 0.0),
      cuts ? 0.0 : setting->by * steps, setting->q);
  if (setting->channel) {
    c->eq[mst_eq_band_at (band, MST_EQ_BAND_CHANNEL)] =
        g_str_equal (setting->channel, "mid") ? MST_EQ_MID : MST_EQ_SIDE;
    mst_plan_set_nick (c->plan, RULE, setting->channel, "eq::band%d::channel",
        band);
  }
  if (cuts) {
    mst_plan_set (c->plan, RULE, MST_VALUE_INT, CUT_SLOPE, "eq::band%d::slope",
        band);
    return g_strdup_printf ("eq::band%d::frequency", band);
  }
  return g_strdup_printf ("eq::band%d::gain", band);
}

/* The level that the threshold of a moving band is laid by. */
static gdouble
level_of (const MstCase *c, const MstWishSetting *setting)
{
  if (setting->kind == MST_WISH_BELOW)
    return power_or (power_of (c, 0, MST_ANALYSIS_BANDS), USUAL_POWER_DB);
  return power_or (power_of (c, SIBILANT_FIRST, SIBILANT_LAST + 1),
      USUAL_POWER_DB - SIBILANT_UNDER_DB);
}

/* A band that moves: its gain at rest is 0. */
static gchar *
add_moving (MstCase *c, const MstWishSetting *setting, gdouble steps)
{
  const gboolean below = setting->kind == MST_WISH_BELOW;
  const int band = c->eq_bands;
  const struct {
    const gchar *name;
    gdouble value;
  } rows[] = { { "threshold",
                   CLAMP (level_of (c, setting) + setting->base, -80.0, 0.0) },
    { "range", setting->by * steps },
    { "attack", below ? SOFT_ATTACK_MS : 5.0 },
    { "release", below ? SOFT_RELEASE_MS : 100.0 } };
  MstWishSetting still = *setting;
  g_autofree gchar *path = NULL;

  still.by = 0.0;
  path = add_band (c, &still, steps);
  if (!path)
    return NULL;
  mst_plan_set (c->plan, RULE, MST_VALUE_BOOL, 1.0, "eq::band%d::dynamic",
      band);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    mst_plan_set (c->plan, RULE, MST_VALUE_DOUBLE, rows[i].value,
        "eq::band%d::%s", band, rows[i].name);
  if (below)
    mst_plan_set_nick (c->plan, RULE, "below", "eq::band%d::direction", band);
  return g_strdup_printf ("eq::band%d::range", band);
}

/* --- the other stages */

/* Divides the image as the assistant does, unless it is divided already. */
static int
divide_image (MstCase *c)
{
  const MstValue *bands = mst_plan_get (c->plan, "imager::bands");
  const MstValue *width = mst_plan_get (c->plan, "imager::band0::width");

  if (bands && bands->number > 1.0)
    return (int) bands->number;
  mst_plan_set (c->plan, RULE, MST_VALUE_INT, MST_GROUPS, "imager::bands");
  for (int g = 0; g < MST_GROUPS; g++) {
    if (g < MST_GROUPS - 1)
      mst_plan_set (c->plan, RULE, MST_VALUE_DOUBLE, mst_group_upper (g),
          "imager::band%d::upper-frequency", g);
    if (width && g > 0)
      mst_plan_set (c->plan, RULE, MST_VALUE_DOUBLE, width->number,
          "imager::band%d::width", g);
  }
  return MST_GROUPS;
}

/* The width of one band of the image, in dB of its side. */
static void
scale_width (MstCase *c, const MstWishSetting *setting, gdouble steps)
{
  const int bands = divide_image (c);
  const int band = setting->path[strlen ("imager::band")] - '0';
  const MstValue *width = mst_plan_get (c->plan, setting->path);
  const gdouble factor = pow (10.0, setting->by * steps / 20.0);

  if (band >= bands)
    return;
  set_number (c, CLAMP ((width ? width->number : 1.0) * factor, 0.0, 4.0),
      setting->path);
  if (factor > 1.0)
    mst_plan_set (c->plan, RULE, MST_VALUE_BOOL, 1.0, "imager::guard");
}

/* Nothing of the saturator is left to the exciter, which makes other
 * harmonics; a device that is at work stays. */
static void
choose_device (MstCase *c)
{
  const MstValue *type = mst_plan_get (c->plan, "saturator::type");

  if (!(mst_plan_get_number (c->plan, "saturator::drive") > 0.0) ||
      (type && g_str_equal (type->nick, "exciter")))
    mst_plan_set_nick (c->plan, RULE, "tube", "saturator::type");
}

static gdouble
threshold_of (const MstCase *c, const MstWishSetting *setting)
{
  gdouble power =
      power_or (power_of (c, 0, MST_ANALYSIS_BANDS), USUAL_POWER_DB);

  return CLAMP (power + setting->base, -80.0, 0.0);
}

static gchar *
set_one (MstCase *c, const MstWishSetting *setting, gdouble steps)
{
  switch (setting->kind) {
    case MST_WISH_BAND:
      return add_band (c, setting, steps);
    case MST_WISH_ABOVE:
    case MST_WISH_BELOW:
      return add_moving (c, setting, steps);
    case MST_WISH_ADD:
      if (g_str_equal (setting->path, "saturator::drive"))
        choose_device (c);
      set_number (c,
          mst_plan_get_number (c->plan, setting->path) + setting->by * steps,
          setting->path);
      break;
    case MST_WISH_SCALE:
      scale_width (c, setting, steps);
      break;
    case MST_WISH_SET:
      set_number (c, setting->base + setting->by * steps, setting->path);
      break;
    case MST_WISH_THRESHOLD:
      set_number (c, threshold_of (c, setting), setting->path);
      break;
    default: /* the loudness is the goal's */
      break;
  }
  return g_strdup (setting->path);
}

/* --- telling */

/* A reverberation is not among the features of a song, nor are sibilants. */
static gdouble
measured (const MstCase *c, const gchar *feature)
{
  for (int i = 0; i < MST_N_FEATURES; i++)
    if (g_str_equal (mst_feature_name (i), feature))
      return c->plan->features[i];
  if (!c->in)
    return NAN;
  return g_str_equal (feature, "crest")    ? c->in->crest
      : g_str_equal (feature, "sibilance") ? c->in->sibilance
                                           : (gdouble) NAN;
}

static gdouble
expected (const MstCase *c, const gchar *feature)
{
  for (int i = MST_FEATURE_LEVEL; i < MST_FEATURE_SIDE; i++)
    if (g_str_equal (mst_feature_name (i), feature))
      return c->plan->expected[i];
  return NAN;
}

static void
tell (MstCase *c, const MstWish *wish, gdouble steps, const gchar *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "::", 2);

  mst_plan_move (c->plan,
      &(MstMove){ .stage = g_intern_string (parts[0]),
          .rule = RULE,
          .amount = steps,
          .unit = "of 5",
          .feature = wish->feature,
          .before = measured (c, wish->feature),
          .expected = expected (c, wish->feature) },
      path, wish->reason, "%s was wished for", wish->word);
}

/* A stage that the wish needs for itself may be set by the assistant or a
 * preset. */
static void
take_stage (MstCase *c, const MstWish *wish)
{
  if (wish->stage && mst_plan_drop_stage (c->plan, wish->stage))
    mst_plan_note (c->plan, RULE, "%s: %s needs it, which was wished for",
        wish->stage, wish->word);
}

/* --- all of them */

static gboolean
is_wide (const MstWishSetting *setting)
{
  return setting->kind == MST_WISH_SCALE;
}

static void
carry_out (MstCase *c, const MstWish *wish, gdouble steps)
{
  g_autofree gchar *first = NULL;

  if (is_wide (wish->settings) && !c->stereo) {
    mst_plan_note (c->plan, RULE, "%s: there are no sides", wish->word);
    return;
  }
  take_stage (c, wish);
  for (int k = 0; k < MST_WISH_SETTINGS; k++) {
    const MstWishSetting *setting = &wish->settings[k];
    g_autofree gchar *path =
        setting->kind == MST_WISH_NONE ? NULL : set_one (c, setting, steps);

    if (path && !first)
      first = g_steal_pointer (&path);
  }
  if (first)
    tell (c, wish, steps, first);
}

/* The change by the equaliser's bands since `before`. */
static void
expect (MstCase *c, const gdouble before[MST_ANALYSIS_THIRDS])
{
  gdouble change[MST_ANALYSIS_THIRDS] = { 0.0 }, shift;

  mst_case_add_eq_change (c, change);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    change[k] -= before[k];
  shift = mst_thirds_loudness (&c->shape, change);
  c->shift += shift;
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    c->plan->expected[MST_FEATURE_LEVEL + b] +=
        mst_bands_change (&c->shape, change, b) - shift;
}

/* Moves that were told before the sum of all was known. */
static void
retell (MstCase *c)
{
  for (guint i = 0; i < c->plan->moves->len; i++) {
    MstMove *move = g_ptr_array_index (c->plan->moves, i);

    if (g_str_equal (move->rule, RULE))
      move->expected = expected (c, move->feature);
  }
}

static void
carry_out_all (MstCase *c, const MstWishes *wishes)
{
  for (int i = 0; i < MST_N_WISHES; i++)
    if (wishes->steps[i] > 0.0)
      carry_out (c, &mst_wishes[i], wishes->steps[i]);
}

void
mst_rule_wishes (MstCase *c)
{
  const MstWishes *wishes = c->plan->goal.wishes;
  gdouble before[MST_ANALYSIS_THIRDS] = { 0.0 };

  if (!wishes)
    return;
  mst_case_add_eq_change (c, before);
  carry_out_all (c, wishes);
  expect (c, before);
  retell (c);
}

void
mst_wishes_apply (const MstWishes *self, MstPlan *plan)
{
  MstCase c = { .plan = plan, .stereo = TRUE };

  mst_case_take_eq (&c);
  carry_out_all (&c, self);
  if (mst_wishes_loudness (self) != 0.0)
    set_number (&c,
        mst_plan_get_number (plan, "limiter::drive") +
            mst_wishes_loudness (self),
        "limiter::drive");
}
