/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * monitor/place.h - the noise of a place: another in each channel, of a stated
 * level.
 *
 * White noise by number of the frame passes two poles, which give it the slope
 * of the place. Its level is known from the poles, so that no search is needed.
 */
#ifndef MST_MONITOR_PLACE_H
#define MST_MONITOR_PLACE_H

#include "dsp/common/time/ramp.h"
#include "dsp/stage.h"

typedef struct {
  int channels;
  double rate;
  int place;    /* whose noise it is */
  double scale; /* that makes its RMS level 0 dBFS */
  double low;   /* the poles */
  double high;
  MstSmooth level; /* linear; 0: silent */
  MstRamp ramp;
  uint64_t seeds[MST_MAX_CHANNELS];
  double states[MST_MAX_CHANNELS][2];
} MstMonitorNoise;

void mst_monitor_noise_init (MstMonitorNoise *self, const MstFormat *format);

/** Silence, and the level that is wanted at once. */
void mst_monitor_noise_reset (MstMonitorNoise *self, int place, double db);

/** On a line of the grid: goes on towards a place and a level. Another place
 * comes when the one before has faded. */
void mst_monitor_noise_advance (MstMonitorNoise *self, int place, double db,
    double share);

/** Adds n frames, `at` frames behind a line. */
void mst_monitor_noise_add (MstMonitorNoise *self, float *const planes[], int n,
    int at);

#endif /* MST_MONITOR_PLACE_H */
