/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "rules.h"

#include "assistant/another.h"

/* Released songs with the same traits scatter by about 1.5 LU. */
#define RANGE_SPREAD_LU 2.0

/* The mix as it was before its stems were changed: its faults are known, and
 * what is done already is taken off what is to be done (tone.c). */
static void
take_back (MstAnalysis *mix, const gdouble eased[MST_ANALYSIS_THIRDS])
{
  gdouble back[MST_ANALYSIS_THIRDS], shift;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    back[k] = -eased[k];
  shift = mst_thirds_loudness (mix, back);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mix->band[b].level += mst_bands_change (mix, back, b) - shift;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    mix->mid[k] += back[k];
    mix->side[k] += back[k];
  }
  mix->loudness += shift;
}

void
mst_case_init (MstCase *self, const MstAnalysis *in, const MstProfile *profile,
    MstPlan *plan)
{
  MstAnalysis heard = *in;
  gdouble features[MST_N_FEATURES];

  *self = (MstCase){
    .in = in,
    .profile = profile,
    .plan = plan,
    .strength = plan->goal.strength / 100.0,
    .tone =
        plan->goal.references ? mst_another_tone (plan->goal.references) : 1.0,
  };
  g_assert (
      mst_stage_n_values (&mst_stage_eq) <= (int) G_N_ELEMENTS (self->eq));
  mst_stage_defaults (&mst_stage_eq, self->eq);
  if (plan->goal.eased)
    take_back (&heard, plan->goal.eased);
  mst_features_of (&heard, features);
  mst_traits_of (features, self->traits);
  mst_thirds_shape (&heard, &self->shape);
  if (plan->goal.references)
    mst_another_estimate (plan->goal.references, self->traits, &self->estimate);
  else
    mst_estimate (&profile->model, mst_prior_get (), &mst_outlook, self->traits,
        &self->estimate);
}

gdouble
mst_case_group_fault (const MstCase *c, int first, int group)
{
  gdouble sum = 0.0;
  int n = 0;

  for (int b = mst_group_first[group]; b < mst_group_first[group + 1]; b++)
    if (!isnan (c->plan->features[MST_FEATURE_LEVEL + first + b])) {
      sum += c->estimate.fault[first + b];
      n++;
    }
  return n > 0 ? sum / n : 0.0;
}

/* The traits of the song without its faults. */
static void
find_song (const MstCase *c, gdouble traits[MST_TRAITS])
{
  for (int i = 0; i < MST_TRAITS; i++)
    traits[i] = c->traits[i] - c->estimate.fault[i];
}

gdouble
mst_case_plr (const MstCase *c)
{
  const MstPrior *prior = mst_prior_get ();
  gdouble traits[MST_TRAITS];

  if (!g_str_equal (c->profile->name, MST_PROFILE_AUTO))
    return c->profile->feature[MST_FEATURE_PLR].quantile[MST_P50];
  find_song (c, traits);
  return mst_prior_foretell (prior, prior->plr, traits);
}

gdouble
mst_case_range_excess (const MstCase *c)
{
  const MstPrior *prior = mst_prior_get ();
  gdouble range = c->plan->features[MST_FEATURE_BLOCK_RANGE];
  gdouble traits[MST_TRAITS];

  if (!g_str_equal (c->profile->name, MST_PROFILE_AUTO))
    return range -
        c->profile->feature[MST_FEATURE_BLOCK_RANGE].quantile[MST_P75];
  find_song (c, traits);
  return range - mst_prior_foretell (prior, prior->block_range, traits) -
      RANGE_SPREAD_LU;
}

static const gchar *const shape_nicks[] = {
  [MST_SHAPE_BELL] = "bell",
  [MST_SHAPE_LOW_SHELF] = "low-shelf",
  [MST_SHAPE_HIGH_SHELF] = "high-shelf",
  [MST_SHAPE_LOW_CUT] = "low-cut",
  [MST_SHAPE_TILT] = "tilt",
};

/* The value of a band's setting, or its default. */
static void
take_value (MstCase *c, int band, int index, const gchar *name)
{
  g_autofree gchar *path = g_strdup_printf ("eq::band%d::%s", band, name);
  const MstValue *value = mst_plan_get (c->plan, path);
  const MstParam *row = &mst_stage_eq.band_params[index];
  double *number = &c->eq[mst_eq_band_at (band, index)];

  if (!value)
    return;
  *number = value->number;
  for (int i = 0; value->kind == MST_VALUE_NICK && i <= (int) row->max; i++)
    if (g_str_equal (row->choices[i].nick, value->nick))
      *number = i;
}

static gboolean
has_eq (const MstPlan *plan)
{
  for (guint i = 0; i < plan->settings->len; i++) {
    const MstSetting *setting = g_ptr_array_index (plan->settings, i);

    if (g_str_has_prefix (setting->path, "eq::"))
      return TRUE;
  }
  return FALSE;
}

void
mst_case_take_eq (MstCase *c)
{
  const MstValue *bands = mst_plan_get (c->plan, "eq::bands");

  mst_stage_defaults (&mst_stage_eq, c->eq);
  if (!has_eq (c->plan))
    return;
  if (bands)
    c->eq[MST_EQ_BANDS] = bands->number;
  c->eq_bands = (int) c->eq[MST_EQ_BANDS];
  for (int band = 0; band < c->eq_bands; band++)
    for (int i = 0; i < MST_EQ_N_BAND_PARAMS; i++)
      take_value (c, band, i, mst_stage_eq.band_params[i].name);
}

void
mst_case_add_eq (MstCase *c, const gchar *rule, MstShape shape,
    gdouble frequency, gdouble gain, gdouble q)
{
  int band = c->eq_bands++;

  c->eq[MST_EQ_BANDS] = c->eq_bands;
  c->eq[mst_eq_band_at (band, MST_EQ_BAND_TYPE)] = shape;
  c->eq[mst_eq_band_at (band, MST_EQ_BAND_FREQUENCY)] = frequency;
  c->eq[mst_eq_band_at (band, MST_EQ_BAND_GAIN)] = gain;
  c->eq[mst_eq_band_at (band, MST_EQ_BAND_Q)] = q;
  mst_plan_set (c->plan, rule, MST_VALUE_INT, c->eq_bands, "eq::bands");
  mst_plan_set_nick (c->plan, rule, shape_nicks[shape], "eq::band%d::type",
      band);
  mst_plan_set (c->plan, rule, MST_VALUE_DOUBLE, frequency,
      "eq::band%d::frequency", band);
  mst_plan_set (c->plan, rule, MST_VALUE_DOUBLE, gain, "eq::band%d::gain",
      band);
  mst_plan_set (c->plan, rule, MST_VALUE_DOUBLE, q, "eq::band%d::q", band);
}

/* The equaliser's change of a third is that of its power at nine places. */
void
mst_case_add_eq_change (const MstCase *c, gdouble change[MST_ANALYSIS_THIRDS])
{
  enum { PLACES = 9 };
  double frequencies[PLACES], decibels[PLACES];

  for (int k = 0; c->eq_bands > 0 && k < MST_ANALYSIS_THIRDS; k++) {
    gdouble power = 0.0;

    for (int i = 0; i < PLACES; i++)
      frequencies[i] = mst_third_frequency (k) *
          pow (10.0, 0.1 * ((i + 0.5) / PLACES - 0.5));
    mst_eq_response (c->eq, fmax (c->in->rate, 48000.0), MST_EQ_MID,
        frequencies, decibels, PLACES);
    for (int i = 0; i < PLACES; i++)
      power += pow (10.0, 0.1 * decibels[i]);
    change[k] += 10.0 * log10 (power / PLACES);
  }
}
