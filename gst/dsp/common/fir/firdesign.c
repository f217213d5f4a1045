/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "firdesign.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"
#include "fft.h"

#define GRID 4      /* times as long as the taps */
#define FLOOR 1e-10 /* of the peak, -200 dB: the logarithm takes it for 0 */
#define TAPER 0.125 /* share of either side of the taps that fades out */
#define TAPER_CEPSTRUM 0.5
#define MIN_CURVE_TAPS 1024
#define CURVE_TAPS_PER_SECOND 6

struct MstFirDesign {
  int taps;
  size_t grid;
  MstFftDouble *fft;
  double *re, *im; /* grid of each */
  void *memory;    /* holds them */
};

/* --- new, free */

static void
lay_out (void *object, MstArena *arena)
{
  MstFirDesign *self = object;

  self->re = mst_arena_take (arena, self->grid, sizeof (double));
  self->im = mst_arena_take (arena, self->grid, sizeof (double));
}

MstFirDesign *
mst_firdesign_new (int taps)
{
  MstFirDesign *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->taps = taps;
  self->grid = (size_t) GRID * taps;
  self->fft = mst_fft_double_new (GRID * taps);
  self->memory = mst_arena_new (lay_out, self);
  if (!self->fft || !self->memory) {
    mst_firdesign_free (self);
    return NULL;
  }
  return self;
}

void
mst_firdesign_free (MstFirDesign *self)
{
  if (!self)
    return;
  mst_fft_double_free (self->fft);
  free (self->memory);
  free (self);
}

int
mst_firdesign_curve_taps (double rate)
{
  int taps = MIN_CURVE_TAPS;

  while (taps < rate / CURVE_TAPS_PER_SECOND &&
      taps < MST_FIRDESIGN_MAX_CURVE_TAPS)
    taps *= 2;
  return taps;
}

int
mst_firdesign_points (const MstFirDesign *self)
{
  return (int) (self->grid / 2 + 1);
}

/* 1; over the last `taper` of the way to `reach`, half a period of a cosine
 * down to 0. */
static double
window (size_t distance, size_t reach, double taper)
{
  double into = ((double) distance / reach - (1.0 - taper)) / taper;

  if (distance >= reach)
    return 0.0;
  return into <= 0.0 ? 1.0 : 0.5 + 0.5 * cos (M_PI * into);
}

/* --- the phase */

/* The logarithm of the magnitude at point i of the grid. Its upper half mirrors
 * the lower one. */
static double
log_at (const MstFirDesign *self, long i)
{
  long half = (long) self->grid / 2;

  i = labs (i);
  return self->im[i > half ? 2 * half - i : i];
}

/* Where the response is 0 its logarithm has a pole, which the grid cannot
 * follow; a point that hits it would outweigh all others. About a zero of order
 * m, log magnitude = c + m log |k| at k points off. The points k != 0 alone, as
 * samples of m log |2 sin (pi k / n)|, sum to m log n where the integral is 0:
 * so what stands for k = 0 is m log (1 / n), and that is m log (2 pi) below the
 * point k = 1. */
static double
without_pole (const MstFirDesign *self, long i)
{
  double near = 0.5 * (log_at (self, i - 1) + log_at (self, i + 1));
  double far = 0.5 * (log_at (self, i - 2) + log_at (self, i + 2));
  double order = fmax (0.0, (far - near) / log (2.0));

  return fmax (log_at (self, i), near - order * log (2.0 * M_PI));
}

/* The real cepstrum of the magnitude, folded onto its causal half, is that of
 * the minimum phase filter: Oppenheim and Schafer, 13.5. Leaves its phase in
 * im[]. A zero on the unit circle makes a cepstrum of 1 / n, and what folds
 * over from the other half about n = grid / 2 would make the phase of every
 * other point too great and of the rest too small; so that part is faded out.
 */
static void
find_phase (MstFirDesign *self, const double *magnitude, double peak)
{
  size_t n = self->grid, half = n / 2;

  for (size_t i = 0; i <= half; i++)
    self->im[i] = log (fmax (fabs (magnitude[i]) / peak, FLOOR)) / n;
  for (size_t i = 0; i <= half; i++)
    self->re[i] = self->re[(n - i) % n] = without_pole (self, (long) i);
  memset (self->im, 0, n * sizeof (double));
  mst_fft_double_inverse (self->fft, self->re, self->im);
  for (size_t i = 1; i < half; i++)
    self->re[i] *= 2.0 * window (i, half, TAPER_CEPSTRUM);
  memset (self->re + half + 1, 0, (half - 1) * sizeof (double));
  memset (self->im, 0, n * sizeof (double));
  mst_fft_double_forward (self->fft, self->re, self->im);
}

/* Finds the response, 1 at most and scaled for the inverse transform. Its real
 * part is even and its imaginary part odd, for the taps are real. */
static void
fill_response (MstFirDesign *self, const double *magnitude, double peak,
    double minimum)
{
  size_t n = self->grid, half = n / 2;

  if (minimum <= 0.0)
    memset (self->im, 0, n * sizeof (double));
  for (size_t i = 0; i <= half; i++) {
    double size = magnitude[i] / peak / n, angle = minimum * self->im[i];
    double re = minimum > 0.0 ? size * cos (angle) : size;
    double im = minimum > 0.0 ? size * sin (angle) : 0.0;
    if (i == 0 || i == half)
      im = 0.0;
    self->re[i] = self->re[(n - i) % n] = re;
    self->im[i] = im;
    self->im[(n - i) % n] = -im;
  }
}

/* --- the taps */

static double
clamp (double x)
{
  return fmin (fmax (x, -FLT_MAX), FLT_MAX);
}

static void
cut_taps (const MstFirDesign *self, double peak, int is_even, int centre,
    float *taps)
{
  int after = self->taps - centre;

  if (is_even && centre > 0 && after > centre)
    after = centre;
  for (int i = 0; i < self->taps; i++) {
    size_t distance = abs (i - centre);
    int is_before = i < centre;
    size_t at = is_before && !is_even ? self->grid - distance : distance;
    double gain = window (distance, is_before ? centre : after, TAPER);
    taps[i] = (float) clamp (self->re[at] * gain * peak);
  }
}

void
mst_firdesign_run (MstFirDesign *self, const double *magnitude, double minimum,
    int centre, float *taps)
{
  double peak = DBL_MIN;

  for (size_t i = 0; i <= self->grid / 2; i++)
    peak = fmax (peak, fabs (magnitude[i]));
  if (minimum > 0.0)
    find_phase (self, magnitude, peak);
  fill_response (self, magnitude, peak, minimum);
  mst_fft_double_inverse (self->fft, self->re, self->im);
  cut_taps (self, peak, minimum <= 0.0, centre, taps);
}
