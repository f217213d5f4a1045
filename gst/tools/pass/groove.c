/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "groove.h"

#include <math.h>

#include "analysis.h"

/* Third k is at 20 * 10^(k / 10) Hz: 11 is 250 Hz and ends at 280, 24 is 5 kHz.
 */
#define LOW_END 12
#define TOP_START 24

/* The power of thirds from `from` up to `to` (not included). */
static gdouble
sum (const GstStructure *analysis, const gchar *spectrum, guint from, guint to)
{
  gdouble power = 0.0;

  for (guint k = from; k < to; k++) {
    const gdouble level = master_analysis_at (analysis, spectrum, k);

    power += isfinite (level) ? pow (10.0, 0.1 * level) : 0.0;
  }
  return power;
}

/* With M = (L + R) / 2 and S = (L - R) / 2, LR is M^2 - S^2, and L^2 + R^2 is
 * twice M^2 + S^2. */
MstSideSong
master_groove_read (const GstStructure *analysis)
{
  const guint n = master_analysis_count (analysis, "mid-spectrum");
  const gdouble mid = sum (analysis, "mid-spectrum", 0, LOW_END);
  const gdouble side = sum (analysis, "side-spectrum", 0, LOW_END);
  const gdouble all = sum (analysis, "mid-spectrum", 0, n) +
      sum (analysis, "side-spectrum", 0, n);
  const gdouble top = sum (analysis, "mid-spectrum", TOP_START, n) +
      sum (analysis, "side-spectrum", TOP_START, n);

  return (MstSideSong){
    .loudness = master_analysis_get (analysis, "loudness"),
    .peak = fmax (master_analysis_get (analysis, "true-peak"),
        master_analysis_get (analysis, "true-peak-4x")),
    .plr = master_analysis_get (analysis, "plr"),
    .low_phase = mid + side > 0.0 ? (mid - side) / (mid + side) : (gdouble) NAN,
    .sibilance = master_analysis_get (analysis, "sibilance"),
    .top = top > 0.0 ? 10.0 * log10 (top / all) : (gdouble) NAN,
  };
}
