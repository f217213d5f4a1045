/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * fft.h - the discrete Fourier transform of a power of two.
 *
 *   X[k] = sum x[i] exp (-2 pi i k / n)        forward
 *   x[i] = sum X[k] exp (+2 pi i k / n)        inverse, without the 1/n
 *
 * of complex numbers whose real and imaginary parts lie in two arrays, so that
 * the loops are vectors all the way. In natural order at both ends. The vectors
 * are as long as the processor has them; the bits are the same on all.
 *
 * The twin in double is for design, where a response falls far below its peak.
 */
#ifndef MST_FFT_H
#define MST_FFT_H

#include <stddef.h>

typedef struct MstFft MstFft;
typedef struct MstFftDouble MstFftDouble;

/** For `n` points: a power of two, 16 .. 2^20. NULL when memory runs out. */
MstFft *mst_fft_new (int n);
void mst_fft_free (MstFft *self);

/** Transforms in place. The arrays are aligned to 64 bytes. Allocates nothing;
 * one object is not for two threads at a time. */
void mst_fft_forward (MstFft *self, float *re, float *im);
void mst_fft_inverse (MstFft *self, float *re, float *im);

/** to = x[0] h[0] + x[1] h[1] + ... of `count` pairs of spectra, bin by bin.
 * They are n long, aligned alike, and the imaginary part of each lies `half`
 * numbers behind its real part. */
void mst_fft_multiply (const MstFft *self, const float *const *x,
    const float *const *h, int count, size_t half, float *to);

/** The transform in double. */
MstFftDouble *mst_fft_double_new (int n);
void mst_fft_double_free (MstFftDouble *self);
void mst_fft_double_forward (MstFftDouble *self, double *re, double *im);
void mst_fft_double_inverse (MstFftDouble *self, double *re, double *im);

/** For tests: uses vectors of 16, 32 or 64 bytes instead of the best. Returns
 * 0, and changes nothing, where the processor does not have such vectors. */
int mst_fft_use_vectors (MstFft *self, int bytes);
int mst_fft_double_use_vectors (MstFftDouble *self, int bytes);

#endif /* MST_FFT_H */
