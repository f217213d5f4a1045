/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * meter.h - the loudness meter: what BS.1770-5 and EBU R 128 ask for, peaks
 * between and on the samples, how left and right relate, and faults.
 *
 * An analyser: process() leaves the planes as they are, so there is nothing to
 * set and no latency. The readouts (meter/table) are reset by reset() alone.
 * All are of constant memory and may be read after every block.
 */
#ifndef MST_METER_H
#define MST_METER_H

#include "table.h"

extern const MstStage mst_stage_meter;

#endif /* MST_METER_H */
