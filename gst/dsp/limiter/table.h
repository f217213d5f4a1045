/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * limiter/table.h - the values of the limiter, and what its characters are.
 */
#ifndef MST_LIMITER_TABLE_H
#define MST_LIMITER_TABLE_H

#include "dsp/stage.h"

/** Indices into the values. */
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
  MST_LIMITER_LINK_LFE,
  MST_LIMITER_LINK_GROUPS, /* an MstLinkGroups */
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

/** Indices into the readouts. */
enum {
  /** How far the frame was turned down that was turned down most within the
   * last whole block of MST_GRID frames that left, counted from the start of
   * the stream. It neither holds nor falls: a display adds its own ballistics.
   */
  MST_LIMITER_GAIN_REDUCTION,
  /** The same of the frame turned down most since new() or reset(). */
  MST_LIMITER_MAX_GAIN_REDUCTION,
  MST_LIMITER_N_READOUTS,
};

#define MST_LIMITER_MAX_REDUCTION_DB 120.0

/** At 0 dB the soft clip bends towards a level this far above the ceiling. */
#define MST_LIMITER_CLIP_ROOM_DB 12.0

/** How a character recovers. The hold and the look-ahead must cover half a
 * period of a bass note, so that it does not move the gain. */
typedef struct {
  double body;   /* time constant of the body, times `release` */
  double fast;   /* time constant of the fast path, times the body's */
  double charge; /* ms */
  double hold;   /* ms */
} MstLimiterCharacter;

#define MST_LIMITER_LONGEST_HOLD_MS 20.0

extern const MstLimiterCharacter
    mst_limiter_characters[MST_LIMITER_N_CHARACTERS];
extern const MstParam mst_limiter_params[MST_LIMITER_N_PARAMS];
extern const MstParam mst_limiter_readouts[MST_LIMITER_N_READOUTS];

#endif /* MST_LIMITER_TABLE_H */
