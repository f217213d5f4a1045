/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mst-test.h - the tests of what lies below GLib, in one header.
 *
 *   static void
 *   test_silence_stays_silent (void)
 *   {
 *     mst_check (peak == 0.0, "peak is %g", peak);
 *   }
 *
 *   int
 *   main (void)
 *   {
 *     MST_RUN (test_silence_stays_silent);
 *     return mst_done ();
 *   }
 *
 * Prints TAP. A failed check is told with its place and the test goes on, so
 * that one run shows all that is wrong. In tests/dsp the kernels are
 * initialised before main() runs.
 */
#ifndef MST_TEST_H
#define MST_TEST_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef MST_TEST_DSP
#include "dsp/common/vector/kernels.h"

static __attribute__ ((constructor)) void
mst_test_init (void)
{
  mst_kernels_init ();
}
#endif

#define MST_UNUSED __attribute__ ((unused))

static MST_UNUSED int mst_tests_run;
static MST_UNUSED int mst_tests_failed;
static MST_UNUSED int mst_checks_failed;

#define mst_check(condition, ...)                                              \
  do {                                                                         \
    if (!(condition)) {                                                        \
      mst_checks_failed++;                                                     \
      printf ("# %s:%d: %s: ", __FILE__, __LINE__, #condition);                \
      printf (__VA_ARGS__);                                                    \
      printf ("\n");                                                           \
    }                                                                          \
  } while (0)

/** |got - want| <= tolerance, told with all three. */
#define mst_check_near(got, want, tolerance)                                   \
  do {                                                                         \
    double got_ = (got), want_ = (want), tolerance_ = (tolerance);             \
    mst_check (fabs (got_ - want_) <= tolerance_, "%.9g, wanted %.9g +- %.3g", \
        got_, want_, tolerance_);                                              \
  } while (0)

#define MST_RUN(test)                                                          \
  do {                                                                         \
    mst_checks_failed = 0;                                                     \
    test ();                                                                   \
    mst_tests_run++;                                                           \
    mst_tests_failed += mst_checks_failed != 0;                                \
    printf ("%s %d - %s\n", mst_checks_failed ? "not ok" : "ok",               \
        mst_tests_run, #test);                                                 \
    fflush (stdout);                                                           \
  } while (0)

static inline int
mst_done (void)
{
  printf ("1..%d\n", mst_tests_run);
  return mst_tests_failed != 0;
}

/** Decibels of an amplitude, and of a power; the amplitude of decibels. */
static inline double
mst_db (double amplitude)
{
  return 20.0 * log10 (amplitude);
}

static inline double
mst_power_db (double power)
{
  return 10.0 * log10 (power);
}

static inline double
mst_amplitude (double db)
{
  return pow (10.0, db / 20.0);
}

/** Deterministic white noise in [-1, 1): xorshift64*, Vigna 2016. */
static inline double
mst_noise (uint64_t *state)
{
  *state ^= *state >> 12;
  *state ^= *state << 25;
  *state ^= *state >> 27;
  return (double) (int64_t) (*state * 0x2545F4914F6CDD1DULL) * 0x1p-63;
}

#endif /* MST_TEST_H */
