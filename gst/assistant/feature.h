/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * feature.h - a song as thirty numbers that can be laid beside other songs'.
 *
 * Three are of the whole: its loudness, the range of its blocks of 400 ms, and
 * the distance of its sample peak from its loudness. The others are the level,
 * the side and the range of each of the nine bands of dsp/analysis.h. What
 * could not be measured is NAN, and counts nowhere.
 */
#ifndef MST_FEATURE_H
#define MST_FEATURE_H

#include <glib.h>

#include "dsp/analysis.h"

/** A piece that is shorter [s], or not louder [LUFS, dBTP], has no usable
 * features. */
#define MST_FEATURES_MIN_S 5.0
#define MST_FEATURES_SILENT_DB -70.0
/** No feature of audio is beyond, in dB or LU. */
#define MST_FEATURES_ABSURD 1000.0

enum {
  MST_FEATURE_LOUDNESS,    /* LUFS */
  MST_FEATURE_BLOCK_RANGE, /* LU */
  MST_FEATURE_PLR,         /* dB, by the sample peak */
  MST_FEATURE_LEVEL,       /* LU, of band 0, and so on */
  MST_FEATURE_SIDE = MST_FEATURE_LEVEL + MST_ANALYSIS_BANDS,
  MST_FEATURE_RANGE = MST_FEATURE_SIDE + MST_ANALYSIS_BANDS,
  MST_N_FEATURES = MST_FEATURE_RANGE + MST_ANALYSIS_BANDS,
};

/** "loudness", "block-range", "plr", "level-20-148" ...; never to be freed. */
const gchar *mst_feature_name (int feature);

/** The weight of a feature in a distance (distance.h). */
gdouble mst_feature_weight (int feature);

/** The features of an analysis. */
void
mst_features_of (const MstAnalysis *analysis, gdouble features[MST_N_FEATURES]);

#endif /* MST_FEATURE_H */
