/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "feature.h"

#include <math.h>

#include "thirds.h"

#define OF_BANDS(what)                                                         \
  what "-20-148", what "-148-392", what "-392-795", what "-795-1458",          \
      what "-1458-2550", what "-2550-4349", what "-4349-7314",                 \
      what "-7314-12199", what "-12199-20000"

static const gchar *const names[MST_N_FEATURES] = { "loudness", "block-range",
  "plr", OF_BANDS ("level"), OF_BANDS ("side"), OF_BANDS ("range") };

const gchar *
mst_feature_name (int feature)
{
  return names[feature];
}

/* Loudness is a goal, not a trait: a mix is brought to it last, whatever it
 * was. Tone counts twice what width and range do: it is heard first. */
gdouble
mst_feature_weight (int feature)
{
  if (feature == MST_FEATURE_LOUDNESS)
    return 0.0;
  return feature < MST_FEATURE_SIDE ? 1.0 : 0.5;
}

static gdouble
finite_or_nan (gdouble x)
{
  return fabs (x) <= MST_FEATURES_ABSURD ? mst_grid (x) : (gdouble) NAN;
}

void
mst_features_of (const MstAnalysis *analysis, gdouble features[MST_N_FEATURES])
{
  features[MST_FEATURE_LOUDNESS] = finite_or_nan (analysis->loudness);
  features[MST_FEATURE_BLOCK_RANGE] = finite_or_nan (analysis->block_range);
  features[MST_FEATURE_PLR] =
      finite_or_nan (analysis->sample_peak - analysis->loudness);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    const MstAnalysisBand *band = &analysis->band[b];
    gboolean heard = isfinite (band->level);

    features[MST_FEATURE_LEVEL + b] = finite_or_nan (band->level);
    features[MST_FEATURE_SIDE + b] = finite_or_nan (band->side);
    features[MST_FEATURE_RANGE + b] =
        heard ? finite_or_nan (band->range) : (gdouble) NAN;
  }
}
