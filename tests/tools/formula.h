/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* A limiter that is a formula, for tests of the search and of its solver. */
#ifndef TESTS_FORMULA_H
#define TESTS_FORMULA_H

#include <math.h>

#include "tools/make/solve.h"

/* A sound of `loudness` and `peak`. Beyond the ceiling each decibel of drive
 * gives `slope` of loudness, less by `bend` a decibel; the limiter's true peak
 * is `overshoot` over its ceiling. */
typedef struct {
  double loudness, peak, slope, bend, overshoot;
} Sound;

static const MasterGoal common_goal = {
  .loudness = -14.0,
  .ceiling = -1.0,
  .max_limiting = 12.0,
  .min_drive = -24.0,
  .max_drive = 48.0,
  .min_ceiling = -24.0,
};

static inline void
render (const Sound *sound, MasterTrial *trial)
{
  double over = fmax (sound->peak + trial->drive - trial->ceiling, 0.0);
  double slope = fmax (sound->slope - sound->bend * over, 0.02);

  trial->limiting = over;
  trial->loudness = sound->loudness + trial->drive - over + slope * over;
  trial->true_peak = over > 0.0 ? trial->ceiling + sound->overshoot
                                : sound->peak + trial->drive;
}

#endif /* TESTS_FORMULA_H */
