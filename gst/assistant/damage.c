/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "damage.h"

#include <math.h>
#include <stdarg.h>

#include "thirds.h"

#define TOLERANCE_DB 0.1
/* A decibel of drive less is this much of the worst cost less: between 0.6
 * (crest) and 2 (residual) on real mixes. */
#define COST_PER_DB 1.5
#define LEAST_STEP_LU 0.2
#define LEAST_DRIVE_DB 0.3 /* of a saturator that is worth having */
#define LEAST_WIDTH_DB 0.25
#define MONO_SLACK_LU 0.25
#define CORRELATION_SLACK 0.05

/* --- damage */

/* A cost that could not be measured is not over any budget. */
static gdouble
over (gdouble cost, gdouble budget)
{
  return isfinite (cost) ? cost - budget : -INFINITY;
}

static gdouble
lost_crest (const MstAnalysis *before, const MstAnalysis *after)
{
  return before->crest - after->crest;
}

/* Only the PSR where the limiter works counts, since the least PSR of the whole
 * may lie elsewhere; 0 says that there were no 3 s to measure. A mix that had
 * less than the budget asks for may keep its PSR. */
static gdouble
lacking_psr (const MstAnalysis *before, const MstAnalysis *after,
    const MstLimiting *limiting)
{
  if (!isnan (limiting->psr))
    return limiting->psr;
  if (before->psr == 0.0 || after->psr == 0.0)
    return -INFINITY;
  return fmin (MST_BUDGET_PSR_DB, before->psr) - after->psr;
}

gdouble
mst_damage (const MstAnalysis *before, const MstAnalysis *after,
    const MstLimiting *limiting, const gchar **what)
{
  const struct {
    const gchar *what;
    gdouble over;
  } costs[] = {
    { "the limiter's residual",
        over (limiting->residual, MST_BUDGET_DISTORTION_DB) },
    { "the loss of crest",
        over (lost_crest (before, after), MST_BUDGET_CREST_DB) },
    { "the loss of PSR", over (lacking_psr (before, after, limiting), 0.0) },
  };
  gdouble worst = -INFINITY;

  for (gsize i = 0; i < G_N_ELEMENTS (costs); i++)
    if (costs[i].over > worst) {
      worst = costs[i].over;
      *what = costs[i].what;
    }
  return worst;
}

/* --- backing off */

/* Soft clip is dropped at once, for that costs little. What is corrected stays
 * the setting of the rule that asked for it. */
static gboolean
drop_clipping (MstPlan *self, gdouble damage, const gchar *what)
{
  MstSetting *clip = mst_plan_setting (self, "limiter::soft-clip");

  if (!clip || !(clip->value.number > 0.0))
    return FALSE;
  clip->value.number = 0.0;
  mst_plan_note (self, "damage",
      "soft clip is taken back: %s is %.1f dB over the budget", what, damage);
  return TRUE;
}

static gboolean
lower_saturation (MstPlan *self, gdouble damage, const gchar *what)
{
  MstSetting *setting = mst_plan_setting (self, "saturator::drive");
  gdouble drive = setting ? setting->value.number : 0.0, lower;

  if (!(drive > 0.0))
    return FALSE;
  lower = drive - fmax (damage, LEAST_DRIVE_DB);
  lower = lower < LEAST_DRIVE_DB ? 0.0 : lower;
  setting->value.number = lower;
  mst_plan_note (self, "damage",
      "saturation is lowered from %.1f to %.1f dB: %s is %.1f dB over the "
      "budget",
      drive, lower, what, damage);
  return TRUE;
}

static G_GNUC_PRINTF (2, 3) void tell (MstPlan *self, const gchar *format, ...)
{
  MstFinding *finding = mst_plan_find (self, "damage");
  va_list args;

  if (!finding) {
    mst_plan_finding (self, MST_FINDING_NOTICE, "damage", "%s", "");
    finding = mst_plan_find (self, "damage");
  }
  g_free (finding->text);
  va_start (args, format);
  finding->text = g_strdup_vprintf (format, args);
  va_end (args);
}

/* A step that did not lessen the damage was no use: it is taken back. */
static gboolean
take_back (MstPlan *self, const gchar *what)
{
  gboolean lowered = self->goal.loudness < self->wanted_loudness;

  self->goal.loudness = self->wanted_loudness;
  self->goal.firm = TRUE;
  tell (self,
      "at %.1f LUFS %s is %.1f dB over the budget, and no less where it is "
      "less loud",
      self->wanted_loudness, what, self->damage);
  return lowered;
}

/* The loudness that was asked for is the last thing to give up, and not all of
 * it. Where it is firm, what it costs is told. */
static gboolean
lower_goal (MstPlan *self, gdouble damage, const gchar *what)
{
  gdouble lowest = self->wanted_loudness - MST_BUDGET_BACK_OFF_LU;
  gdouble was = self->goal.loudness;

  if (self->goal.firm) {
    if (isnan (self->damage))
      tell (self,
          "%.1f LUFS is made as it was asked for, and costs: %s is %.1f dB "
          "over the budget",
          was, what, damage);
    return FALSE;
  }
  if (!(damage < self->damage - TOLERANCE_DB) && !isnan (self->damage))
    return take_back (self, what);
  if (!(was > lowest))
    return FALSE;
  self->damage = damage;
  self->goal.loudness =
      fmax (was - fmax (damage / COST_PER_DB, LEAST_STEP_LU), lowest);
  tell (self,
      "%.1f LUFS would do damage: at %.1f LUFS %s was still %.1f dB over the "
      "budget; it is brought to %.1f LUFS",
      self->wanted_loudness, was, what, damage, self->goal.loudness);
  return TRUE;
}

gboolean
mst_damage_back_off (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after, const MstLimiting *limiting)
{
  const gchar *what = NULL;
  gdouble damage = mst_damage (before, after, limiting, &what);

  if (!(damage > TOLERANCE_DB) || self->goal.strength == 0.0)
    return FALSE;
  return drop_clipping (self, damage, what) ||
      lower_saturation (self, damage, what) || lower_goal (self, damage, what);
}

/* --- the mono sum */

static gboolean
is_loose (const MstAnalysis *before, const MstAnalysis *after)
{
  gdouble loss = fmax (before->mono_loss, MST_BUDGET_MONO_LOSS_LU);
  gdouble correlation = fmin (before->correlation, MST_BUDGET_CORRELATION);

  return after->mono_loss > loss + MONO_SLACK_LU ||
      after->correlation < correlation - CORRELATION_SLACK;
}

/* Takes back half of the gain by which a group was widened. */
static gboolean
narrow (MstPlan *self, int group)
{
  g_autofree gchar *path = g_strdup_printf ("imager::band%d::width", group);
  MstSetting *width = mst_plan_setting (self, path);
  gdouble gain;

  if (!width || !(width->value.number > 1.0))
    return FALSE;
  gain = 10.0 * log10 (width->value.number);
  width->value.number = gain < LEAST_WIDTH_DB ? 1.0 : pow (10.0, gain / 20.0);
  return TRUE;
}

gboolean
mst_damage_narrow (MstPlan *self, const MstAnalysis *before,
    const MstAnalysis *after)
{
  gboolean changed = FALSE;

  if (!is_loose (before, after))
    return FALSE;
  for (int g = 0; g < MST_GROUPS; g++)
    changed |= narrow (self, g);
  if (changed)
    mst_plan_note (self, "mono",
        "width is halved: the mono sum loses %.1f LU, and left and right "
        "correlate by %.2f",
        after->mono_loss, after->correlation);
  return changed;
}
