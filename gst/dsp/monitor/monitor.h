/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * monitor/monitor.h - how a master sounds elsewhere, for listening and
 * measuring.
 *
 * A device is a curve, a width, and what it does to loud bass; an engineer's
 * monitor controller is a matrix of a pair of channels. Curve and matrix are
 * one set of FIR filters of minimum phase, and whatever is switched fades from
 * one set to the next within a block. See docs/stages/monitor.md.
 */
#ifndef MST_MONITOR_H
#define MST_MONITOR_H

#include "devices.h"
#include "table.h"

extern const MstStage mst_stage_monitor;

#endif /* MST_MONITOR_H */
