/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "fft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/vector/vectors.h"

#define COS_1_16 0.92387953251128675613 /* cos (2 pi / 16) */
#define SIN_1_16 0.38268343236508977173
#define SMALL 128 /* shorter ones go one number at a time */
/* Unused numbers between the real and the imaginary scratch, so that they do
 * not fall on the same lines of the cache. */
#define GAP 16

typedef struct Plan Plan;

struct Plan {
  int n;
  int *row;       /* the place of row q in the scratch: see fftlanes.h */
  void *twiddles; /* float or double; always double where n <= SMALL */
  void *scratch;
  void (*run) (const Plan *plan, void *re, void *im);
  void (*multiply) (const Plan *plan, const float *const *x,
      const float *const *h, int count, size_t half, float *to);
};

struct MstFft {
  Plan plan;
};

struct MstFftDouble {
  Plan plan;
};

/* Chosen so that passes of radix 4 alone reach the rows of 16 after it. */
static int
first_radix (int n)
{
  return __builtin_ctz (n) % 2 ? 8 : 4;
}

/* --- the transforms, by type and vector */

#if defined(__x86_64__)
#define REAL float
#define LANES 16
#define NAME(x) x##_f512
#define TARGET MST_TARGET ("avx512f")
#define MULTIPLY
#include "fftlanes.h"

#define REAL float
#define LANES 8
#define NAME(x) x##_f256
#define TARGET MST_TARGET ("avx2")
#define MULTIPLY
#include "fftlanes.h"

#define REAL double
#define LANES 8
#define NAME(x) x##_d512
#define TARGET MST_TARGET ("avx512f")
#include "fftlanes.h"

#define REAL double
#define LANES 4
#define NAME(x) x##_d256
#define TARGET MST_TARGET ("avx2")
#include "fftlanes.h"
#endif

#define REAL float
#define LANES 4
#define NAME(x) x##_f128
#define TARGET
#define MULTIPLY
#include "fftlanes.h"

#define REAL double
#define LANES 2
#define NAME(x) x##_d128
#define TARGET
#include "fftlanes.h"

/* For few points: radix 2, decimation in time, in double. */
static void
run_small (int n, const double *w, double *re, double *im)
{
  for (int i = 1, j = 0; i < n; i++) {
    int bit = n >> 1;
    for (; j & bit; bit >>= 1)
      j ^= bit;
    j ^= bit;
    if (i < j) {
      double r = re[i], q = im[i];
      re[i] = re[j];
      im[i] = im[j];
      re[j] = r;
      im[j] = q;
    }
  }
  for (int span = 1; span < n; span *= 2)
    for (int i = 0; i < n; i++)
      if (!(i & span)) {
        int at = (i & (span - 1)) * (n / 2 / span), b = i + span;
        double r = re[b] * w[at] - im[b] * w[at + n / 2];
        double q = re[b] * w[at + n / 2] + im[b] * w[at];
        re[b] = re[i] - r;
        im[b] = im[i] - q;
        re[i] += r;
        im[i] += q;
      }
}

static void
run_small_double (const Plan *plan, void *re, void *im)
{
  run_small (plan->n, plan->twiddles, re, im);
}

static void
run_small_float (const Plan *plan, void *re, void *im)
{
  double r[SMALL], q[SMALL];
  float *float_re = re, *float_im = im;

  for (int i = 0; i < plan->n; i++) {
    r[i] = float_re[i];
    q[i] = float_im[i];
  }
  run_small (plan->n, plan->twiddles, r, q);
  for (int i = 0; i < plan->n; i++) {
    float_re[i] = (float) r[i];
    float_im[i] = (float) q[i];
  }
}

/* --- the plan */

/* Row q of the result was split off by the lowest digits of q first. */
static void
fill_rows (Plan *plan)
{
  for (int q = 0; q < plan->n / 16; q++) {
    int at = 0, digits = q;
    for (int size = plan->n, radix = first_radix (plan->n); size > 16;
         radix = 4) {
      size /= radix;
      at += digits % radix * size;
      digits /= radix;
    }
    plan->row[q] = at;
  }
}

static void
put (void *array, int is_double, size_t at, double value)
{
  if (is_double)
    ((double *) array)[at] = value;
  else
    ((float *) array)[at] = (float) value;
}

/* Writes re, then im, of exp (-2 pi i k / (radix span)) for i < span, and
 * returns where they end. */
static size_t
fill_turns (void *to, int is_double, size_t at, int span, int radix, int k)
{
  for (int i = 0; i < span; i++) {
    double angle = 2.0 * M_PI * i * k / ((double) radix * span);
    put (to, is_double, at + i, cos (angle));
    put (to, is_double, at + span + i, -sin (angle));
  }
  return at + 2 * (size_t) span;
}

static void
fill_twiddles (Plan *plan, int is_double)
{
  int radix = first_radix (plan->n), span = plan->n / radix;

  if (plan->n <= SMALL) {
    fill_turns (plan->twiddles, 1, 0, plan->n / 2, 2, 1);
    return;
  }
  for (size_t at = 0; span >= 16; radix = 4, span /= 4)
    for (int k = 1; k < radix; k++)
      at = fill_turns (plan->twiddles, is_double, at, span, radix, k);
}

static int
use_vectors (Plan *plan, int is_double, int bytes)
{
  if (bytes == 16) {
    plan->run = is_double ? run_d128 : run_f128;
    plan->multiply = multiply_f128;
#if defined(__x86_64__)
  } else if (bytes == 32 && mst_vectors >= MST_VECTORS_AVX2) {
    plan->run = is_double ? run_d256 : run_f256;
    plan->multiply = multiply_f256;
  } else if (bytes == 64 && mst_vectors >= MST_VECTORS_AVX512) {
    plan->run = is_double ? run_d512 : run_f512;
    plan->multiply = multiply_f512;
#endif
  } else {
    return 0;
  }
  if (plan->n <= SMALL) {
    plan->run = is_double ? run_small_double : run_small_float;
    plan->multiply = multiply_f128;
  }
  return 1;
}

static void
plan_free (Plan *plan)
{
  if (!plan)
    return;
  free (plan->row);
  free (plan->twiddles);
  free (plan->scratch);
  free (plan);
}

static Plan *
plan_new (int n, int is_double)
{
  Plan *plan = mst_object_new (sizeof (*plan));
  size_t size = is_double ? sizeof (double) : sizeof (float);

  if (!plan)
    return NULL;
  plan->n = n;
  plan->row = mst_object_new ((size_t) (n / 16) * sizeof (*plan->row));
  /* The turns of the passes: at most 14/8 n + 6/32 n + 6/128 n + ... = 2 n. */
  plan->twiddles = mst_object_new (2 * (size_t) n * sizeof (double));
  plan->scratch = mst_object_new ((2 * (size_t) n + GAP) * size);
  if (!plan->row || !plan->twiddles || !plan->scratch) {
    plan_free (plan);
    return NULL;
  }
  fill_rows (plan);
  fill_twiddles (plan, is_double);
  for (int bytes = 64; !use_vectors (plan, is_double, bytes);)
    bytes /= 2;
  return plan;
}

/* --- the objects. The inverse is the forward transform with the real and the
 * imaginary part in each other's place. */

MstFft *
mst_fft_new (int n)
{
  return (MstFft *) plan_new (n, 0);
}

void
mst_fft_free (MstFft *self)
{
  plan_free ((Plan *) self);
}

void
mst_fft_forward (MstFft *self, float *re, float *im)
{
  self->plan.run (&self->plan, re, im);
}

void
mst_fft_inverse (MstFft *self, float *re, float *im)
{
  self->plan.run (&self->plan, im, re);
}

void
mst_fft_multiply (const MstFft *self, const float *const *x,
    const float *const *h, int count, size_t half, float *to)
{
  self->plan.multiply (&self->plan, x, h, count, half, to);
}

int
mst_fft_use_vectors (MstFft *self, int bytes)
{
  return use_vectors (&self->plan, 0, bytes);
}

MstFftDouble *
mst_fft_double_new (int n)
{
  return (MstFftDouble *) plan_new (n, 1);
}

void
mst_fft_double_free (MstFftDouble *self)
{
  plan_free ((Plan *) self);
}

void
mst_fft_double_forward (MstFftDouble *self, double *re, double *im)
{
  self->plan.run (&self->plan, re, im);
}

void
mst_fft_double_inverse (MstFftDouble *self, double *re, double *im)
{
  self->plan.run (&self->plan, im, re);
}

int
mst_fft_double_use_vectors (MstFftDouble *self, int bytes)
{
  return use_vectors (&self->plan, 1, bytes);
}
