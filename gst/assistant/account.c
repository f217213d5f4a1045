/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "account.h"

#include <math.h>
#include <string.h>

#include "dsp/eq/eq.h"
#include "dsp/imager/imager.h"
#include "dsp/multiband/multiband.h"
#include "dsp/saturator/saturator.h"

#define NOTHING 1e-3 /* dB, or of a ratio */
#define LIMITER "limiter"
#define WISH "wish"

static const MstStage *const stages_with_bands[] = { &mst_stage_eq,
  &mst_stage_multiband, &mst_stage_imager, &mst_stage_saturator };

static const MstValue *
get (const MstPlan *made, const gchar *stage, const gchar *name)
{
  g_autofree gchar *path = g_strconcat (stage, "::", name, NULL);

  return mst_plan_get (made, path);
}

/* How many bands a stage has where nothing is set. */
static gdouble
usual_bands (const gchar *stage)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stages_with_bands); i++)
    for (int k = 0; g_str_equal (stages_with_bands[i]->name, stage) &&
         k < stages_with_bands[i]->n_params;
         k++)
      if (g_str_equal (stages_with_bands[i]->params[k].name, "bands"))
        return stages_with_bands[i]->params[k].def;
  return 0.0;
}

/* The mix of the reverb is a level; elsewhere it is a share. */
static gboolean
is_off (const MstPlan *made, const gchar *stage)
{
  const MstValue *bypass = get (made, stage, "bypass");
  const MstValue *mix = get (made, stage, "mix");

  return (bypass && bypass->number != 0.0) ||
      (mix && mix->number == 0.0 && !g_str_equal (stage, "reverb"));
}

/* "eq::band3::gain" needs a fourth band that is enabled. */
static gboolean
is_band_in_use (const MstPlan *made, const gchar *path)
{
  g_auto (GStrv) parts = g_strsplit (path, "::", 3);
  const MstValue *bands, *enabled;
  g_autofree gchar *name = NULL;

  if (g_strv_length (parts) < 3 || !g_str_has_prefix (parts[1], "band"))
    return TRUE;
  bands = get (made, parts[0], "bands");
  name = g_strconcat (parts[1], "::enabled", NULL);
  enabled = get (made, parts[0], name);
  return g_ascii_strtod (parts[1] + strlen ("band"), NULL) <
      (bands ? bands->number : usual_bands (parts[0])) &&
      (!enabled || enabled->number != 0.0);
}

static gboolean
is_flat (const gdouble curve[MST_ANALYSIS_THIRDS])
{
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    if (fabs (curve[k]) > NOTHING)
      return FALSE;
  return TRUE;
}

static gdouble
get_neutral (const MstMove *move)
{
  return g_str_equal (move->unit, ":1") ? 1.0 : 0.0;
}

/* A wish is told in its own unit, and so is the greatest gain of a curve.
 * Where something stands for itself, as a low cut does, its frequency may be
 * the one that the band has anyway. */
static gdouble
read_amount (const MstMove *move, const MstValue *value)
{
  const gboolean is_width = g_str_has_suffix (move->path, "::width");

  if (is_width && (!value || fabs (value->number - 1.0) < NOTHING))
    return 0.0;
  if (g_str_equal (move->rule, WISH) ||
      (!value && g_str_has_suffix (move->path, "::frequency")))
    return move->amount;
  if (!value)
    return get_neutral (move);
  if (value->kind == MST_VALUE_CURVE)
    return is_flat (value->curve) ? 0.0 : move->amount;
  return is_width ? 20.0 * log10 (value->number) : value->number;
}

/* FALSE: it is not made. What a wish adds to a move is told of the wish. */
static gboolean
read_move (const MstPlan *self, MstMove *move, const MstPlan *made)
{
  const MstSetting *wanted = mst_plan_setting (self, move->path);
  gdouble amount = read_amount (move, mst_plan_get (made, move->path));

  if (!g_str_equal (move->stage, LIMITER) &&
      (is_off (made, move->stage) || !is_band_in_use (made, move->path) ||
          !(fabs (amount - get_neutral (move)) > NOTHING)))
    return FALSE;
  if (!wanted || !g_str_equal (wanted->rule, WISH))
    move->amount = amount;
  return TRUE;
}

static gboolean
has_note (const MstPlan *self, const gchar *prefix)
{
  for (guint i = 0; i < self->notes->len; i++)
    if (g_str_has_prefix (
            ((const MstNote *) g_ptr_array_index (self->notes, i))->text,
            prefix))
      return TRUE;
  return FALSE;
}

/* The plan has told of all that it took back itself. */
static void
drop_move (MstPlan *self, guint i, const MstPlan *made)
{
  const MstMove *move = g_ptr_array_index (self->moves, i);

  if (made != self && !has_note (self, move->path))
    mst_plan_note (self, "settings", "%s: it is off, by the settings by hand",
        move->path);
  g_ptr_array_remove_index (self->moves, i);
}

void
mst_plan_read_back (MstPlan *self, const MstPlan *made)
{
  for (guint i = 0; i < self->moves->len;) {
    MstMove *move = g_ptr_array_index (self->moves, i);

    if (!read_move (self, move, made)) {
      drop_move (self, i, made);
      continue;
    }
    if (g_str_equal (move->path, "limiter::drive")) /* a goal may be lowered */
      move->expected = fmin (move->expected, self->goal.loudness);
    i++;
  }
}

/* --- findings */

/* The damage says what the limiting costs, or that it is less by now. */
void
mst_plan_tell_limiting (MstPlan *self, gdouble limiting)
{
  MstFinding *finding = mst_plan_find (self, "limiting");

  if (!finding)
    return;
  if (mst_plan_find (self, "damage") || limiting <= self->goal.max_limiting) {
    g_ptr_array_remove (self->findings, finding);
    return;
  }
  if (isnan (limiting))
    return;
  g_free (finding->text);
  finding->text = g_strdup_printf (
      "%.1f LUFS under %.1f dBTP took %.1f dB of limiting, over %.1f: less "
      "loudness would sound better",
      self->goal.loudness, self->goal.ceiling, limiting,
      self->goal.max_limiting);
}
