/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "table.h"

static const MstChoice modes[] = {
  [MST_LOUDNESS_STATIC] = { "static",
      "A constant gain, from measured or from the stream's tags" },
  [MST_LOUDNESS_LIVE] = { "live",
      "A gain that levels in one pass a programme not known before" },
};

static const MstChoice anchors[] = {
  [MST_LOUDNESS_OF_ALL] = { "all", "All channels but effects (ITU-R BS.1770)" },
  [MST_LOUDNESS_OF_FRONTS] = { "fronts", "The fronts with the centre" },
  [MST_LOUDNESS_OF_CENTRE] = { "centre",
      "The centre, which has the dialogue of films" },
};

const MstParam mst_loudness_params[MST_LOUDNESS_N_PARAMS] = {
  [MST_LOUDNESS_MODE] = { "mode", "", 0, MST_LOUDNESS_LIVE, MST_LOUDNESS_STATIC,
      MST_KIND_ENUM, MST_PARAM_AT_START, modes, "How the gain is found" },
  [MST_LOUDNESS_TARGET] = { "target", "LUFS", -60, 0, -14, MST_KIND_DOUBLE,
      .blurb = "Integrated loudness of the output" },
  [MST_LOUDNESS_MEASURED] = { "measured", "LUFS", MST_LOUDNESS_UNKNOWN,
      MST_LOUDNESS_LOUDEST, MST_LOUDNESS_UNKNOWN, MST_KIND_DOUBLE,
      .blurb =
          "static: integrated loudness of the input; -70 is unknown: then "
          "the tags of the stream tell, and without any the gain is 0 dB" },
  [MST_LOUDNESS_ALBUM_MODE] = { "album-mode", "", 0, 1, 0, MST_KIND_BOOL,
      .blurb = "static: take the album's gain from the tags before the "
               "track's" },
  [MST_LOUDNESS_WINDOW] = { "window", "s", 3, MST_LOUDNESS_LONGEST_WINDOW, 20,
      MST_KIND_DOUBLE,
      .blurb = "live: time over which the present loudness of the programme is "
               "measured" },
  [MST_LOUDNESS_MAX_GAIN] = { "max-gain", "dB", 0, 60, 20, MST_KIND_DOUBLE,
      .blurb = "live: the gain does not go above this" },
  [MST_LOUDNESS_MAX_ATTENUATION] = { "max-attenuation", "dB", 0, 60, 30,
      MST_KIND_DOUBLE, .blurb = "live: the gain does not go below minus this" },
  [MST_LOUDNESS_FREEZE_BELOW] = { "freeze-below", "LUFS", MST_GATE_LUFS, -20,
      -50, MST_KIND_DOUBLE,
      .blurb = "live: level over 400 ms below which there is only silence or "
               "noise, and the gain holds" },
  [MST_LOUDNESS_LOOKAHEAD] = { "lookahead", "ms", 0, 10000, 5000,
      MST_KIND_DOUBLE, MST_PARAM_AT_START,
      .blurb =
          "live: how long before a change the gain may move; the latency" },
  [MST_LOUDNESS_ANCHOR] = { "anchor", "", 0, MST_N_ELEMENTS (anchors) - 1,
      MST_LOUDNESS_OF_ALL, MST_KIND_ENUM, MST_PARAM_AT_START, anchors,
      "live: channels whose loudness leads the gain of all; without them, all "
      "lead" },
};

const MstParam mst_loudness_readouts[MST_LOUDNESS_N_READOUTS] = {
  [MST_LOUDNESS_GAIN] = { "gain", "dB", -200, 200, 0, MST_KIND_DOUBLE,
      .blurb = "Gain that the output has had" },
  [MST_LOUDNESS_INPUT] = { "input-loudness", "LUFS", -INFINITY, 500, -INFINITY,
      MST_KIND_DOUBLE,
      .blurb = "live: gated loudness of the input, over the window; static: "
               "the loudness that the gain is based on" },
  [MST_LOUDNESS_OUTPUT] = { "output-loudness", "LUFS", -INFINITY, 500,
      -INFINITY, MST_KIND_DOUBLE,
      .blurb =
          "live: gated loudness of the output, over the last 5 to 10 "
          "minutes or since the start; static: the loudness that follows from "
          "the gain" },
};
