/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator.h - harmonics: tape, tube, transformer, transistor, soft clip and
 * exciter.
 *
 * The stage computes the difference that the curve makes, at eight times the
 * rate, and adds it to the sound as it was. So a drive or a mix of 0 leaves
 * every bit alone, and small drives come to that without a step. All types are
 * one curve and a few filters with different numbers (saturator/table.h), and
 * so one type glides to another. There are up to three bands, divided by
 * minimum-phase crossovers, each with its own drive and mix.
 */
#ifndef MST_SATURATOR_H
#define MST_SATURATOR_H

#include "table.h"

extern const MstStage mst_stage_saturator;

#endif /* MST_SATURATOR_H */
