/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "reference.h"

#include <math.h>
#include <string.h>

/* --- the same song, or another */

#define OCTAVE MST_ANALYSIS_DETAIL_PER_OCTAVE
#define WEAK_DB 60.0 /* under the strongest: there is nothing to compare */
#define FEWEST OCTAVE
/* No two of thirty pieces correlate by more than 0.74; a piece correlates with
 * itself behind the curves of the benchmark by 0.99 or more. */
#define OTHER 0.80
#define SAME 0.93

/* The fine spectrum less its mean over an octave, weighted as Hann. */
static void
find_notes (const gdouble detail[MST_ANALYSIS_DETAIL],
    gdouble notes[MST_ANALYSIS_DETAIL])
{
  for (int i = 0; i < MST_ANALYSIS_DETAIL; i++) {
    gdouble sum = 0.0, weights = 0.0;

    for (int k = -OCTAVE / 2; k <= OCTAVE / 2; k++) {
      gdouble weight = 1.0 + cos (2.0 * G_PI * k / (OCTAVE + 2.0));

      if (i + k < 0 || i + k >= MST_ANALYSIS_DETAIL ||
          !isfinite (detail[i + k]))
        continue;
      sum += weight * detail[i + k];
      weights += weight;
    }
    notes[i] = detail[i] - sum / weights;
  }
}

gdouble
mst_reference_kinship (const MstAnalysis *a, const MstAnalysis *b)
{
  gdouble x[MST_ANALYSIS_DETAIL], y[MST_ANALYSIS_DETAIL];
  gdouble floor_a = mst_strongest (a->detail, MST_ANALYSIS_DETAIL) - WEAK_DB;
  gdouble floor_b = mst_strongest (b->detail, MST_ANALYSIS_DETAIL) - WEAK_DB;
  gdouble xx = 0.0, yy = 0.0, xy = 0.0;
  int n = 0;

  find_notes (a->detail, x);
  find_notes (b->detail, y);
  for (int i = 0; i < MST_ANALYSIS_DETAIL; i++) {
    if (!(a->detail[i] > floor_a) || !(b->detail[i] > floor_b))
      continue;
    xx += x[i] * x[i];
    yy += y[i] * y[i];
    xy += x[i] * y[i];
    n++;
  }
  return n >= FEWEST && xx > 0.0 && yy > 0.0 ? xy / sqrt (xx * yy) : 0.0;
}

/* From 0 to 1 between two edges. */
static gdouble
ramp (gdouble x, gdouble from, gdouble to)
{
  return CLAMP ((x - from) / (to - from), 0.0, 1.0);
}

/* --- differences */

#define LOWEST_HZ 25.0
#define HIGHEST_HZ 18000.0
#define HALF_THIRD 1.13 /* a bit more than from its middle to its edge */
#define LONGER 1.25

static gboolean
ends_below (const MstAnalysis *analysis, gdouble frequency)
{
  return analysis->bandwidth > 0.0 &&
      frequency * HALF_THIRD > analysis->bandwidth;
}

typedef struct {
  const gdouble *mid, *side; /* dB, less `loudness` */
  gdouble loudness;
} Spectrum;

/* Two that last as long hold the same music. Where a part stands for the whole,
 * what is loud in both is likeliest to be. */
static gboolean
last_as_long (const MstAnalysis *a, const MstAnalysis *b)
{
  gdouble ratio = a->frames * b->rate / (b->frames * a->rate);

  return ratio > 1.0 / LONGER && ratio < LONGER;
}

static Spectrum
spectrum_of (const MstAnalysis *analysis, gboolean whole)
{
  const MstAnalysisSection *loud = &analysis->section[MST_ANALYSIS_LOUD];

  return whole ? (Spectrum){ analysis->mid, analysis->side, analysis->loudness }
               : (Spectrum){ loud->mid, loud->side, 0.0 };
}

/* NAN where there is nothing to compare. */
static void
subtract (const MstAnalysis *mix, const MstAnalysis *reference,
    gdouble difference[2][MST_ANALYSIS_THIRDS])
{
  gboolean whole = last_as_long (mix, reference);
  Spectrum a = spectrum_of (mix, whole), b = spectrum_of (reference, whole);
  gdouble floor_a = mst_strongest (a.mid, MST_ANALYSIS_THIRDS) - WEAK_DB;
  gdouble floor_b = mst_strongest (b.mid, MST_ANALYSIS_THIRDS) - WEAK_DB;
  gdouble louder = b.loudness - a.loudness;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    gdouble frequency = mst_third_frequency (k);
    gboolean counts = frequency >= LOWEST_HZ && frequency <= HIGHEST_HZ &&
        !ends_below (mix, frequency) && !ends_below (reference, frequency);

    difference[0][k] = counts && a.mid[k] > floor_a && b.mid[k] > floor_b
        ? mst_grid (b.mid[k] - a.mid[k] - louder)
        : (gdouble) NAN;
    difference[1][k] = counts && a.side[k] > floor_a && b.side[k] > floor_b
        ? mst_grid (b.side[k] - a.side[k] - louder)
        : (gdouble) NAN;
  }
}

/* A weighted mean of what is known. */
static void
add (gdouble *sum, gdouble *weights, const gdouble *values, gdouble weight)
{
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    if (!isnan (values[k])) {
      sum[k] += weight * values[k];
      weights[k] += weight;
    }
}

/* Straight between neighbours that are known; beyond the last of them down to
 * nothing within an octave. Nothing is known: no change. */
static void
fill_gaps (gdouble curve[MST_ANALYSIS_THIRDS])
{
  gdouble filled[MST_ANALYSIS_THIRDS];

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    int below = k, above = k;

    while (below >= 0 && isnan (curve[below]))
      below--;
    while (above < MST_ANALYSIS_THIRDS && isnan (curve[above]))
      above++;
    filled[k] = 0.0;
    if (below >= 0 && above < MST_ANALYSIS_THIRDS)
      filled[k] = above == below ? curve[k]
                                 : curve[below] +
              (curve[above] - curve[below]) * (k - below) / (above - below);
    else if (below >= 0)
      filled[k] = curve[below] * fmax (0.0, 1.0 - (k - below) / 3.0);
    else if (above < MST_ANALYSIS_THIRDS)
      filled[k] = curve[above] * fmax (0.0, 1.0 - (above - k) / 3.0);
  }
  memcpy (curve, filled, sizeof (filled));
}

static void
cap (gdouble curve[MST_ANALYSIS_THIRDS])
{
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    curve[k] = CLAMP (curve[k], -MST_REFERENCE_CAP_DB, MST_REFERENCE_CAP_DB);
}

static gdouble
sum_weights (const MstReferences *references)
{
  gdouble sum = 0.0;

  for (guint i = 0; i < references->n; i++)
    sum += references->songs[i].weight;
  return sum;
}

gdouble
mst_reference_same (const MstAnalysis *mix, const MstReferences *references)
{
  gdouble same = 0.0;

  for (guint i = 0; i < references->n; i++) {
    const MstReference *song = &references->songs[i];

    same += song->weight *
        ramp (mst_reference_kinship (mix, &song->analysis), OTHER, SAME);
  }
  return same / sum_weights (references);
}

gdouble
mst_reference_range (const MstAnalysis *analysis)
{
  return analysis->block_level[MST_ANALYSIS_QUANTILES - 1] -
      analysis->block_level[1];
}

/* Over the thirds in which both are known. */
static gdouble
mean_width (const MstMatch *match)
{
  gdouble sum = 0.0;
  int n = 0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    if (!isnan (match->side[k] - match->mid[k])) {
      sum += match->side[k] - match->mid[k];
      n++;
    }
  return n > 0 ? sum / n : 0.0;
}

/* The weighted mean of what they have more than the mix. */
static void
compare (const MstAnalysis *mix, const MstReferences *references,
    MstMatch *match)
{
  gdouble weights[2][MST_ANALYSIS_THIRDS] = { { 0.0 } };
  gdouble *curves[2] = { match->mid, match->side };
  gdouble all = sum_weights (references);

  for (guint i = 0; i < references->n; i++) {
    const MstReference *song = &references->songs[i];
    gdouble difference[2][MST_ANALYSIS_THIRDS];

    subtract (mix, &song->analysis, difference);
    for (int c = 0; c < 2; c++)
      add (curves[c], weights[c], difference[c], song->weight);
    match->range += song->weight / all * mst_reference_range (&song->analysis);
    match->loudness += song->weight / all * song->analysis.loudness;
  }
  for (int c = 0; c < 2; c++)
    for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
      curves[c][k] =
          weights[c][k] > 0.0 ? curves[c][k] / weights[c][k] : (gdouble) NAN;
  match->width = mean_width (match);
  fill_gaps (match->mid);
  fill_gaps (match->side);
}

/* The tone is that of the mid; what the side does beyond it is the width. */
static void
share (const MstMatchShares *shares, MstMatch *match)
{
  match->width *= shares->width;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    gdouble width = shares->width * (match->side[k] - match->mid[k]);

    match->mid[k] *= shares->tone;
    match->side[k] = match->mid[k] + width;
  }
  cap (match->mid);
  cap (match->side);
}

void
mst_reference_match (const MstAnalysis *mix, const MstReferences *references,
    MstMatch *match)
{
  const MstMatchShares *shares = &references->shares;
  gdouble range = mst_reference_range (mix);

  *match = (MstMatch){ .same = mst_reference_same (mix, references) };
  compare (mix, references, match);
  share (shares, match);
  match->range = range + shares->dynamics * (match->range - range);
  match->loudness = shares->loudness > 0.0 ? match->loudness : -INFINITY;
}
