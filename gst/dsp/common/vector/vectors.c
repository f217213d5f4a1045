/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "vectors.h"

#include <stdlib.h>
#include <string.h>

MstVectors mst_vectors = MST_VECTORS_BASELINE;
bool mst_orc_uses_avx = false;

static const char *const names[] = {
  [MST_VECTORS_BASELINE] = "baseline",
  [MST_VECTORS_AVX2] = "avx2",
  [MST_VECTORS_AVX512] = "avx512",
};

static bool
is_there (MstVectors set)
{
#if defined(__x86_64__)
  __builtin_cpu_init ();
  if (set == MST_VECTORS_AVX512)
    return __builtin_cpu_supports ("avx512f") &&
        __builtin_cpu_supports ("avx2");
  if (set == MST_VECTORS_AVX2)
    return __builtin_cpu_supports ("avx2");
#endif
  return set == MST_VECTORS_BASELINE;
}

bool
mst_vectors_use (MstVectors set)
{
  if (!is_there (set))
    return false;
  mst_vectors = set;
  return true;
}

void
mst_vectors_init (void)
{
  const char *wanted = getenv ("MST_VECTORS");
  int set = MST_VECTORS_AVX512;

  for (int i = 0; wanted && i <= MST_VECTORS_AVX512; i++)
    if (strcmp (wanted, names[i]) == 0)
      set = i;
  while (!mst_vectors_use (set))
    set--;
}
