/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "kernels.h"

#include <orc/orc.h>
#include <string.h>

#include "vectors.h"

#define KERNELS(stem) void mst_orc_##stem##_init (void);
#include "mst-kernels.inc"
#undef KERNELS

void
mst_kernels_init (void)
{
  static int done;

  if (done)
    return;
#define KERNELS(stem) mst_orc_##stem##_init ();
#include "mst-kernels.inc"
#undef KERNELS
  mst_orc_uses_avx =
      strcmp (orc_target_get_name (orc_target_get_default ()), "avx") == 0;
  mst_vectors_init ();
  done = 1;
}

void
mst_sanitize (float *const planes[], int channels, int n)
{
  for (int c = 0; c < channels; c++)
    mst_orc_finite_f32 (planes[c], n);
}
