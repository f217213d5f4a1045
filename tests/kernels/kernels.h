/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * kernels.h - a kernel as the kernel test sees it: its name, a call of it on
 * numbered buffers, and the same in scalar double.
 */
#ifndef KERNELS_H
#define KERNELS_H

#include "mst-test.h"

#include "dsp/common/vector/kernels.h"

#define KERNEL_BUFFERS 7

typedef enum {
  INPUT_SIGNED,
  INPUT_POSITIVE,
  INPUT_SHARE,         /* 0 .. 1 */
  INPUT_LAST_IS_SHARE, /* signed, and buffer 2 is 0 .. 1 */
  INPUT_LEVEL,         /* -140 .. 60 */
  INPUT_POISON,        /* signed, with NaN, Inf and the huge among them */
} KernelInputs;

typedef struct {
  const char *name;
  int outputs;               /* buffers 0 .. outputs - 1 are written */
  int width[KERNEL_BUFFERS]; /* floats to a sample; also the alignment */
  KernelInputs inputs;
  double tolerance; /* units in the last place */
  void (*run) (float *const b[], int n);
  void (*reference) (double *const b[], int n);
} Kernel;

/** The kernels of each orc/<stem>.orc, from tests/kernels/<stem>.c, ended by
 * one without a name. */
#define KERNELS(stem) extern const Kernel kernels_##stem[];
#include "mst-kernels.inc"
#undef KERNELS

#endif /* KERNELS_H */
