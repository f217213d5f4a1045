/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * denormal.h - lets the processor flush denormals to zero for a while.
 *
 * A decaying filter reaches numbers that the processor handles a hundred times
 * slower. Orc's programs flush them by themselves; the recursions in C rely on
 * the caller of process() to wrap it in this pair.
 */
#ifndef MST_DENORMAL_H
#define MST_DENORMAL_H

#include <stdint.h>

#if defined(__SSE__)
#include <xmmintrin.h>
#endif

/** Switches flushing on and returns the mode before, for the call below. */
static inline uint64_t
mst_denormals_off (void)
{
#if defined(__SSE__)
  unsigned int before = _mm_getcsr ();
  _mm_setcsr (before | 0x8040); /* FTZ and DAZ */
  return before;
#elif defined(__aarch64__)
  uint64_t before;
  __asm__ __volatile__("mrs %0, fpcr" : "=r"(before));
  __asm__ __volatile__("msr fpcr, %0" : : "r"(before | (1u << 24)));
  return before;
#else
  return 0;
#endif
}

static inline void
mst_denormals_restore (uint64_t before)
{
#if defined(__SSE__)
  _mm_setcsr ((unsigned int) before);
#elif defined(__aarch64__)
  __asm__ __volatile__("msr fpcr, %0" : : "r"(before));
#else
  (void) before;
#endif
}

#endif /* MST_DENORMAL_H */
