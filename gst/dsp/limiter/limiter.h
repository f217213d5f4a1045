/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * limiter.h - the mastering limiter: drive the mix against a ceiling that its
 * true peak does not pass.
 *
 * The gain of a frame is known before the frame is due: it comes down in a
 * smooth curve over the look-ahead, is where it must be when the peak arrives,
 * and recovers quickly after a lone transient, slowly under a dense mix. All
 * channels get the same gain, so the image does not move. See
 * docs/stages/limiter.md.
 *
 * limiter/table has the values, limiter/clip the soft clip, limiter/gain the
 * curve that one gain draws, limiter/reduction the gains of all channels.
 */
#ifndef MST_LIMITER_H
#define MST_LIMITER_H

#include "table.h"

extern const MstStage mst_stage_limiter;

#endif /* MST_LIMITER_H */
