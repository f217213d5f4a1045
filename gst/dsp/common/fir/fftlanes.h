/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * fftlanes.h - the transform, for one type of number and one length of vector.
 *
 * A part of fft.c, which includes it once for each pair and defines before
 *
 *   REAL       float or double
 *   LANES      how many of them are a vector: 2, 4, 8 or 16
 *   NAME (x)   a name of its own
 *   TARGET     the attribute that allows such vectors
 *   MULTIPLY   if products of spectra are wanted too
 *
 * Decimation in frequency. With n = 16 rows, passes of radix 4 (the first of
 * radix 8 where log2 rows is odd) split the points down to rows of 16, which
 * come out in an order with the digits reversed. The last pass picks LANES rows
 * that belong side by side, transposes them, so that the 16 points of each are
 * in one lane of 16 vectors, transforms these, and stores them in their places:
 * row q, point c is X[q + rows c]. What is done to a number does not depend on
 * LANES.
 */

#define V NAME (V)
#define INLINE TARGET static inline __attribute__ ((always_inline))

typedef REAL V __attribute__ ((vector_size (LANES * sizeof (REAL)), may_alias));

#if LANES == 16
#define ALL(F)                                                                 \
  F (0), F (1), F (2), F (3), F (4), F (5), F (6), F (7), F (8), F (9),        \
      F (10), F (11), F (12), F (13), F (14), F (15)
#elif LANES == 8
#define ALL(F) F (0), F (1), F (2), F (3), F (4), F (5), F (6), F (7)
#elif LANES == 4
#define ALL(F) F (0), F (1), F (2), F (3)
#else
#define ALL(F) F (0), F (1)
#endif

/* --- transposition */

/* Which lanes of a (0 ..) and b (LANES ..) make the new a and b. Either groups
 * of four become a0 b0 a1 b1 and a2 b2 a3 b3, or the lanes that lie `size` off
 * the diagonal change places. */
#define ZIP_A(l) (((l) & ~3) + ((l) >> 1 & 1) + (l) % 2 * LANES)
#define ZIP_B(l) (ZIP_A (l) + 2)
#define SWAP_A(l, size) ((l) & (size) ? (l) - (size) + LANES : (l))
#define SWAP_B(l, size) ((l) & (size) ? (l) + LANES : (l) + (size))
#define SWAP_1A(l) SWAP_A (l, 1)
#define SWAP_1B(l) SWAP_B (l, 1)
#define SWAP_2A(l) SWAP_A (l, 2)
#define SWAP_2B(l) SWAP_B (l, 2)
#define SWAP_4A(l) SWAP_A (l, 4)
#define SWAP_4B(l) SWAP_B (l, 4)
#define SWAP_8A(l) SWAP_A (l, 8)
#define SWAP_8B(l) SWAP_B (l, 8)
#define MIX(a, b, HOW)                                                         \
  do {                                                                         \
    V a_ = __builtin_shufflevector (a, b, ALL (HOW##A));                       \
    (b) = __builtin_shufflevector (a, b, ALL (HOW##B));                        \
    (a) = a_;                                                                  \
  } while (0)

#if LANES >= 4
/* Transposes each 4 x 4 square of four vectors. */
INLINE void
NAME (transpose_4) (V *x)
{
  V one;

  MIX (x[0], x[1], ZIP_);
  MIX (x[2], x[3], ZIP_);
  MIX (x[0], x[2], SWAP_2);
  MIX (x[1], x[3], SWAP_2);
  one = x[2];
  x[2] = x[1];
  x[1] = one;
}
#endif

/* Transposes LANES vectors of LANES numbers. */
INLINE void
NAME (transpose) (V *x)
{
#if LANES == 2
  MIX (x[0], x[1], SWAP_1);
#else
#pragma GCC unroll 4
  for (int i = 0; i < LANES; i += 4)
    NAME (transpose_4) (x + i);
#endif
#if LANES >= 8
#pragma GCC unroll 16
  for (int i = 0; i < LANES; i++)
    if (!(i & 4))
      MIX (x[i], x[i + 4], SWAP_4);
#endif
#if LANES == 16
#pragma GCC unroll 8
  for (int i = 0; i < 8; i++)
    MIX (x[i], x[i + 8], SWAP_8);
#endif
}

/* --- transforms of a few points, in place and in natural order */

/* The points are re[0], re[step], ... */
INLINE void
NAME (dft4) (V *re, V *im, int step)
{
  V ar = re[0] + re[2 * step], ai = im[0] + im[2 * step];
  V br = re[0] - re[2 * step], bi = im[0] - im[2 * step];
  V cr = re[step] + re[3 * step], ci = im[step] + im[3 * step];
  V dr = re[step] - re[3 * step], di = im[step] - im[3 * step];

  re[0] = ar + cr;
  im[0] = ai + ci;
  re[step] = br + di;
  im[step] = bi - dr;
  re[2 * step] = ar - cr;
  im[2 * step] = ai - ci;
  re[3 * step] = br - di;
  im[3 * step] = bi + dr;
}

/* times w */
#define TURN(re, im, wr, wi)                                                   \
  do {                                                                         \
    V r_ = (re);                                                               \
    (re) = r_ * (wr) - (im) * (wi);                                            \
    (im) = r_ * (wi) + (im) * (wr);                                            \
  } while (0)
/* times exp (-i pi / 4), exp (-i pi / 2), exp (-3 i pi / 4) */
#define TURN_1_8(re, im)                                                       \
  do {                                                                         \
    V r_ = (re);                                                               \
    (re) = (r_ + (im)) * (REAL) M_SQRT1_2;                                     \
    (im) = ((im) -r_) * (REAL) M_SQRT1_2;                                      \
  } while (0)
#define TURN_2_8(re, im)                                                       \
  do {                                                                         \
    V r_ = (re);                                                               \
    (re) = (im);                                                               \
    (im) = -r_;                                                                \
  } while (0)
#define TURN_3_8(re, im)                                                       \
  do {                                                                         \
    V r_ = (re);                                                               \
    (re) = ((im) -r_) * (REAL) M_SQRT1_2;                                      \
    (im) = ((im) + r_) * (REAL) -M_SQRT1_2;                                    \
  } while (0)

/* X[k] comes to lie in re[4 * (k % 2) + k / 2]. */
INLINE void
NAME (dft8) (V *re, V *im)
{
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++) {
    V r = re[i], q = im[i];
    re[i] = r + re[i + 4];
    im[i] = q + im[i + 4];
    re[i + 4] = r - re[i + 4];
    im[i + 4] = q - im[i + 4];
  }
  TURN_1_8 (re[5], im[5]);
  TURN_2_8 (re[6], im[6]);
  TURN_3_8 (re[7], im[7]);
  NAME (dft4) (re, im, 1);
  NAME (dft4) (re + 4, im + 4, 1);
}

/* X[k] comes to lie in re[4 * (k % 4) + k / 4]. */
INLINE void
NAME (dft16) (V *re, V *im)
{
#pragma GCC unroll 4
  for (int i = 0; i < 4; i++)
    NAME (dft4) (re + i, im + i, 4);
  TURN (re[5], im[5], (REAL) COS_1_16, (REAL) -SIN_1_16);
  TURN_1_8 (re[6], im[6]);
  TURN (re[7], im[7], (REAL) SIN_1_16, (REAL) -COS_1_16);
  TURN_1_8 (re[9], im[9]);
  TURN_2_8 (re[10], im[10]);
  TURN_3_8 (re[11], im[11]);
  TURN (re[13], im[13], (REAL) SIN_1_16, (REAL) -COS_1_16);
  TURN_3_8 (re[14], im[14]);
  TURN (re[15], im[15], (REAL) -COS_1_16, (REAL) SIN_1_16);
#pragma GCC unroll 4
  for (int i = 0; i < 16; i += 4)
    NAME (dft4) (re + i, im + i, 1);
}

/* --- passes */

#define AT(array, i) (*(V *) ((array) + (i)))

/* Finds X[k] of the points i, i + span, ... times w^(i k), and puts them where
 * the points were, one k after the other. w[] holds re and im of w^i for all i,
 * then those of w^(2 i), and so on. */
TARGET static void
NAME (pass4) (const REAL *w, int span, const REAL *from_re, const REAL *from_im,
    REAL *re, REAL *im)
{
  for (int i = 0; i < span; i += LANES) {
    V r[4], q[4];
#pragma GCC unroll 4
    for (int k = 0; k < 4; k++) {
      r[k] = AT (from_re, i + k * span);
      q[k] = AT (from_im, i + k * span);
    }
    NAME (dft4) (r, q, 1);
#pragma GCC unroll 4
    for (int k = 1; k < 4; k++)
      TURN (r[k], q[k], AT (w, i + (2 * k - 2) * span),
          AT (w, i + (2 * k - 1) * span));
#pragma GCC unroll 4
    for (int k = 0; k < 4; k++) {
      AT (re, i + k * span) = r[k];
      AT (im, i + k * span) = q[k];
    }
  }
}

TARGET static void
NAME (pass8) (const REAL *w, int span, const REAL *from_re, const REAL *from_im,
    REAL *re, REAL *im)
{
  for (int i = 0; i < span; i += LANES) {
    V r[8], q[8];
#pragma GCC unroll 8
    for (int k = 0; k < 8; k++) {
      r[k] = AT (from_re, i + k * span);
      q[k] = AT (from_im, i + k * span);
    }
    NAME (dft8) (r, q);
    AT (re, i) = r[0];
    AT (im, i) = q[0];
#pragma GCC unroll 8
    for (int k = 1; k < 8; k++) {
      int at = 4 * (k % 2) + k / 2;
      TURN (r[at], q[at], AT (w, i + (2 * k - 2) * span),
          AT (w, i + (2 * k - 1) * span));
      AT (re, i + k * span) = r[at];
      AT (im, i + k * span) = q[at];
    }
  }
}

INLINE void
NAME (gather) (const int *row, const REAL *from, V *x)
{
#pragma GCC unroll 8
  for (int at = 0; at < 16; at += LANES) {
#pragma GCC unroll 16
    for (int i = 0; i < LANES; i++)
      x[at + i] = AT (from, row[i] + at);
    NAME (transpose) (x + at);
  }
}

TARGET static void
NAME (last_pass) (const int *row, int rows, const REAL *from_re,
    const REAL *from_im, REAL *re, REAL *im)
{
  for (int q = 0; q < rows; q += LANES) {
    V xr[16], xi[16];
    NAME (gather) (row + q, from_re, xr);
    NAME (gather) (row + q, from_im, xi);
    NAME (dft16) (xr, xi);
#pragma GCC unroll 16
    for (int i = 0; i < 16; i++) {
      int k = i / 4 + 4 * (i % 4);
      AT (re, q + k * rows) = xr[i];
      AT (im, q + k * rows) = xi[i];
    }
  }
}

TARGET static void
NAME (run) (const Plan *plan, void *re, void *im)
{
  int n = plan->n, first = first_radix (n), span = n / first;
  const REAL *w = plan->twiddles;
  REAL *to_re = plan->scratch, *to_im = to_re + n + GAP;

  (first == 8 ? NAME (pass8) : NAME (pass4)) (w, span, re, im, to_re, to_im);
  while (span > 16) {
    w += (size_t) 2 * (first - 1) * span;
    first = 4;
    span /= 4;
    for (int at = 0; at < n; at += 4 * span)
      NAME (pass4)
    (w, span, to_re + at, to_im + at, to_re + at, to_im + at);
  }
  NAME (last_pass) (plan->row, n / 16, to_re, to_im, re, im);
}

/* --- products of spectra */

#ifdef MULTIPLY
/* Four vectors of sums at a time, which stay in registers. */
TARGET static void
NAME (multiply) (const Plan *plan, const REAL *const *x, const REAL *const *h,
    int count, size_t half, REAL *to)
{
  for (int at = 0; at < plan->n; at += 4 * LANES) {
    V re[4] = { { 0 } }, im[4] = { { 0 } };
    for (int p = 0; p < count; p++) {
      const REAL *a = x[p] + at, *b = h[p] + at;
#pragma GCC unroll 4
      for (int i = 0; i < 4; i++) {
        V ar = AT (a, i * LANES), ai = AT (a, i * LANES + half);
        V br = AT (b, i * LANES), bi = AT (b, i * LANES + half);
        re[i] += ar * br - ai * bi;
        im[i] += ar * bi + ai * br;
      }
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
      AT (to, at + i * LANES) = re[i];
      AT (to, at + i * LANES + half) = im[i];
    }
  }
}
#endif

#undef V
#undef INLINE
#undef ALL
#undef ZIP_A
#undef ZIP_B
#undef SWAP_A
#undef SWAP_B
#undef SWAP_1A
#undef SWAP_1B
#undef SWAP_2A
#undef SWAP_2B
#undef SWAP_4A
#undef SWAP_4B
#undef SWAP_8A
#undef SWAP_8B
#undef MIX
#undef TURN
#undef TURN_1_8
#undef TURN_2_8
#undef TURN_3_8
#undef AT
#undef REAL
#undef LANES
#undef NAME
#undef TARGET
#undef MULTIPLY
