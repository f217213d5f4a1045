/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Stems: which of them the faults of their sum come from. */
#include "rules.h"

#include "assistant/fit.h"
#include "assistant/stems.h"

/* A stem that has so much of the power at a place carries it. */
#define CARRIES 0.6
#define BASS_MONO "imager::bass-mono"
/* Below it there would be no gain that does it: the stem is all but muted. */
#define LEAST_FACTOR 0.05

static const struct {
  const gchar *nick;
  MstShape shape;
} shapes[] = { { "bell", MST_SHAPE_BELL }, { "low-shelf", MST_SHAPE_LOW_SHELF },
  { "high-shelf", MST_SHAPE_HIGH_SHELF } };

/* The band of the equaliser that a move is about. FALSE: it is none that one
 * stem could have; a tilt is of the whole. */
static gboolean
read_band (const MstPlan *sum, const MstMove *move, MstFitBand *band)
{
  g_auto (GStrv) parts = g_strsplit (move->path, "::", 3);
  g_autofree gchar *prefix = NULL, *type = NULL, *frequency = NULL, *q = NULL;
  const MstValue *nick;

  if (g_str_equal (move->rule, "wish") || g_strv_length (parts) < 3 ||
      !g_str_equal (move->stage, "eq") || !g_str_equal (parts[2], "gain"))
    return FALSE;
  prefix = g_strjoin ("::", parts[0], parts[1], NULL);
  type = g_strconcat (prefix, "::type", NULL);
  frequency = g_strconcat (prefix, "::frequency", NULL);
  q = g_strconcat (prefix, "::q", NULL);
  nick = mst_plan_get (sum, type);
  for (gsize i = 0; nick && i < G_N_ELEMENTS (shapes); i++)
    if (g_str_equal (shapes[i].nick, nick->nick)) {
      *band = (MstFitBand){ .shape = shapes[i].shape,
        .frequency = mst_plan_get_number (sum, frequency),
        .gain = move->amount,
        .q = mst_plan_get_number (sum, q) };
      return TRUE;
    }
  return FALSE;
}

/* --- shares */

/* The share of one stem in the sum of powers, thirds counting by their weight;
 * stems are taken to have nothing in common. */
static gdouble
find_carrier (const MstStem *stems, guint n,
    const gdouble weight[MST_ANALYSIS_THIRDS],
    gdouble (*power_of) (const MstAnalysis *, int), guint *carrier)
{
  gdouble total = 0.0, most = 0.0;

  for (guint i = 0; i < n; i++) {
    gdouble power = 0.0;

    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
      if (weight[k] > 0.0)
        power += weight[k] * power_of (&stems[i].analysis, k);
    total += power;
    if (power > most) {
      most = power;
      *carrier = i;
    }
  }
  return total > 0.0 ? most / total : 0.0;
}

static gdouble
side_power (const MstAnalysis *analysis, int third)
{
  return pow (10.0, 0.1 * analysis->side[third]);
}

/* --- moves */

/* With a share p of the power, the sum changes by g where the stem does by
 * 10 lg ((10^(g/10) - (1 - p)) / p). */
static gdouble
find_gain (const MstPlan *sum, gdouble gain, gdouble share)
{
  const gdouble most = sum->goal.max_tone;
  gdouble factor = (pow (10.0, 0.1 * gain) - (1.0 - share)) / share;

  return CLAMP (10.0 * log10 (fmax (factor, LEAST_FACTOR)), -most, most);
}

static void
add_band (MstPlan *plan, const MstStem *stem, const MstMove *move,
    const MstFitBand *band, gdouble gain, gdouble share)
{
  MstCase c = { .plan = plan };
  MstMove copy = *move;
  g_autofree gchar *path = NULL;

  mst_case_take_eq (&c);
  path = g_strdup_printf ("eq::band%d::gain", c.eq_bands);
  mst_case_add_eq (&c, move->rule, band->shape, band->frequency, gain, band->q);
  copy.amount = gain;
  copy.expected = NAN;
  mst_plan_move (plan, &copy, path, move->reason,
      "%s has %.0f %% of the power about %.0f Hz, so it is changed there by "
      "%+.1f dB in place of the sum by %+.1f; of the sum, %s",
      stem->name, 100.0 * share, band->frequency, gain, band->gain,
      move->evidence);
}

static void
place_band (const MstPlan *sum, const MstMove *move, const MstFitBand *band,
    const MstStem *stems, guint n, MstPlan **plans)
{
  gdouble weight[MST_ANALYSIS_THIRDS], share;
  guint carrier = 0;

  mst_fit_change (band, 1, weight);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    weight[k] = fabs (weight[k]);
  share = find_carrier (stems, n, weight, mst_third_power, &carrier);
  if (share >= CARRIES)
    add_band (plans[carrier], &stems[carrier], move, band,
        find_gain (sum, band->gain, share), share);
}

/* The sides of the bass go where they come from. */
static void
place_bass (const MstMove *move, const MstStem *stems, guint n, MstPlan **plans)
{
  gdouble weight[MST_ANALYSIS_THIRDS], share;
  guint carrier = 0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    weight[k] = mst_third_share (k, 0);
  share = find_carrier (stems, n, weight, side_power, &carrier);
  if (share < CARRIES)
    return;
  mst_plan_set (plans[carrier], move->rule, MST_VALUE_DOUBLE, move->amount,
      BASS_MONO);
  mst_plan_move (plans[carrier], move, BASS_MONO, move->reason,
      "%s has %.0f %% of the sides below %.0f Hz; of the sum, %s",
      stems[carrier].name, 100.0 * share, mst_band_edges[1], move->evidence);
}

void
mst_stems_share_out (const MstPlan *sum, const MstStem *stems, guint n,
    MstPlan **plans)
{
  for (guint i = 0; i < n; i++)
    plans[i] = mst_plan_new (stems[i].name, &sum->goal);
  for (guint i = 0; i < sum->moves->len; i++) {
    const MstMove *move = g_ptr_array_index (sum->moves, i);
    MstFitBand band;

    if (read_band (sum, move, &band))
      place_band (sum, move, &band, stems, n, plans);
    else if (g_str_equal (move->path, BASS_MONO))
      place_bass (move, stems, n, plans);
  }
}
