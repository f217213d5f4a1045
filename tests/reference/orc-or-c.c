/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Times loops of the DSP as Orc compiles them (orc-or-c.orc) and as the copies
 * of vectors.h, by nanoseconds a call. It is not a test: it says which loops
 * may become kernels (docs/performance.md).
 *
 *   build/tests/dsp/orc-or-c
 */
#include <stdio.h>
#include <time.h>

#include "dsp/common/vector/fastmath.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/midside.h"
#include "dsp/common/vector/vectors.h"
#include "orc-or-c.h"

#define REACH 3.6467f /* see saturator/curve.c */
#define ROUNDS 2000
#define PASSES 15

static _Alignas(64) float x[8][1024];

static MST_VECTORS (void, add_times,
    (float *restrict d, const float *restrict s, const float *restrict g,
        int n),
    (d, s, g, n))
{
  for (int i = 0; i < n; i++)
    d[i] += s[i] * g[i];
}

static MST_VECTORS (void, add_two,
    (float *restrict d, const float *restrict s, const float *restrict g,
        const float *restrict u, const float *restrict h, int n),
    (d, s, g, u, h, n))
{
  for (int i = 0; i < n; i++)
    d[i] = (d[i] + s[i] * g[i]) + u[i] * h[i];
}

static MST_VECTORS (void, turn,
    (float *restrict l, float *restrict r, const float *restrict m0,
        const float *restrict m1, const float *restrict m2,
        const float *restrict m3, int n),
    (l, r, m0, m1, m2, m3, n))
{
  for (int i = 0; i < n; i++) {
    float left = l[i], right = r[i];
    l[i] = m0[i] * left + m1[i] * right;
    r[i] = m2[i] * left + m3[i] * right;
  }
}

static MST_VECTORS (void, wet,
    (float *restrict d, const float *restrict a, const float *restrict g,
        const float *restrict b, const float *restrict h, int n),
    (d, a, g, b, h, n))
{
  for (int i = 0; i < n; i++)
    d[i] += g[i] * a[i] + h[i] * b[i];
}

static MST_VECTORS (void, multiply,
    (float *restrict re, float *restrict im, const float *restrict xr,
        const float *restrict xi, const float *restrict hr,
        const float *restrict hi, int n),
    (re, im, xr, xi, hr, hi, n))
{
  for (int i = 0; i < n; i++) {
    re[i] += xr[i] * hr[i] - xi[i] * hi[i];
    im[i] += xr[i] * hi[i] + xi[i] * hr[i];
  }
}

static MST_VECTORS (void, interleave,
    (float *restrict d, const float *restrict a, const float *restrict b,
        int n),
    (d, a, b, n))
{
  for (int i = 0; i < n; i++) {
    d[2 * i] = a[i];
    d[2 * i + 1] = b[i];
  }
}

static MST_VECTORS (void, bend, (float *restrict d, int n), (d, n))
{
  for (int i = 0; i < n; i++) {
    float y = 0.5f * d[i] + 0.1f, z, p, q;
    y = y < REACH ? y : REACH;
    y = y > -REACH ? y : -REACH;
    z = y * y;
    p = y * (945.0f + z * (105.0f + z));
    q = 945.0f + z * (420.0f + z * 15.0f);
    d[i] = (2.0f * p * q / (p * p + q * q) - 0.01f) * 0.9f - 0.3f * d[i];
  }
}

/* Each loop both ways: `orc` chooses. */
#define LOOP(name, kernel, loop)                                               \
  static void name (int orc, int n)                                            \
  {                                                                            \
    if (orc)                                                                   \
      kernel;                                                                  \
    else                                                                       \
      loop;                                                                    \
  }

LOOP (run_add_times, candidate_add_times (x[0], x[1], x[2], n),
    add_times (x[0], x[1], x[2], n))
LOOP (run_add_two, candidate_add_two (x[0], x[1], x[2], x[3], x[4], n),
    add_two (x[0], x[1], x[2], x[3], x[4], n))
LOOP (run_mid_side, candidate_mid_side (x[0], x[1], x[2], x[3], n),
    mst_mid_side (x[0], x[1], x[2], x[3], n))
LOOP (run_turn, candidate_turn (x[0], x[1], x[2], x[3], x[4], x[5], n),
    turn (x[0], x[1], x[2], x[3], x[4], x[5], n))
LOOP (run_wet, candidate_wet (x[0], x[1], x[2], x[3], x[4], n),
    wet (x[0], x[1], x[2], x[3], x[4], n))
LOOP (run_multiply, candidate_multiply (x[0], x[1], x[2], x[3], x[4], x[5], n),
    multiply (x[0], x[1], x[2], x[3], x[4], x[5], n))
LOOP (run_exp2,
    candidate_exp2 (x[0], 0.00015453162939696504f, 0.0013390863364625236f,
        0.00961808255730196f, 0.05550357114219158f, 0.24022650760567846f,
        0.6931471880262287f, n),
    mst_exp2 (x[0], n))
LOOP (run_interleave, candidate_interleave ((orc_uint64 *) x[0], x[2], x[3], n),
    interleave (x[0], x[2], x[3], n))
LOOP (run_bend, candidate_tanh (x[0], 0.5f, 0.1f, 0.01f, 0.9f, 0.3f, REACH, n),
    bend (x[0], n))

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static double
time_of (void (*loop) (int orc, int n), int orc, int n)
{
  double best = 1e9, start;

  for (int pass = 0; pass < PASSES; pass++) {
    for (int k = 0; k < 8; k++)
      for (int i = 0; i < 1024; i++)
        x[k][i] = 1e-5f * (float) ((i * 7 + k * 13) % 97 - 40);
    start = now ();
    for (int round = 0; round < ROUNDS; round++)
      loop (orc, n);
    start = (now () - start) * 1e9 / ROUNDS;
    best = start < best ? start : best;
  }
  return best;
}

int
main (void)
{
  static const struct {
    const char *name;
    void (*loop) (int orc, int n);
  } loops[] = {
    { "add_times", run_add_times },
    { "add_two", run_add_two },
    { "mid_side", run_mid_side },
    { "turn", run_turn },
    { "wet", run_wet },
    { "multiply", run_multiply },
    { "exp2", run_exp2 },
    { "interleave", run_interleave },
    { "bend", run_bend },
  };

  mst_kernels_init ();
  candidates_init ();
  printf ("%-11s %4s %8s %8s %8s %8s\n", "ns a call", "n", "orc", "baseline",
      "avx2", "avx512");
  for (size_t k = 0; k < sizeof (loops) / sizeof (loops[0]); k++)
    for (int n = 64; n <= 256; n *= 4) {
      printf ("%-11s %4d %8.1f", loops[k].name, n,
          time_of (loops[k].loop, 1, n));
      for (int set = MST_VECTORS_BASELINE; set <= MST_VECTORS_AVX512; set++)
        if (mst_vectors_use ((MstVectors) set))
          printf (" %8.1f", time_of (loops[k].loop, 0, n));
      printf ("\n");
    }
  return 0;
}
