/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Faults that come and go: the loud and the quiet passages judged apart. */
#include "tone.h"

/* By so much the loud sections of a piece have more about a place than the
 * quiet ones, each less its own loudness: released pieces scatter by 1 to 2 dB
 * there, and one of twenty has 3 dB. */
#define COMES_DB 4.0
#define RATIO 10.0
#define ATTACK_MS 20.0
#define RELEASE_MS 200.0
#define USUAL_CREST_DB 12.0
#define LEAST_CONTRAST_LU 1.0 /* else all sections are the same */

/* The power of a section under a band [dBFS]. */
static gdouble
section_power (const MstCase *c, int section,
    const gdouble weight[MST_ANALYSIS_THIRDS])
{
  const MstAnalysisSection *s = &c->in->section[section];
  gdouble power = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    power += weight[k] *
        (pow (10.0, 0.1 * s->mid[k]) + pow (10.0, 0.1 * s->side[k]));
  return c->in->loudness + s->loudness + 10.0 * log10 (power);
}

static gdouble
get_crest (const MstCase *c, gdouble frequency)
{
  int b = 0;

  while (b < MST_ANALYSIS_BANDS - 1 && frequency >= mst_band_edges[b + 1])
    b++;
  return isfinite (c->in->band[b].crest) && c->in->band[b].crest > 0.0
      ? c->in->band[b].crest
      : USUAL_CREST_DB;
}

/* At rest nothing is done; over the peaks of the quiet passages it works. */
static void
set_motion (MstCase *c, const MstFitBand *band, int at, gdouble quiet)
{
  const struct {
    const gchar *name;
    gdouble value;
  } rows[] = { { "gain", 0.0 }, { "range", band->gain }, { "ratio", RATIO },
    { "threshold", CLAMP (quiet + get_crest (c, band->frequency), -80.0, 0.0) },
    { "attack", ATTACK_MS }, { "release", RELEASE_MS } };

  mst_plan_set (c->plan, "tone", MST_VALUE_BOOL, 1.0, "eq::band%d::dynamic",
      at);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    mst_plan_set (c->plan, "tone", MST_VALUE_DOUBLE, rows[i].value,
        "eq::band%d::%s", at, rows[i].name);
}

gdouble
mst_tone_moves (MstCase *c, const MstFitBand *band, int at)
{
  const MstAnalysisSection *loud = &c->in->section[MST_ANALYSIS_LOUD];
  const MstAnalysisSection *quiet = &c->in->section[MST_ANALYSIS_QUIET];
  gdouble weight[MST_ANALYSIS_THIRDS], contrast, in_loud, in_quiet, more;

  if (band->shape != MST_SHAPE_BELL || band->gain >= 0.0)
    return 0.0;
  mst_fit_change (band, 1, weight);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    weight[k] /= band->gain;
  contrast = loud->loudness - quiet->loudness;
  in_loud = section_power (c, MST_ANALYSIS_LOUD, weight);
  in_quiet = section_power (c, MST_ANALYSIS_QUIET, weight);
  more = in_loud - in_quiet - contrast;
  if (!isfinite (more) || !(contrast >= LEAST_CONTRAST_LU) ||
      !(more >= COMES_DB))
    return 0.0;
  set_motion (c, band, at, in_quiet);
  return more;
}
