/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * monitor/values.h - what the values of the monitor ask for: a curve, and a
 * matrix of a pair of channels.
 */
#ifndef MST_MONITOR_VALUES_H
#define MST_MONITOR_VALUES_H

#include <stdbool.h>

#include "devices.h"
#include "table.h"

/** A pair of channels goes out as (ll l + lr r, rl l + rr r). */
typedef struct {
  double ll, lr, rl, rr;
} MstMonitorMatrix;

/** The gain [dB] of the device as it is set, at a frequency. */
double mst_monitor_device_level (const double *values, double hz);

/** The same with the band that is heard alone. */
double mst_monitor_level (const double *values, double hz);

/** The switches, and the width of the device behind them. */
MstMonitorMatrix mst_monitor_matrix (const double *values);

/** True if channels without a partner are heard: they are in the middle. */
bool mst_monitor_plays_lone (const double *values);

/** True if curve and matrix leave the sound as it is. */
bool mst_monitor_is_neutral (const double *values);

/** True if a part of the sound is heard alone: its loudness says nothing about
 * the device. */
bool mst_monitor_plays_a_part (const double *values);

/** The change of loudness [LU] that the device makes of pink noise. */
double mst_monitor_expected_change (const double *values);

#endif /* MST_MONITOR_VALUES_H */
