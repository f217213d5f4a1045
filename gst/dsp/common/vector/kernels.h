/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * kernels.h - the shared Orc kernels, and the call that prepares all kernels.
 */
#ifndef MST_KERNELS_H
#define MST_KERNELS_H

#include "mst-orc-common.h"

/** Compiles every Orc kernel of the library and chooses the vectors of the
 * plain loops (vectors.h). It must have returned once before any stage is made,
 * and is not for two threads at a time: the base class calls it when its
 * GObject class is made. */
void mst_kernels_init (void);

/** Sets each of `n` samples of `channels` planes to 0 that is not a finite
 * number below 2^24 in magnitude. */
void mst_sanitize (float *const planes[], int channels, int n);

#endif /* MST_KERNELS_H */
