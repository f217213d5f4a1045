/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * orcleave.h - what follows each call of a kernel; included before the code
 * that orcc generates, by gst/meson.build.
 *
 * The AVX code of Orc 0.4.34 to 0.4.41 returns with the upper halves of the
 * vector registers in use. Until an instruction clears them, each SSE
 * instruction has to merge with them: recursions take two to five times as long
 * (docs/performance.md). So they are cleared here.
 */
#ifndef MST_ORCLEAVE_H
#define MST_ORCLEAVE_H

#include "vectors.h"

static inline void
mst_orc_leave (void)
{
#if defined(__x86_64__)
  if (mst_orc_uses_avx)
    __asm__ volatile("vzeroupper");
#endif
}

/* The generated code calls a kernel by `func (ex);`, and nothing else so. */
#define func(ex) func (ex), mst_orc_leave ()

#endif /* MST_ORCLEAVE_H */
