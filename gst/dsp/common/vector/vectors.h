/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * vectors.h - plain loops, compiled for each length of vector.
 *
 *   static MST_VECTORS (void, add,
 *       (float *restrict d, const float *restrict s, int n), (d, s, n))
 *   {
 *     for (int i = 0; i < n; i++)
 *       d[i] += s[i];
 *   }
 *
 * defines add () and, on x86-64, one more copy of its body for AVX2 and one for
 * AVX-512; a call goes to the copy for mst_vectors. This is for loops that Orc
 * cannot say, since it knows 16 bytes to a vector and aligned samples of one
 * size. Attributes such as target_clones would let the loader choose: then no
 * test could force a copy, clang 14 exports them all, and the address sanitizer
 * is not there yet.
 */
#ifndef MST_VECTORS_H
#define MST_VECTORS_H

#include <stdbool.h>

/** Sets of instructions; each includes those before it. */
typedef enum {
  MST_VECTORS_BASELINE, /* the ones that the compiler may use anyway */
  MST_VECTORS_AVX2,
  MST_VECTORS_AVX512,
} MstVectors;

/** The set in use. */
extern MstVectors mst_vectors;

/** Chooses the greatest set that the machine has, or that the environment
 * variable MST_VECTORS names: "baseline", "avx2" or "avx512". mst_kernels_init
 * () calls it. */
void mst_vectors_init (void);

/** Chooses this set for all calls to come, for tests. Returns false where the
 * machine does not have it. */
bool mst_vectors_use (MstVectors set);

/** True if Orc's code has AVX in it; mst_kernels_init () sets it. See
 * orcleave.h. */
extern bool mst_orc_uses_avx;

#if defined(__x86_64__)
#define MST_TARGET(set) __attribute__ ((target (set)))
#define MST_VECTORS_COPY(type, copy, attribute, body, params, args)            \
  static __attribute__ ((attribute)) type copy params                          \
  {                                                                            \
    return body args;                                                          \
  }
/* The baseline is a copy too, so that its prologue does not weigh on calls of
 * the others. */
#define MST_VECTORS_EXPANDED(type, name, params, args)                         \
  type name params;                                                            \
  static inline __attribute__ ((always_inline)) type name##_body params;       \
  MST_VECTORS_COPY (type, name##_avx2, target ("avx2"), name##_body, params,   \
      args)                                                                    \
  MST_VECTORS_COPY (type, name##_avx512, target ("avx512f"), name##_body,      \
      params, args)                                                            \
  MST_VECTORS_COPY (type, name##_baseline, noinline, name##_body, params,      \
      args)                                                                    \
  type name params                                                             \
  {                                                                            \
    if (mst_vectors == MST_VECTORS_AVX512)                                     \
      return name##_avx512 args;                                               \
    if (mst_vectors == MST_VECTORS_AVX2)                                       \
      return name##_avx2 args;                                                 \
    return name##_baseline args;                                               \
  }                                                                            \
  static inline type name##_body params
/** Defines a function with the body that follows: see above. */
#define MST_VECTORS(type, name, params, args)                                  \
  MST_VECTORS_EXPANDED (type, name, params, args)
#else
#define MST_VECTORS(type, name, params, args) type name params
#endif

/** Before a loop whose rounds do not depend on each other, although its
 * pointers might be the same. */
#if defined(__clang__)
#define MST_INDEPENDENT _Pragma ("clang loop vectorize(assume_safety)")
#else
#define MST_INDEPENDENT _Pragma ("GCC ivdep")
#endif

#endif /* MST_VECTORS_H */
