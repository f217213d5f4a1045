/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * thirds.h - the geometry of a spectrum: thirds of an octave, the nine bands in
 * which songs are compared, and the four groups in which stages divide them.
 */
#ifndef MST_THIRDS_H
#define MST_THIRDS_H

#include <glib.h>

#include "dsp/analysis.h"

/** The lower edge [Hz] of band 0 .. MST_ANALYSIS_BANDS - 1; the last number is
 * the upper end. */
extern const double mst_band_edges[MST_ANALYSIS_BANDS + 1];

/** The multiband stages work on so many groups of bands. */
#define MST_GROUPS 4

/** The first band of each group; [MST_GROUPS] is the end. */
extern const int mst_group_first[MST_GROUPS + 1];

/** The frequency at which a group ends [Hz]. */
gdouble mst_group_upper (int group);

/** The frequency of a third [Hz]. */
gdouble mst_third_frequency (int third);

/** The third that a frequency [Hz] is in; the nearest one beyond them. */
int mst_third_at (gdouble frequency);

/** The share of a third that lies in a band, 0 .. 1, over the logarithm of
 * frequency. */
gdouble mst_third_share (int third, int band);

/** The mean power of left and right in a third. */
gdouble mst_third_power (const MstAnalysis *analysis, int third);

/** The greatest of n levels. */
gdouble mst_strongest (const gdouble *levels, int n);

/** The power of left and right [dBFS] from the lower edge of band `from` to
 * that of band `to`: the mean of both, as a detector sees it. */
gdouble mst_bands_power (const MstAnalysis *analysis, int from, int to);

/** The nearest number on a grid of a millionth. Levels are logarithms: at
 * another gain they differ in their last bits, which on the grid they do not.
 */
gdouble mst_grid (gdouble number);

/** The thirds of an analysis less its loudness, on the grid; the rest of it is
 * as it was. */
void mst_thirds_shape (const MstAnalysis *analysis, MstAnalysis *shape);

/** The gain of the K-weighting of BS.1770 in the middle of a third [dB]. */
extern const double mst_third_weighting[MST_ANALYSIS_THIRDS];

/** By how much a change of thirds [dB] makes the whole louder [LU]. */
gdouble mst_thirds_loudness (const MstAnalysis *analysis,
    const gdouble change[MST_ANALYSIS_THIRDS]);

/** A line through values at the middles of the bands, over the logarithm of
 * frequency; beyond the outer ones it is level. */
void mst_bands_to_thirds (const gdouble values[MST_ANALYSIS_BANDS],
    gdouble thirds[MST_ANALYSIS_THIRDS]);

/** The change [dB] of a band's power that a change of thirds [dB] makes. */
gdouble mst_bands_change (const MstAnalysis *analysis,
    const gdouble change[MST_ANALYSIS_THIRDS], int band);

#endif /* MST_THIRDS_H */
