/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The closed loop: what came out against what was intended. What it costs is in
 * damage.c. */
#include <string.h>

#include "dsp/limiter/limiter.h"
#include "assistant/rules/rules.h"

#define LOUDNESS_LU 0.05
#define RESIDUAL_DB 0.5
#define CEILING_STEP_DB 0.01
#define WEAK_DB 50.0
#define LOWEST_HZ 45.0 /* an octave's half above mastermatch's low guard */
#define HIGHEST_HZ 18000.0
#define CAP_DB 0.05 /* so near a cap, a third is at it */
#define LEAST_SLOPE 0.25

static gboolean
counts (const MstAnalysis *before, const MstAnalysis *after, int k)
{
  gdouble strongest = -INFINITY, frequency = mst_third_frequency (k);
  gdouble end = before->bandwidth > 0.0 ? before->bandwidth : HIGHEST_HZ;

  for (int i = 0; i < MST_ANALYSIS_THIRDS; i++)
    strongest = fmax (strongest, before->mid[i]);
  return frequency >= LOWEST_HZ && frequency <= HIGHEST_HZ &&
      frequency * 1.13 < end && isfinite (after->mid[k]) &&
      before->mid[k] > strongest - WEAK_DB;
}

/* As far as mastermatch may turn it: what is beyond is not counted. */
static gboolean
is_capped (const MstPlan *self, int k, gdouble residual)
{
  const MstValue *curve = mst_plan_get (self, "match::mid-curve");
  gdouble most = fabs (self->goal.max_tone) - CAP_DB;
  gdouble gain = curve != NULL ? curve->curve[k] : 0.0;

  return residual > 0.0 ? gain <= -most : gain >= most;
}

gdouble
mst_plan_residual (const MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after, gdouble residual[MST_ANALYSIS_THIRDS])
{
  gdouble mean = 0.0, worst = 0.0;
  int n = 0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    residual[k] = counts (before, after, k)
        ? after->mid[k] - before->mid[k] - self->intended[k]
        : (gdouble) NAN;
    if (isnan (residual[k]))
      continue;
    mean += residual[k];
    n++;
  }
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    residual[k] -= n > 0 ? mean / n : 0.0;
    if (!isnan (residual[k]) && !is_capped (self, k, residual[k]))
      worst = fmax (worst, fabs (residual[k]));
  }
  return worst;
}

/* Where nothing but loudness was to change, there is nothing to correct. */
static gboolean
has_sound (const MstPlan *self)
{
  for (guint i = 0; i < self->settings->len; i++) {
    const MstSetting *setting = g_ptr_array_index (self->settings, i);

    if (!g_str_has_prefix (setting->path, "limiter::"))
      return TRUE;
  }
  return FALSE;
}

/* The curve goes against the residual; where none is known, as its neighbour
 * below. */
static void
correct_curve (MstPlan *self, const gdouble residual[MST_ANALYSIS_THIRDS])
{
  const MstValue *value = mst_plan_get (self, "match::mid-curve");
  gdouble most = fabs (self->goal.max_tone), last = 0.0;
  gdouble curve[MST_ANALYSIS_THIRDS] = { 0.0 };

  if (value != NULL)
    memcpy (curve, value->curve, sizeof curve);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    last = isnan (residual[k]) ? last : residual[k];
    curve[k] = CLAMP (curve[k] - last, -most, most);
  }
  mst_plan_set_match (self, "correct", curve);
}

/* dB of loudness for a dB of drive: 1 until the limiter works, less from there
 * on; by the secant, where the last two say something. */
static gdouble
get_slope (const MstPlan *self, gdouble drive, gdouble loudness)
{
  gdouble run = drive - self->last_drive;
  gdouble slope = (loudness - self->last_loudness) / run;

  return fabs (run) > 0.01 && isfinite (slope) ? CLAMP (slope, LEAST_SLOPE, 1.0)
                                               : 1.0;
}

static void
correct_drive (MstPlan *self, gdouble loudness, gdouble error)
{
  const MstParam *row = &mst_stage_limiter.params[MST_LIMITER_DRIVE];
  const MstValue *value = mst_plan_get (self, "limiter::drive");
  gdouble drive = value != NULL ? value->number : 0.0;
  gdouble slope = get_slope (self, drive, loudness);

  self->last_drive = drive;
  self->last_loudness = loudness;
  mst_plan_set (self, "correct", MST_VALUE_DOUBLE,
      CLAMP (drive + error / slope, row->min, row->max), "limiter::drive");
}

static void
correct_ceiling (MstPlan *self, gdouble excess)
{
  const MstParam *row = &mst_stage_limiter.params[MST_LIMITER_CEILING];
  const MstValue *value = mst_plan_get (self, "limiter::ceiling");
  gdouble ceiling = value != NULL ? value->number : self->goal.ceiling;

  ceiling -= excess + CEILING_STEP_DB;
  mst_plan_set (self, "correct", MST_VALUE_DOUBLE,
      CLAMP (ceiling, row->min, row->max), "limiter::ceiling");
}

/* What was corrected is told as it is now. Curves stay: their moves tell what
 * was intended of a band. */
static void
retell_moves (MstPlan *self)
{
  for (guint i = 0; i < self->moves->len; i++) {
    MstMove *move = g_ptr_array_index (self->moves, i);
    const MstValue *value = mst_plan_get (self, move->path);

    if (value == NULL || value->kind != MST_VALUE_DOUBLE)
      continue;
    if (g_str_equal (move->path, "limiter::drive")) /* a goal may be lowered */
      move->expected = fmin (move->expected, self->goal.loudness);
    move->amount = g_str_has_suffix (move->path, "::width")
        ? 20.0 * log10 (value->number)
        : value->number;
  }
}

void
mst_plan_settle (MstPlan *self, gdouble drive, gdouble ceiling)
{
  if (isfinite (drive))
    mst_plan_set (self, "correct", MST_VALUE_DOUBLE, drive, "limiter::drive");
  if (isfinite (ceiling))
    mst_plan_set (self, "correct", MST_VALUE_DOUBLE, ceiling,
        "limiter::ceiling");
  retell_moves (self);
}

gboolean
mst_plan_correct (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after)
{
  gdouble residual[MST_ANALYSIS_THIRDS];
  gdouble worst = mst_plan_residual (self, before, after, residual);
  gboolean costs = mst_correct_damage (self, before, after);
  gboolean folds = mst_correct_mono (self, before, after);
  gdouble error =
      isnan (self->goal.loudness) ? 0.0 : self->goal.loudness - after->loudness;
  gdouble excess =
      fmax (after->true_peak, after->true_peak_4x) - self->goal.ceiling;
  gboolean curve = worst > RESIDUAL_DB && has_sound (self);

  if (fabs (error) <= LOUDNESS_LU && !(excess > 0.0) && !curve && !costs &&
      !folds)
    return TRUE;
  self->corrections++;
  if (curve)
    correct_curve (self, residual);
  if (excess > 0.0 && isfinite (excess))
    correct_ceiling (self, excess);
  if (isfinite (error))
    correct_drive (self, after->loudness, error);
  retell_moves (self);
  return FALSE;
}
