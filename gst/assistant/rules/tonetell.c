/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The bands of the tone, as they are told. */
#include "tone.h"

#define HALF 0.5
#define TILT_REACH 4.0 /* two octaves above and below: where it is heard */

static int
nearest_band (gdouble frequency)
{
  int b = 0;

  while (b < MST_ANALYSIS_BANDS - 1 && frequency >= mst_band_edges[b + 1])
    b++;
  return b;
}

/* The frequency that a band is heard at: shelves work beyond their corner. */
static gdouble
heard_at (const MstFitBand *band)
{
  return band->shape == MST_SHAPE_LOW_SHELF ? band->frequency / 1.5
      : band->shape == MST_SHAPE_HIGH_SHELF ? band->frequency * 1.5
                                            : band->frequency;
}

static MstWord
get_word (const MstFitBand *band)
{
  gboolean top = band->gain < 0.0;

  if (band->shape == MST_SHAPE_LOW_SHELF)
    return top ? MST_WORD_BOOMY : MST_WORD_THIN;
  if (band->shape == MST_SHAPE_HIGH_SHELF || band->shape == MST_SHAPE_TILT)
    return top ? MST_WORD_BRIGHT : MST_WORD_DULL;
  return mst_word_at (band->frequency, top);
}

static const gchar *
get_certainty (gdouble sure)
{
  return sure >= MST_TONE_SURE  ? "sure"
      : sure >= MST_TONE_FAIRLY ? "fairly sure"
                                : "not sure, so that it moves little";
}

static gchar *
explain (const MstFitBand *band, gdouble excess)
{
  const gchar *word = mst_word_name (get_word (band));
  const gchar *what = band->shape == MST_SHAPE_BELL ? "a bell"
      : band->shape == MST_SHAPE_TILT               ? "a tilt"
                                                    : "a shelf";

  if (excess * band->gain > 0.0 || fabs (excess) < HALF * fabs (band->gain))
    return g_strdup_printf (
        "It leaves this place as it was: %s takes back what "
        "the other bands do to it.",
        what);
  if (band->shape == MST_SHAPE_TILT)
    return g_strdup_printf (
        "It is %s as a whole: a tilt about %.0f Hz turns bass and top against "
        "each other.",
        word, band->frequency);
  return band->gain < 0.0
      ? g_strdup_printf ("It is %s: %s takes off part of the excess.", word,
            what)
      : g_strdup_printf ("It is %s: %s gives back part of what is missing.",
            word, what);
}

gdouble
mst_tone_excess (const MstTone *tone, int third)
{
  return tone->model[third] + tone->broad.excess[third] + tone->alone[third];
}

static gdouble
get_excess (const MstTone *tone, gdouble frequency)
{
  return mst_tone_excess (tone, mst_third_at (frequency));
}

/* A tilt is heard above against below, the others at their place. */
static gchar *
get_evidence (const MstCase *c, const MstTone *tone, const MstFitBand *band,
    gdouble excess, int b)
{
  gboolean tilts = band->shape == MST_SHAPE_TILT;
  gdouble place = heard_at (band) * (tilts ? TILT_REACH : 1.0);
  g_autofree gchar *beside = tilts
      ? g_strdup_printf (" beside %.0f Hz", heard_at (band) / TILT_REACH)
      : g_strdup ("");

  return g_strdup_printf (
      "about %.0f Hz it has %.1f dB %s%s than songs like this and its own "
      "slope would have, give or take %.1f: %s",
      place, fabs (excess), excess < 0.0 ? "less" : "more", beside,
      c->estimate.deviation[MST_TRAIT_LEVEL + b],
      c->plan->goal.references ? "as far as the reference can tell"
                               : get_certainty (tone->sure));
}

void
mst_tone_tell (MstCase *c, const MstTone *tone, const MstFitBand *band, int at,
    gdouble moves)
{
  gdouble frequency = heard_at (band);
  int b = nearest_band (frequency), feature = MST_FEATURE_LEVEL + b;
  gdouble excess = band->shape == MST_SHAPE_TILT
      ? get_excess (tone, frequency * TILT_REACH) -
          get_excess (tone, frequency / TILT_REACH)
      : get_excess (tone, frequency);
  g_autofree gchar *path =
      g_strdup_printf ("eq::band%d::%s", at, moves > 0.0 ? "range" : "gain");
  g_autofree gchar *first = explain (band, excess);
  g_autofree gchar *reason = moves > 0.0
      ? g_strconcat (first, " It comes and goes, and so does the cut.", NULL)
      : g_steal_pointer (&first);
  g_autofree gchar *always = get_evidence (c, tone, band, excess, b);
  g_autofree gchar *evidence = moves > 0.0
      ? g_strdup_printf ("%s; loud passages have %.1f dB more there than quiet "
                         "ones",
            always, moves)
      : g_steal_pointer (&always);

  mst_plan_move (c->plan,
      &(MstMove){ .stage = "eq",
          .rule = "tone",
          .amount = band->gain,
          .unit = "dB",
          .feature = mst_feature_name (feature),
          .before = c->plan->features[feature],
          .expected = c->plan->expected[feature] },
      path, reason, "%s", evidence);
}
