/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * compressor/key.h - the side-chain: what the detectors hear of the audio.
 *
 * A low-cut, a high-cut and a tilt, and mid and side for the channels of pairs.
 * With all of them off the detectors hear the audio itself.
 */
#ifndef MST_COMPRESSOR_KEY_H
#define MST_COMPRESSOR_KEY_H

#include "dsp/common/filter/keyfilter.h"
#include "dsp/common/layout/layout.h"
#include "dsp/common/time/arena.h"
#include "dsp/stage.h"

enum {
  MST_COMPRESSOR_LOW_CUT,
  MST_COMPRESSOR_HIGH_CUT,
  MST_COMPRESSOR_TILT,
  MST_COMPRESSOR_N_FILTERS,
};

typedef struct {
  double rate;
  int channels;
  int pairs; /* of lanes */
  MstLayout layout;
  MstKeyFilter filters[MST_COMPRESSOR_N_FILTERS];
  MstPair *pair[MST_MAX_CHANNELS / 2];
  float *planes[MST_MAX_CHANNELS];
} MstCompressorKey;

/** Takes the format, before the memory is laid out. */
void mst_compressor_key_init (MstCompressorKey *self, const MstFormat *format);
void mst_compressor_key_lay_out (MstCompressorKey *self, MstArena *arena);

/** Takes the values of the stage, and glides to them. */
void mst_compressor_key_set (MstCompressorKey *self, const double *values);

/** Jumps to where it was set, and forgets the stream. */
void mst_compressor_key_settle (MstCompressorKey *self);

/** Goes on by a line of the grid. */
void mst_compressor_key_advance (MstCompressorKey *self, double share);

/** True if nothing glides, nor is due to: advance() may be left out. */
bool mst_compressor_key_is_settled (const MstCompressorKey *self);

/** Returns the planes that the detectors hear for n <= MST_DYNAMICS_SPAN
 * frames: `planes` themselves, or others of as many channels. */
float *const *mst_compressor_key_hear (MstCompressorKey *self,
    float *const planes[], bool mid_side, int n);

#endif /* MST_COMPRESSOR_KEY_H */
