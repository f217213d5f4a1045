/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "correct.h"

#include <math.h>

#include "account.h"
#include "follow.h"
#include "thirds.h"

#define RESIDUAL_DB 0.5 /* a tone that is off by less is as intended */
#define WEAK_DB 50.0
#define LOWEST_HZ 45.0
#define HIGHEST_HZ 18000.0
#define HALF_THIRD 1.13 /* a bit more than from its middle to its edge */
/* The tone is scaled by no more in one correction. */
#define LEAST_SCALE 0.8
#define MOST_SCALE 1.25

/* --- the residual */

static gboolean
is_counted (const MstAnalysis *before, const MstAnalysis *after, int k)
{
  gdouble strongest = mst_strongest (before->mid, MST_ANALYSIS_THIRDS);
  gdouble frequency = mst_third_frequency (k);
  gdouble end = before->bandwidth > 0.0 ? before->bandwidth : HIGHEST_HZ;

  return frequency >= LOWEST_HZ && frequency <= HIGHEST_HZ &&
      frequency * HALF_THIRD < end && isfinite (after->mid[k]) &&
      before->mid[k] > strongest - WEAK_DB;
}

/* Takes the mean off what is a number. */
static void
centre (gdouble values[MST_ANALYSIS_THIRDS])
{
  gdouble sum = 0.0;
  int n = 0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    if (!isnan (values[k])) {
      sum += values[k];
      n++;
    }
  for (int k = 0; n > 0 && k < MST_ANALYSIS_THIRDS; k++)
    values[k] -= sum / n;
}

gdouble
mst_plan_residual (const MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after, gdouble residual[MST_ANALYSIS_THIRDS])
{
  gdouble worst = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    residual[k] = is_counted (before, after, k)
        ? after->mid[k] - before->mid[k] - self->intended[k]
        : (gdouble) NAN;
  centre (residual);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    if (!isnan (residual[k]))
      worst = fmax (worst, fabs (residual[k]));
  return worst;
}

/* --- the tone */

/* The tone's gains times this come nearest to what was intended; 1 where that
 * is so already, or cannot be told. */
static gdouble
get_scale (const MstPlan *self, const gdouble residual[MST_ANALYSIS_THIRDS])
{
  gdouble wanted[MST_ANALYSIS_THIRDS], most = 0.0;
  gdouble squares = 0.0, product = 0.0, scale;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    wanted[k] = isnan (residual[k]) ? (gdouble) NAN : self->intended[k];
  centre (wanted);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    if (isnan (wanted[k]))
      continue;
    squares += wanted[k] * wanted[k];
    product += wanted[k] * (wanted[k] + residual[k]);
    most = fmax (most, fabs (wanted[k]));
  }
  scale = product > 0.0 ? squares / product : 1.0;
  return fabs (scale - 1.0) * most > RESIDUAL_DB
      ? CLAMP (scale, LEAST_SCALE, MOST_SCALE)
      : 1.0;
}

static gboolean
is_tone (const MstSetting *setting)
{
  return g_str_equal (setting->rule, "tone") &&
      (g_str_has_suffix (setting->path, "::gain") ||
          g_str_has_suffix (setting->path, "::range"));
}

/* Holds the scale where a gain meets the cap: held alone, it would reshape the
 * tone. */
static gdouble
hold_scale (const MstPlan *self, gdouble scale)
{
  gdouble most = 0.0;

  for (guint i = 0; i < self->settings->len; i++) {
    const MstSetting *setting = g_ptr_array_index (self->settings, i);

    if (is_tone (setting))
      most = fmax (most, fabs (setting->value.number));
  }
  return most > 0.0 ? fmin (scale, fmax (self->goal.max_tone / most, 1.0))
                    : 1.0;
}

static gboolean
correct_tone (MstPlan *self, const gdouble residual[MST_ANALYSIS_THIRDS])
{
  gdouble scale = hold_scale (self, get_scale (self, residual));

  for (guint i = 0; scale != 1.0 && i < self->settings->len; i++) {
    MstSetting *setting = g_ptr_array_index (self->settings, i);

    if (is_tone (setting))
      setting->value.number *= scale;
  }
  return scale != 1.0;
}

void
mst_plan_settle (MstPlan *self, gdouble drive, gdouble ceiling)
{
  if (isfinite (drive))
    mst_plan_set (self, "settle", MST_VALUE_DOUBLE, drive, "limiter::drive");
  if (isfinite (ceiling))
    mst_plan_set (self, "settle", MST_VALUE_DOUBLE, ceiling,
        "limiter::ceiling");
  mst_plan_read_back (self, self);
}

gboolean
mst_plan_correct (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after, const MstLimiting *limiting)
{
  gdouble residual[MST_ANALYSIS_THIRDS];
  gboolean changed;

  mst_plan_residual (self, before, after, residual);
  changed = correct_tone (self, residual);
  changed |= mst_follow_correct (self, before, after);
  changed |= mst_damage_back_off (self, before, after, limiting);
  changed |= mst_damage_narrow (self, before, after);
  if (changed)
    mst_plan_read_back (self, self);
  mst_plan_tell_limiting (self, NAN);
  return !changed;
}
