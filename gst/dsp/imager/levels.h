/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager/levels.h - left and right as they come out, measured over 300 ms.
 */
#ifndef MST_IMAGER_LEVELS_H
#define MST_IMAGER_LEVELS_H

#include <stdbool.h>

#include "dsp/common/measure/correlation.h"
#include "dsp/common/time/grid.h"
#include "guard.h"

typedef struct {
  float line[2][MST_GRID]; /* frames since the last line, where they are few */
  MstStereoSums sums;      /* of a step so far */
  MstImagerWindow window;
  MstImagerPace pace;
} MstImagerLevels;

/** Forgets the stream. */
void mst_imager_levels_reset (MstImagerLevels *self);

/** Takes n <= MST_GRID frames from `at` frames behind a line on, not past the
 * next. True where a step of the pace ends with them. */
bool mst_imager_levels_take (MstImagerLevels *self, const float *left,
    const float *right, int n, int at);

double mst_imager_levels_correlation (const MstImagerLevels *self);

/** The power of the side over that of the middle [dB]. */
double mst_imager_levels_side (const MstImagerLevels *self);

#endif /* MST_IMAGER_LEVELS_H */
