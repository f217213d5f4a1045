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

/** How many frames of the past the interpolation needs. */
#define MST_TRUE_PEAK_PAST 85

/** As if the MST_TRUE_PEAK_PAST frames that lie before `next` had been read. */
void mst_true_peak_prime (MstTruePeak *self, int channel, const float *next);

/** By how many frames what process() writes lags behind what it reads. */
int mst_true_peak_delay (const MstTruePeak *self);

/** peaks[i] = the greatest magnitude of the signal from the frame that came
 * delay frames before in[i] on, itself included, up to the next frame. The
 * samples themselves count exactly. n >= 0; `in` is finite. */
void mst_true_peak_process (MstTruePeak *self, int channel, const float *in,
    float *peaks, int n);

/** The same for a reader that ignores what does not exceed `floor`: where no
 * peak can, the interpolation is skipped and the magnitudes of the samples
 * alone are written, none above `floor`. With floor = INFINITY these always. */
void mst_true_peak_process_above (MstTruePeak *self, int channel,
    const float *in, float *peaks, int n, float floor);

/** The greatest of what process() would write, without writing it: the cheap
 * way for a meter. Never below `floor`: where no value can exceed it, the
 * interpolation is skipped and `floor` returned. Keeps the history alike, so
 * calls of both kinds may alternate. */
float mst_true_peak_max (MstTruePeak *self, int channel, const float *in, int n,
    float floor);

#endif /* MST_TRUEPEAK_H */
