/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * monitor/protection.h - a small loudspeaker that holds its bass back.
 *
 * What lies below a frequency is turned down where it would pass a level: by a
 * low-pass of one pole, whose output is taken away in part. All channels are
 * held back alike.
 *
 *   y = x - (1 - g) low (x)      g = min (1, level / envelope of low (x))
 */
#ifndef MST_MONITOR_PROTECTION_H
#define MST_MONITOR_PROTECTION_H

#include <stdbool.h>

#include "dsp/stage.h"

typedef struct {
  double rate;
  int channels;
  double pole;   /* of the low-pass */
  double level;  /* linear; infinite: there is no protection */
  double attack; /* shares of the way that a frame goes */
  double release;
  double glide;
  double low[MST_MAX_CHANNELS];
  double envelope;
  double gain;
} MstMonitorGuard;

void mst_monitor_guard_init (MstMonitorGuard *self, const MstFormat *format);

/** Holds back below `hz` what passes `db` [dBFS]; an `hz` of 0 lets go,
 * gliding. */
void mst_monitor_guard_set (MstMonitorGuard *self, double hz, double db);

void mst_monitor_guard_reset (MstMonitorGuard *self);

/** True if it changes nothing, and will not. */
bool mst_monitor_guard_is_off (const MstMonitorGuard *self);

void
mst_monitor_guard_process (MstMonitorGuard *self, float *const planes[], int n);

#endif /* MST_MONITOR_PROTECTION_H */
