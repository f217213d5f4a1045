/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "cascade.h"

#include <stdint.h>
#include <string.h>

#include "dsp/common/vector/vectors.h"

#ifdef __x86_64__
#include <immintrin.h>
#endif

void
mst_biquad_run (const MstBiquad *biquad, MstBiquadState *state, MstPair *x,
    int n)
{
  const MstBiquad q = *biquad;
  const MstPair c1 = q.b1 - q.a1 * q.b0, c2 = q.b2 - q.a2 * q.b0;
  MstPair s1 = state->s1, s2 = state->s2;

  for (int i = 0; i < n; i++) {
    MstPair next = (c1 * x[i] + s2) - q.a1 * s1;

    s2 = c2 * x[i] - q.a2 * s1;
    x[i] = q.b0 * x[i] + s1;
    s1 = next;
  }
  state->s1 = s1;
  state->s2 = s2;
}

/* The wave, for each length of vector. MST_VECTORS () will not do: each copy is
 * made of vectors of its own length. */
#define LANES 1
#define TARGET
#include "cascadewave.h"

#ifdef __x86_64__
#define LANES 2
#define TARGET MST_TARGET ("avx2")
#include "cascadewave.h"

#define LANES 4
#define TARGET MST_TARGET ("avx512f,avx512dq")
#include "cascadewave.h"
#endif

bool
mst_cascade_run_by (int lanes, const MstBiquad *const biquads[],
    MstBiquadState *const states[], int n_sections, MstPair *x, int n)
{
#ifdef __x86_64__
  if (lanes == 4 && mst_vectors >= MST_VECTORS_AVX512 &&
      __builtin_cpu_supports ("avx512dq")) {
    cascade_run4 (biquads, states, n_sections, x, n);
    return true;
  }
  if (lanes == 2 && mst_vectors >= MST_VECTORS_AVX2) {
    cascade_run2 (biquads, states, n_sections, x, n);
    return true;
  }
#endif
  if (lanes != 1)
    return false;
  cascade_run1 (biquads, states, n_sections, x, n);
  return true;
}

void
mst_cascade_run (const MstBiquad *const biquads[],
    MstBiquadState *const states[], int n_sections, MstPair *x, int n)
{
  for (int lanes = 4; lanes > 0; lanes /= 2)
    if (mst_cascade_run_by (lanes, biquads, states, n_sections, x, n))
      return;
}
