/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dither/noise.h - triangular noise by number of the frame, and words of it.
 *
 * The noise is a hash of seed, channel and number of the frame: there is no
 * state, so any piece of the stream may be made at any time, in any order and
 * in vectors of any length.
 *
 * Words are left in the planes as int32_t, the word at the top.
 */
#ifndef MST_DITHER_NOISE_H
#define MST_DITHER_NOISE_H

#include <stdint.h>
#include <string.h>

/** Adding it to a double below 2^51 in magnitude and subtracting it again
 * rounds to the nearest whole number, ties to even. */
#define MST_DITHER_ROUND 0x1.8p52

/** Makes the noise of a channel differ from that of the others. */
typedef struct {
  uint32_t first; /* added to the number of the frame */
  uint32_t twist; /* between the rounds, lest one channel's noise be another's
                   * some frames later */
} MstDitherKey;

/** The words to make: `scale` is full scale in steps, 2^(bits - 1), and `shift`
 * moves a word to the top. */
typedef struct {
  double scale;
  int shift;
} MstDitherWord;

/** Puts the word nearest to `steps`, inside its range, in the place of a
 * sample; by bytes, of which compilers make vectors. `steps` is below 2^51,
 * whole or not.
 */
static inline void
mst_dither_put (float *sample, double steps, MstDitherWord word)
{
  double top = word.scale - 1.0, bottom = -word.scale;
  int32_t value;

  steps = steps < top ? steps : top;
  steps = steps > bottom ? steps : bottom;
  steps = (steps + MST_DITHER_ROUND) - MST_DITHER_ROUND;
  value = (int32_t) ((uint32_t) (int32_t) steps << word.shift);
  memcpy (sample, &value, sizeof (value));
}

/** The key of a channel for the frames epoch * 2^32 and following. */
MstDitherKey mst_dither_key (uint64_t seed, int channel, uint32_t epoch);

/** Writes triangular noise of -1 .. 1 steps, that of frame `frame` + i to d[i]:
 * the sum of two uniform ones. */
void mst_dither_noise (float *d, MstDitherKey key, uint32_t frame, int n);

/** Makes the nearest words, without noise, in place. */
void mst_dither_round (float *plane, MstDitherWord word, int n);

/** Makes words with the noise of mst_dither_noise(), in place. */
void mst_dither_flat (float *plane, MstDitherWord word, MstDitherKey key,
    uint32_t frame, int n);

#endif /* MST_DITHER_NOISE_H */
