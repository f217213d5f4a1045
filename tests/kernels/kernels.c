/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Tests every Orc kernel against a scalar reference in double.
 *
 *   kernels              tests all (TAP)
 *   kernels --bench      times all, ns a sample
 *   kernels --digest     one line a kernel: a hash of all its outputs, to be
 *                        compared with the same under ORC_CODE=backup
 *
 * A test runs odd lengths at every misalignment, in buffers with guard bands.
 * Everything outside the n samples of a destination, and every source, must be
 * as before.
 *
 * Tolerances are in units of the output's last place at its own magnitude (or
 * at 1, whichever is larger). A kernel that rounds once or not at all has 0.
 * Any other has the number of its roundings, each of half a unit; the reference
 * has none. */
#include "kernels.h"

#include <string.h>
#include <time.h>
#if defined(__x86_64__)
#include <cpuid.h>
#endif

#define GUARD 32 /* samples on both sides; a source may be read by 16 */
#define LONGEST 1030
#define SIZE (LONGEST + 2 * GUARD + 8)

typedef struct {
  float f[KERNEL_BUFFERS][SIZE];
  float before[KERNEL_BUFFERS][SIZE];
  double d[KERNEL_BUFFERS][SIZE];
} Arena;

static _Alignas(64) Arena arena;

static const int lengths[] = { 0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33,
  63, 64, 65, 127, 480, 511, 512, 1023 };

/* Values of all magnitudes and both signs, with zeros, and without numbers that
 * a float program could flush. */
static float
draw (const Kernel *kernel, uint64_t *state)
{
  double x = mst_noise (state);
  double magnitude = exp2 (12.0 * mst_noise (state) - 8.0);

  if (mst_noise (state) > 0.98)
    return 0.0f;
  if (kernel->inputs == INPUT_LEVEL)
    return (float) (100.0 * x - 40.0);
  if (kernel->inputs == INPUT_SHARE)
    return (float) (0.5 + 0.5 * x);
  if (kernel->inputs == INPUT_POSITIVE)
    return (float) (fabs (x) * magnitude);
  if (kernel->inputs == INPUT_POISON && mst_noise (state) > 0.7) {
    static const uint32_t bits[] = { 0x7fc00000, 0xffc00001, 0x7f800000,
      0xff800000, 0x7f7fffff, 0x4b800000, 0xcb800000, 0x4b7fffff, 0x7f800001 };
    float poison;
    memcpy (&poison, &bits[(int) (fabs (x) * 8.999)], 4);
    return poison;
  }
  return (float) (x * magnitude);
}

static void
fill (const Kernel *kernel, uint64_t seed)
{
  uint64_t state = seed * 2654435761u + 88172645463325252u;

  for (int b = 0; b < KERNEL_BUFFERS; b++)
    for (int i = 0; i < SIZE; i++) {
      Kernel shares = *kernel;
      if (b > 0 && kernel->inputs == INPUT_LAST_IS_SHARE && b == 2)
        shares.inputs = INPUT_SHARE;
      arena.f[b][i] = draw (&shares, &state);
      arena.d[b][i] = arena.f[b][i];
    }
  memcpy (arena.before, arena.f, sizeof (arena.f));
}

/* The difference in units in the last place of a float. */
static double
difference (float got, double want)
{
  double unit = exp2 (floor (log2 (fmax (fabs (want), 1.0)))) * 0x1p-23;

  if (isnan (got) || isinf (got))
    return INFINITY;
  return fabs (got - want) / unit;
}

static void
check_outside (const Kernel *kernel, const int *start, int n)
{
  for (int b = 0; b < KERNEL_BUFFERS; b++) {
    int from = start[b], to = from + n * kernel->width[b];
    bool is_output = b < kernel->outputs;
    for (int i = 0; i < SIZE; i++)
      if (!is_output || i < from || i >= to)
        mst_check (memcmp (&arena.f[b][i], &arena.before[b][i], 4) == 0,
            "n %d: buffer %d was written at %d", n, b, i - from);
  }
}

#if defined(__x86_64__)
/* True if the processor knows, and says, that the upper halves of the vector
 * registers are in use: XINUSE (Intel SDM vol. 1, 13.6). */
static bool
uses_upper_halves (void)
{
  unsigned a = 0, b, c, d, low, high;

  if (!__builtin_cpu_supports ("avx") ||
      !__get_cpuid_count (0xd, 1, &a, &b, &c, &d) || !(a & 4))
    return false;
  __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(1));
  return (low & 4) != 0;
}

/* A kernel that leaves them in use makes SSE code after it slow. */
static void
check_upper_halves (const Kernel *kernel, float *const f[])
{
  bool before;

  if (__builtin_cpu_supports ("avx"))
    __asm__ volatile("vzeroupper");
  before = uses_upper_halves ();
  kernel->run (f, 512);
  mst_check (before || !uses_upper_halves (), "%s leaves upper halves in use",
      kernel->name);
}
#else
static void
check_upper_halves (const Kernel *kernel, float *const f[])
{
}
#endif

static double
run_once (const Kernel *kernel, int n, int shift, uint64_t *digest)
{
  float *f[KERNEL_BUFFERS];
  double *d[KERNEL_BUFFERS];
  int start[KERNEL_BUFFERS];
  double worst = 0;

  fill (kernel, (uint64_t) n * 64 + shift);
  for (int b = 0; b < KERNEL_BUFFERS; b++) {
    start[b] = GUARD + (shift >> b) % 4 * kernel->width[b];
    f[b] = arena.f[b] + start[b];
    d[b] = arena.d[b] + start[b];
  }
  kernel->run (f, n);
  kernel->reference (d, n);
  for (int b = 0; b < kernel->outputs; b++)
    for (int i = 0; i < n * kernel->width[b]; i++) {
      uint32_t bits;
      worst = fmax (worst, difference (f[b][i], d[b][i]));
      memcpy (&bits, &f[b][i], 4);
      *digest = (*digest ^ bits) * 1099511628211u;
    }
  check_outside (kernel, start, n);
  return worst;
}

static double
run_all (const Kernel *kernel, uint64_t *digest)
{
  double worst = 0;

  *digest = 14695981039346656037u;
  for (size_t i = 0; i < sizeof (lengths) / sizeof (lengths[0]); i++)
    if (lengths[i] * kernel->width[0] <= LONGEST)
      for (int shift = 0; shift < 12; shift++)
        worst = fmax (worst, run_once (kernel, lengths[i], shift, digest));
  return worst;
}

static const Kernel *under_test;

static void
test_kernel (void)
{
  float *f[KERNEL_BUFFERS];
  uint64_t digest;
  double worst = run_all (under_test, &digest);

  for (int b = 0; b < KERNEL_BUFFERS; b++)
    f[b] = arena.f[b] + GUARD;
  check_upper_halves (under_test, f);
  mst_check (worst <= under_test->tolerance, "off by %.2f units, allowed %.2f",
      worst, under_test->tolerance);
}

static double
now (void)
{
  struct timespec t;

  clock_gettime (CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static void
bench (const Kernel *kernel)
{
  const int n = 512, rounds = 20000;
  float *f[KERNEL_BUFFERS];
  double best = 1e9;

  for (int b = 0; b < KERNEL_BUFFERS; b++)
    f[b] = arena.f[b] + GUARD;
  for (int pass = 0; pass < 5; pass++) {
    double start;
    fill (kernel, 1);
    start = now ();
    for (int i = 0; i < rounds; i++)
      kernel->run (f, n);
    best = fmin (best, now () - start);
  }
  printf ("%-16s %7.3f ns/sample\n", kernel->name, best * 1e9 / rounds / n);
}

static void
visit (const Kernel *kernel, const char *mode)
{
  uint64_t digest;

  under_test = kernel;
  if (strcmp (mode, "--bench") == 0) {
    bench (kernel);
  } else if (strcmp (mode, "--digest") == 0) {
    run_all (kernel, &digest);
    printf ("%s %016llx\n", kernel->name, (unsigned long long) digest);
  } else {
    printf ("# %s\n", kernel->name);
    MST_RUN (test_kernel);
  }
}

int
main (int argc, char **argv)
{
  static const Kernel *const files[] = {
#define KERNELS(stem) kernels_##stem,
#include "mst-kernels.inc"
#undef KERNELS
  };
  const char *mode = argc > 1 ? argv[1] : "";

  mst_kernels_init ();
  for (size_t i = 0; i < sizeof (files) / sizeof (files[0]); i++)
    for (const Kernel *kernel = files[i]; kernel->name; kernel++)
      visit (kernel, mode);
  return mode[0] ? 0 : mst_done ();
}
