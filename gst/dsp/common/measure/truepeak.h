/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * truepeak.h - the magnitude of the signal between its samples.
 *
 * A polyphase interpolator (windowed sinc, flat to 0.47 of the rate, so that
 * it reads full-band material truly, where the 48-tap example of ITU-R
 * BS.1770-5 annex 2 droops). Tops between the interpolated points are bounded
 * by the slope about them, so that the reading errs upwards, by at most 0.07 dB
 * below 48 kHz of the stream's spectrum. One object serves all channels of a
 * stream; each channel has its own history.
 */
#ifndef MST_TRUEPEAK_H
#define MST_TRUEPEAK_H

typedef struct MstTruePeak MstTruePeak;

/** NULL when memory runs out. The signal is read at eight points a
 * frame; from 96 kHz on at four, from 384 kHz on at the samples alone: the
 * stream itself is oversampled enough. */
MstTruePeak *mst_true_peak_new (double rate, int channels);
void mst_true_peak_free (MstTruePeak *self);
void mst_true_peak_reset (MstTruePeak *self);

/** The number of past frames that the interpolation needs. */
#define MST_TRUE_PEAK_PAST 85

/** Takes the MST_TRUE_PEAK_PAST frames that lie before `next` for the past. */
void mst_true_peak_prime (MstTruePeak *self, int channel, const float *next);

/** The number of frames by which the output of process() is late. */
int mst_true_peak_delay (const MstTruePeak *self);

/** peaks[i] = the greatest magnitude of the signal from the frame that came
 * delay frames before in[i] on, itself included, up to the next frame. The
 * samples themselves count exactly. n >= 0; `in` is finite. */
void mst_true_peak_process (MstTruePeak *self, int channel, const float *in,
    float *peaks, int n);

/** The same for a caller that ignores peaks up to `floor`: where none can
 * exceed it, the interpolation is skipped and the magnitudes of the samples
 * alone are written, none above `floor`. With floor = INFINITY they always are.
 */
void mst_true_peak_process_above (MstTruePeak *self, int channel,
    const float *in, float *peaks, int n, float floor);

/** The greatest value that process() would write: the cheap way for a meter. It
 * is never below `floor`: where no value can exceed that, the interpolation is
 * skipped and `floor` returned. The history is kept alike, so that calls of
 * both kinds may alternate. */
float mst_true_peak_max (MstTruePeak *self, int channel, const float *in, int n,
    float floor);

#endif /* MST_TRUEPEAK_H */
