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
 */
#ifndef MST_LIMITER_H
#define MST_LIMITER_H

#include "dsp/stage.h"

/** The values of set(), in the order of the table. */
enum {
  MST_LIMITER_DRIVE,
  MST_LIMITER_CEILING,
  MST_LIMITER_LOOKAHEAD,
  MST_LIMITER_RELEASE,
  MST_LIMITER_TRUE_PEAK,
  MST_LIMITER_CHARACTER,
  MST_LIMITER_AUTO_RELEASE,
  MST_LIMITER_LINK,
  MST_LIMITER_DITHER_BITS,
  MST_LIMITER_SOFT_CLIP,
  MST_LIMITER_N_PARAMS,
};

/** The values of MST_LIMITER_CHARACTER: how the gain recovers. */
enum {
  MST_LIMITER_TRANSPARENT,
  MST_LIMITER_PUNCHY,
  MST_LIMITER_LOUD,
  MST_LIMITER_SAFE,
  MST_LIMITER_N_CHARACTERS,
};

/** The values of read(). */
enum {
  /** Of the frame turned down most within the last whole block of MST_GRID
   * frames that left, counted from the start of the stream. No hold, no fall:
   * a display adds its own. */
  MST_LIMITER_GAIN_REDUCTION,
  /** Of the frame turned down most since new() or reset(). */
  MST_LIMITER_MAX_GAIN_REDUCTION,
  MST_LIMITER_N_READOUTS,
};

extern const MstStage mst_stage_limiter;

#endif /* MST_LIMITER_H */
