/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "tone.h"

#include <math.h>
#include <string.h>

#include "dsp/common/vector/vectors.h"

#define LANES 8

/* The place of a frame among the kept steps. */
static double
place_of (const MstDehumPartials *partials, int64_t frame)
{
  return (double) frame / partials->step -
      (double) (partials->end - partials->steps);
}

/* A cubic through the steps about the place, which it meets with the slope of
 * the two beside each of them (Catmull & Rom). */
static double
between (const double *x, int n, double place)
{
  int i = (int) floor (place);
  double t, a, b, c, d;

  i = i < 1 ? 1 : i > n - 3 ? n - 3 : i;
  t = place - i;
  a = x[i - 1], b = x[i], c = x[i + 1], d = x[i + 2];
  return b +
      0.5 * t *
      (c - a +
          t * (2.0 * a - 5.0 * b + 4.0 * c - d + t * (3.0 * (b - c) + d - a)));
}

/* The phase [rad] of the first partial, less whole turns. */
static double
phase_of (const MstDehumTrack *track, int64_t frame)
{
  const MstDehumPartials *partials = track->partials;
  double cycles =
      mst_dehum_bases[track->base] * (double) frame / partials->rate;

  return 2.0 * M_PI * (cycles - floor (cycles)) +
      between (track->phase, partials->steps + MST_DEHUM_BEYOND,
          place_of (partials, frame));
}

/* Straight from step to step. */
static double
at_frame (const MstDehumTrack *track, const double *x, int64_t frame)
{
  const int n = track->partials->steps + MST_DEHUM_BEYOND;
  double place = place_of (track->partials, frame);
  int i = (int) floor (place);

  i = i < 0 ? 0 : i > n - 2 ? n - 2 : i;
  return x[i] + fmin (fmax (place - i, 0.0), 1.0) * (x[i + 1] - x[i]);
}

/* re, im = exp (j (phase + turn i)), i = 0 .. MST_GRID - 1 */
static void
turn_from (float *re, float *im, double phase, double turn)
{
  const float u = (float) cos (LANES * turn), v = (float) sin (LANES * turn);

  for (int i = 0; i < LANES; i++) {
    re[i] = (float) cos (phase + turn * i);
    im[i] = (float) sin (phase + turn * i);
  }
  for (int at = LANES; at < MST_GRID; at += LANES)
    for (int i = at; i < at + LANES; i++) {
      re[i] = re[i - LANES] * u - im[i - LANES] * v;
      im[i] = re[i - LANES] * v + im[i - LANES] * u;
    }
}

static MST_VECTORS (void, add_partial,
    (float *restrict plane, const float *restrict re, const float *restrict im,
        float a, float b),
    (plane, re, im, a, b))
{
  for (int i = 0; i < MST_GRID; i++)
    plane[i] += a * re[i] - b * im[i];
}

void
mst_dehum_tone_write (const MstDehumTrack *track, const MstDehumTone *tones,
    int64_t frame, float *const planes[])
{
  const int channels = track->partials->channels;
  const double phase = phase_of (track, frame);
  double end = phase_of (track, frame + MST_GRID);
  double turn = 2.0 * M_PI * mst_dehum_bases[track->base] * MST_GRID /
      track->partials->rate;
  const double spread = at_frame (track, track->spread, frame);
  const double heard = at_frame (track, track->heard, frame);
  const double more =
      (at_frame (track, track->heard, frame + MST_GRID) - heard) / MST_GRID;
  float re[MST_GRID], im[MST_GRID];

  /* the whole turns between the two are those of the mains */
  turn += remainder (end - phase - turn, 2.0 * M_PI);
  turn /= MST_GRID;
  for (int c = 0; c < channels; c++)
    memset (planes[c], 0, MST_GRID * sizeof (**planes));
  for (int k = 0; k < track->most; k++) {
    /* the mean of exp (j k phase) over what the phase may be */
    const float sure = (float) exp (-0.5 * (k + 1) * (k + 1) * spread);
    bool there = false;

    for (int c = 0; c < channels; c++)
      there |= tones[c].re[k] != 0.0f || tones[c].im[k] != 0.0f;
    if (!there)
      continue;
    turn_from (re, im, (k + 1) * phase, (k + 1) * turn);
    for (int c = 0; c < channels; c++)
      add_partial (planes[c], re, im, sure * tones[c].re[k],
          sure * tones[c].im[k]);
  }
  for (int c = 0; c < channels; c++)
    for (int i = 0; i < MST_GRID; i++)
      planes[c][i] *= (float) (heard + more * i);
}
