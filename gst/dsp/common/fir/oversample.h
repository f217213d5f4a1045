/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * oversample.h - to a multiple of the rate and back, for work that makes
 * harmonics.
 *
 * It goes by halves, with linear phase. The response is flat to 0.453 of the
 * rate (20 kHz at 44.1); images of what is below that, and all that would
 * alias, are 100 dB down.
 */
#ifndef MST_OVERSAMPLE_H
#define MST_OVERSAMPLE_H

/** Frames at a time, at most. */
#define MST_OVERSAMPLE_BLOCK 256

typedef struct MstOversample MstOversample;

/** For one channel, to 2, 4 or 8 times the rate: `octaves` is 1 .. 3. NULL when
 * memory runs out. */
MstOversample *mst_oversample_new (int octaves);

/** The same for work that bends the sound at all levels and is only added to
 * it: shorter; flat within 0.005 dB to 0.415 of the rate (19.9 kHz at 48);
 * images of what is below that are 115 dB down, what would alias 98 dB, and 106
 * from 0.545 of the rate on. */
MstOversample *mst_oversample_new_fine (int octaves);

void mst_oversample_free (MstOversample *self);
void mst_oversample_reset (MstOversample *self);

/** How many frames later a frame comes out of down(). */
int mst_oversample_delay (const MstOversample *self);

/** Gives the next n frames as n 2^octaves samples: those of even number in
 * halves[0], as many of odd number in halves[1]. The caller may change them
 * until down(). */
void mst_oversample_up (MstOversample *self, const float *in, int n,
    float *halves[2]);

/** Takes the samples that the up() before gave for the same n back to out[0 ..
 * n - 1], which may be its `in`. */
void mst_oversample_down (MstOversample *self, float *out, int n);

#endif /* MST_OVERSAMPLE_H */
