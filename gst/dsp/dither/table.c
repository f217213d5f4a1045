/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

static const MstChoice shapings[] = {
  [MST_DITHER_SHAPING_NONE] = { "none", "No dither: the nearest word" },
  [MST_DITHER_SHAPING_TPDF] = { "tpdf", "Flat triangular dither" },
  [MST_DITHER_SHAPING_LIPSHITZ] = { "lipshitz",
      "Lipshitz, Vanderkooy and Wannamaker, five coefficients" },
  [MST_DITHER_SHAPING_WANNAMAKER] = { "wannamaker",
      "Wannamaker, nine coefficients" },
  [MST_DITHER_SHAPING_F_WEIGHTED] = { "f-weighted",
      "The least audible noise by the F-weighting" },
};

const MstParam mst_dither_params[MST_DITHER_N_PARAMS] = {
  [MST_DITHER_BITS] = { "bits", "bit", 0, 32, 0, MST_KIND_INT,
      MST_PARAM_AT_START,
      .blurb = "Word length, at most what the format holds; 0: all of it" },
  [MST_DITHER_SHAPING] = { "shaping", "", 0, MST_N_ELEMENTS (shapings) - 1,
      MST_DITHER_SHAPING_TPDF, MST_KIND_ENUM, MST_PARAM_AT_START,
      .choices = shapings, .blurb = "How the noise is spread over frequency" },
  [MST_DITHER_AUTO_BLANK] = { "auto-blank", "", 0, 1, 1, MST_KIND_BOOL,
      .blurb = "Leave digital silence silent" },
  [MST_DITHER_SEED] = { "seed", "", 0, 2147483647, 1, MST_KIND_INT,
      .blurb = "Start of the noise; the same seed gives the same output" },
};
