/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * truepeak4x.h - true peak as the meters of most people read it.
 *
 * ITU-R BS.1770-5 annex 2 describes a meter that oversamples four times with
 * some twelve taps a phase, and most meters do about that: libebur128 by 49
 * taps of a sinc under a Hann window, which is what this is. So short a filter
 * is not flat near half the rate and lets images through, so that it may read
 * material there higher or lower than it is (truepeak.h reads it truly). It is
 * here for compliance: a release should be under the ceiling by both.
 */
#ifndef MST_TRUEPEAK4X_H
#define MST_TRUEPEAK4X_H

typedef struct MstTruePeak4x MstTruePeak4x;

/** NULL when memory runs out. Four times below 96 kHz, twice below 192 kHz,
 * above that the samples alone. */
MstTruePeak4x *mst_true_peak_4x_new (double rate, int channels);
void mst_true_peak_4x_free (MstTruePeak4x *self);
void mst_true_peak_4x_reset (MstTruePeak4x *self);

/** The number of frames of silence after which all of the stream has been read.
 */
int mst_true_peak_4x_delay (const MstTruePeak4x *self);

/** The greatest magnitude between the samples of a channel, of those that `n`
 * more samples complete, or `floor`, whichever is greater. The samples
 * themselves are the caller's. `in` is finite. */
float mst_true_peak_4x_max (MstTruePeak4x *self, int channel, const float *in,
    int n, float floor);

#endif /* MST_TRUEPEAK4X_H */
