/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "spectrum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/measure/correlation.h"

/* The cliff: what is lost within 1 kHz. Octave filters, even steep ones, lose a
 * few dB in that stretch, codecs and resamplers tens. */
#define CELL 100.0 /* Hz */
#define CELLS 240  /* to 24 kHz; the last one ends there or at rate / 2 */
#define CLIFF_DB 25.0
#define CLIFF_CELLS 6       /* between what is compared */
#define SIDE_CELLS 8        /* that are averaged on each side of it */
#define LOWEST_CLIFF 3000.0 /* Hz: nothing lower is a fault of a medium */

static double
decibels (double power)
{
  return 10.0 * log10 (power);
}

void
mst_analyzer_spectrum_between (const MstAnalyzerSpectrum *self, double from,
    double to, double *mid, double *side)
{
  const MstAnalyzerFrame *frame = self->frame;
  double rate = self->rate, frames = self->frames;

  *mid = *side = 0.0;
  if (frames <= 0.0 || from >= 0.5 * rate)
    return;
  if (to <= self->low->top) {
    frames *= self->low->rate / rate;
    frame = &self->low->fine;
    rate = self->low->rate;
  }
  /* A frame for each hop, and each a mean. */
  double scale = frame->hop / frames, bin = frame->n / rate;

  *mid = scale *
      mst_analyzer_frame_between (frame, frame->sum_mid, from * bin, to * bin);
  *side = scale *
      mst_analyzer_frame_between (frame, frame->sum_side, from * bin, to * bin);
}

static void
read_thirds (const MstAnalyzerSpectrum *self, MstAnalysis *out)
{
  for (int i = 0; i < MST_ANALYSIS_THIRDS; i++) {
    double centre = 1000.0 * pow (10.0, (i - 17) / 10.0), mid, side;
    double half = pow (10.0, 0.05);

    mst_analyzer_spectrum_between (self, centre / half, centre * half, &mid,
        &side);
    out->mid[i] = decibels (mid);
    out->side[i] = out->channels > 1.0 ? decibels (side) : -INFINITY;
  }
}

static void
read_correlations (const MstAnalyzerSpectrum *self, MstAnalysis *out)
{
  const MstAnalyzerFrame *frame = self->frame;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    double mid = 0.0, side = 0.0, cross = 0.0;

    for (int k = self->bands->first[b]; k < self->bands->first[b + 1]; k++) {
      mid += frame->sum_mid[k];
      side += frame->sum_side[k];
      cross += frame->sum_cross[k];
    }
    /* L L = M M + S S + 2 M S, R R alike, L R = M M - S S. */
    out->band[b].correlation = mst_correlation_of (mid + side + 2.0 * cross,
        mid + side - 2.0 * cross, mid - side);
  }
}

/* --- bandwidth */

static int
fill_cells (const MstAnalyzerSpectrum *self, double *cells)
{
  int n = (int) fmin (CELLS, 0.5 * self->rate / CELL);
  double mid, side;

  for (int i = 0; i < n; i++) {
    mst_analyzer_spectrum_between (self, i * CELL, (i + 1) * CELL, &mid, &side);
    cells[i] = decibels (fmax (mid + side, 1e-30));
  }
  return n;
}

static double
mean_of (const double *cells, int from, int to)
{
  double sum = 0.0;

  for (int i = from; i < to; i++)
    sum += cells[i];
  return sum / (to - from);
}

static double
greatest_of (const double *cells, int from, int to)
{
  double top = cells[from];

  for (int i = from; i < to; i++)
    top = fmax (top, cells[i]);
  return top;
}

/* Where the level between cells `from` and `to` falls through the middle of
 * what it was and what it comes to. */
static double
find_fall (const double *cells, int from, int to, double middle)
{
  for (int i = from; i < to; i++)
    if (cells[i] > middle && cells[i + 1] <= middle) {
      double part = (cells[i] - middle) / (cells[i] - cells[i + 1]);

      return CELL * (i + 0.5 + part);
    }
  return CELL * (from + to) / 2;
}

/* Whatever is above a cliff stays CLIFF_DB below it. From the bottom up, so
 * that of a cliff and another in its shadow the first is found. */
static double
find_bandwidth (const double *cells, int n, double rate)
{
  int first = (int) (LOWEST_CLIFF / CELL);

  for (int i = first; i + CLIFF_CELLS < n; i++) {
    double before = mean_of (cells, i - SIDE_CELLS, i);
    double after = greatest_of (cells, i + CLIFF_CELLS, n);

    if (before - after >= CLIFF_DB)
      return find_fall (cells, i - SIDE_CELLS / 2, i + CLIFF_CELLS,
          0.5 * (before + mean_of (cells, i + CLIFF_CELLS, n)));
  }
  return 0.5 * rate;
}

void
mst_analyzer_spectrum_read (const MstAnalyzerSpectrum *self, MstAnalysis *out)
{
  double cells[CELLS], power;

  read_thirds (self, out);
  read_correlations (self, out);
  out->bandwidth = find_bandwidth (cells, fill_cells (self, cells), self->rate);
  out->hum = mst_analyzer_low_hum (self->low, &power);
  out->hum_level = decibels (power);
}

/* --- resonances */

/* Points, 48 to an octave. */
#define PER_OCTAVE 48
#define LOWEST 40.0 /* Hz */
#define HIGHEST 16000.0
#define POINTS 416
#define ABOUT 24       /* points on each side: half an octave */
#define STANDS_OUT 6.0 /* dB over the median about it */
#define LEAST_Q 4.3    /* narrower than a third of an octave */

static double
frequency_of (double i)
{
  return LOWEST * exp2 (i / PER_OCTAVE);
}

/* The density about each point [dB]. */
static int
fill_points (const MstAnalyzerSpectrum *self, double *points)
{
  double half = exp2 (0.5 / PER_OCTAVE), mid, side;
  double highest = fmin (HIGHEST, 0.45 * self->rate);
  int n = 0;

  while (n < POINTS && frequency_of (n) < highest) {
    double f = frequency_of (n);

    mst_analyzer_spectrum_between (self, f / half, f * half, &mid, &side);
    points[n++] = decibels (fmax (mid + side, 1e-30) / (f * half - f / half));
  }
  return n;
}

static double
median_about (const double *points, int n, int i)
{
  double sorted[ABOUT + 1];
  int count = 0;

  for (int k = i - ABOUT; k <= i + ABOUT; k += 2) {
    int at = count;

    if (k < 0 || k >= n)
      continue;
    for (; at > 0 && sorted[at - 1] > points[k]; at--)
      sorted[at] = sorted[at - 1];
    sorted[at] = points[k];
    count++;
  }
  return sorted[count / 2];
}

static bool
is_top (const double *points, int n, int i)
{
  for (int k = i - 3; k <= i + 3; k++)
    if (k >= 0 && k < n &&
        (points[k] > points[i] || (points[k] == points[i] && k < i)))
      return false;
  return true;
}

/* Where the points come down to 3 dB below point i, in the direction `step`. */
static double
find_edge (const double *points, int n, int i, int step)
{
  double level = points[i] - 3.0;
  int k = i;

  while (k + step >= 0 && k + step < n && abs (k - i) < ABOUT &&
      points[k + step] > level)
    k += step;
  if (k + step < 0 || k + step >= n)
    return k;
  return k +
      step * fmin (1.0, (points[k] - level) / (points[k] - points[k + step]));
}

static MstAnalysisResonance
describe (const double *points, int n, int i)
{
  double low = frequency_of (find_edge (points, n, i, -1));
  double high = frequency_of (find_edge (points, n, i, 1));
  double shift = 0.0;

  if (i > 0 && i < n - 1) { /* the top of the parabola through three points */
    double a = points[i - 1], b = points[i], c = points[i + 1];
    double bend = a - 2.0 * b + c;

    shift = bend < 0.0 ? 0.5 * (a - c) / bend : 0.0;
  }
  return (MstAnalysisResonance){ frequency_of (i + shift),
    points[i] - median_about (points, n, i),
    high > low ? sqrt (high * low) / (high - low) : 0.0 };
}

/* Keeps the list sorted. */
static void
insert (MstAnalysisResonance *list, MstAnalysisResonance one)
{
  int i = MST_ANALYSIS_RESONANCES - 1;

  if (list[i].prominence >= one.prominence)
    return;
  for (; i > 0 && list[i - 1].prominence < one.prominence; i--)
    list[i] = list[i - 1];
  list[i] = one;
}

void
mst_analyzer_resonances_read (const MstAnalyzerSpectrum *self, MstAnalysis *out)
{
  double points[POINTS];
  int n = fill_points (self, points);

  memset (out->resonance, 0, sizeof (out->resonance));
  for (int i = 0; i < n; i++) {
    if (!is_top (points, n, i))
      continue;
    MstAnalysisResonance one = describe (points, n, i);

    if (one.prominence >= STANDS_OUT && one.q >= LEAST_Q)
      insert (out->resonance, one);
  }
}
