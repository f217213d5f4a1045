/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * torture.h - signals whose peaks lie between the samples, or come suddenly, 12
 * dB over full scale at least.
 */
#ifndef TORTURE_H
#define TORTURE_H

#include <math.h>
#include <stdint.h>

#include "mst-test.h"

typedef enum {
  NOISE,
  SQUARE,
  QUARTER,
  BURSTS,
  NOISE_BURSTS,
  SWEEP,
  CLICKS,
  DIRACS,
  FLIPS,
  N_TORTURES
} Torture;

static const char *const torture_names[] = { "noise", "square",
  "fs/4 at 45 degrees", "tone bursts", "noise bursts", "sweep", "clicks",
  "Diracs", "polarity flips" };

/** Frame i of n. */
static inline double
torture_frame (Torture torture, int i, int n, double rate, uint64_t *seed)
{
  double a = pow (10.0, 12.0 / 20.0), t = i / rate;

  switch (torture) {
    case NOISE:
      return a * mst_noise (seed);
    case SQUARE:
      return (int) (t * 2000.0) % 2 ? a : -a;
    case QUARTER:
      return a * sin (M_PI / 2.0 * i + M_PI / 4.0);
    case BURSTS:
      return fmod (t, 0.05) < 0.005 ? a * sin (0.434 * M_PI * i)
                                    : 0.05 * sin (0.1 * i);
    case NOISE_BURSTS:
      return a * (fmod (t, 0.02) < 0.004 ? a : 0.1) * mst_noise (seed);
    case SWEEP:
      return a * sin (M_PI * 0.45 * i / n * i);
    case DIRACS:
      return i % 50 ? 0.0 : a;
    case FLIPS: /* alternating samples, whose sign turns every 300 */
      return (i + i / 300) % 2 ? a : -a;
    default:
      return i % 2000 == 1000 ? 4.0 * a : 0.01 * mst_noise (seed);
  }
}

/** Makes n frames, then `tail` of silence. */
static inline void
torture_make (float *x, Torture torture, int n, int tail, double rate)
{
  uint64_t seed = 7;

  for (int i = 0; i < n; i++)
    x[i] = (float) torture_frame (torture, i, n, rate, &seed);
  for (int i = n; i < n + tail; i++)
    x[i] = 0.0f;
}

#endif /* TORTURE_H */
