/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The imager: the sum that stays, widths, the guard. */
#include "imager.h"
#include "bench.h"

int
main (void)
{
  mst_kernels_init ();
  return mst_done ();
}
