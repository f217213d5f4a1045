/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "spectrum.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/measure/correlation.h"

/* The cliff is a loss within 1 kHz. Octave filters, even steep ones, lose a
 * few dB in that stretch, codecs and resamplers tens. */
#define CELL 100.0 /* Hz */
#define CELLS 240  /* to 24 kHz; the last one ends there or at rate / 2 */
#define CLIFF_DB 25.0
#define CLIFF_CELLS 6       /* between what is compared */
#define SIDE_CELLS 8        /* that are averaged on each side of it */
#define LOWEST_CLIFF 3000.0 /* Hz: nothing lower is a fault of a medium */

#define LOWEST_BASS 20.0 /* Hz */
#define HIGHEST_BASS 120.0

/* The sums, and what brings them to a scale that moves along with gains of
 * whole powers of two. */
typedef struct {
  const MstAnalyzerSpectrum *sums;
  int origin;   /* doublings of power */
  double unit;  /* 2^-origin */
  double scale; /* of an energy: the mean over the piece, times the unit */
} Spectrum;

static double
decibels (double power)
{
  return 10.0 * log10 (power);
}

bool
mst_analyzer_spectrum_is_fine (const MstAnalyzerSpectrum *self, double to)
{
  return to <= self->low->top;
}

void
mst_analyzer_spectrum_energy (const MstAnalyzerSpectrum *self, double from,
    double to, double *mid, double *side)
{
  bool fine = mst_analyzer_spectrum_is_fine (self, to);
  const MstAnalyzerFrame *frame = fine ? &self->low->fine : self->frame;
  double rate = fine ? self->low->rate : self->rate;
  /* A frame for each hop, and each a mean. */
  double scale = frame->hop * (self->rate / rate), bin = frame->n / rate;

  *mid = *side = 0.0;
  if (from >= 0.5 * rate)
    return;
  *mid = scale *
      mst_analyzer_frame_between (frame, frame->sum_mid, from * bin, to * bin);
  *side = scale *
      mst_analyzer_frame_between (frame, frame->sum_side, from * bin, to * bin);
}

/* The mean square of mid and of side from `from` to `to` Hz, over the scale of
 * the piece: what is made of these alone is the same at all levels. */
static void
between (const Spectrum *self, double from, double to, double *mid,
    double *side)
{
  mst_analyzer_spectrum_energy (self->sums, from, to, mid, side);
  *mid *= self->scale;
  *side *= self->scale;
}

void
mst_analyzer_third_edges (int third, double *from, double *to)
{
  double centre = 1000.0 * pow (10.0, (third - 17) / 10.0);
  double half = pow (10.0, 0.05);

  *from = centre / half;
  *to = centre * half;
}

static void
read_thirds (const Spectrum *self, MstAnalysis *out)
{
  double offset = self->origin * MST_POWER_DOUBLING_DB;

  for (int i = 0; i < MST_ANALYSIS_THIRDS; i++) {
    double from, to, mid, side;

    mst_analyzer_third_edges (i, &from, &to);
    between (self, from, to, &mid, &side);
    out->mid[i] = decibels (mid) + offset;
    out->side[i] = out->channels > 1.0 ? decibels (side) + offset : -INFINITY;
  }
}

/* The side is 0 in mono; next to nothing, it is nothing. */
static double
side_of (const MstAnalysis *out, double mid, double side)
{
  return out->channels > 1.0 && side > 0.0 ? decibels (side / mid) : -INFINITY;
}

static void
read_stereo (const Spectrum *self, MstAnalysis *out)
{
  const MstAnalyzerFrame *frame = self->sums->frame;
  const MstAnalyzerBlocks *bands = self->sums->bands;
  double bass_mid, bass_side;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    int from = bands->first[b], to = bands->first[b + 1];
    double mid = 0.0, side = 0.0, cross = 0.0;

    for (int k = from; k < to; k++) {
      mid += frame->sum_mid[k];
      side += frame->sum_side[k];
      cross += frame->sum_cross[k];
    }
    /* L L = M M + S S + 2 M S, R R alike, L R = M M - S S. */
    out->band[b].correlation = mst_correlation_of (mid + side + 2.0 * cross,
        mid + side - 2.0 * cross, mid - side);
    out->band[b].side_power = side_of (out,
        mst_analyzer_blocks_weigh (bands, frame->sum_mid, from, to),
        mst_analyzer_blocks_weigh (bands, frame->sum_side, from, to));
  }
  between (self, LOWEST_BASS, HIGHEST_BASS, &bass_mid, &bass_side);
  out->bass_side = side_of (out, bass_mid, bass_side);
}

static void
read_detail (const Spectrum *self, double power, MstAnalysis *out)
{
  double half = exp2 (0.5 / MST_ANALYSIS_DETAIL_PER_OCTAVE), mid, side;

  for (int i = 0; i < MST_ANALYSIS_DETAIL; i++) {
    double centre = MST_ANALYSIS_DETAIL_HZ *
        exp2 ((double) i / MST_ANALYSIS_DETAIL_PER_OCTAVE);
    double from = centre / half, to = centre * half;

    between (self, from, to, &mid, &side);
    out->detail[i] = power > 0.0
        ? mst_loudness_over (mid / (to - from), power * self->unit)
        : -INFINITY;
  }
}

/* --- bandwidth */

static int
fill_cells (const Spectrum *self, double *cells)
{
  int n = (int) fmin (CELLS, 0.5 * self->sums->rate / CELL);
  double mid, side;

  for (int i = 0; i < n; i++) {
    between (self, i * CELL, (i + 1) * CELL, &mid, &side);
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

/* The place between cells `from` and `to` where the level falls through the
 * middle between the level before and the level behind. */
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

/* All that is above a cliff stays CLIFF_DB below it. The search goes from the
 * bottom up, so that it finds the first of two cliffs, not one in its shadow.
 */
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
fill_points (const Spectrum *self, double *points)
{
  double half = exp2 (0.5 / PER_OCTAVE), mid, side;
  double highest = fmin (HIGHEST, 0.45 * self->sums->rate);
  int n = 0;

  while (n < POINTS && frequency_of (n) < highest) {
    double f = frequency_of (n);

    between (self, f / half, f * half, &mid, &side);
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

/* The place where the points come down to 3 dB below point i, in the direction
 * `step`. */
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

static void
read_resonances (const Spectrum *self, MstAnalysis *out)
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

/* --- reading */

static Spectrum
scale_of (const MstAnalyzerSpectrum *sums)
{
  const MstAnalyzerFrame *frame = sums->frame;
  Spectrum self = { .sums = sums };
  double all = 0.0;

  for (int k = 0; k < frame->bins; k++)
    all += frame->sum_mid[k] + frame->sum_side[k];
  self.origin = all > 0.0 ? mst_power_origin (all) : 0;
  self.unit = ldexp (1.0, -self.origin);
  self.scale = sums->frames > 0.0 ? self.unit / sums->frames : 0.0;
  return self;
}

static void
read_hum (const MstAnalyzerSpectrum *sums, MstAnalysis *out)
{
  double power;

  out->hum = mst_analyzer_low_hum (sums->low, &power);
  out->hum_level = decibels (power);
}

void
mst_analyzer_spectrum_read (const MstAnalyzerSpectrum *sums, MstAnalysis *out)
{
  Spectrum self = scale_of (sums);
  double cells[CELLS];

  read_thirds (&self, out);
  read_stereo (&self, out);
  read_detail (&self, mst_analyzer_blocks_power (sums->bands), out);
  out->bandwidth =
      find_bandwidth (cells, fill_cells (&self, cells), sums->rate);
  read_hum (sums, out);
  read_resonances (&self, out);
}
