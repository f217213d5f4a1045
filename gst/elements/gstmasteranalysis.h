/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasteranalysis.h - the analysis of a piece as a GstStructure.
 *
 * The fields are those of a `masteranalyzer` message: a gdouble for each single
 * number, a GST_TYPE_ARRAY of gdouble for each list, by the names and in the
 * order of the analyser's tables.
 */
#ifndef GST_MASTER_ANALYSIS_H
#define GST_MASTER_ANALYSIS_H

#include <gst/gst.h>

#include "dsp/analysis.h"

G_BEGIN_DECLS

GstStructure *gst_master_analysis_to_structure (const MstAnalysis *analysis);

/* Returns FALSE, and an error that names the field, if one is missing or of
 * another type. Unknown fields are ignored. */
gboolean gst_master_analysis_from_structure (MstAnalysis *analysis,
    const GstStructure *structure, GError **error);

G_END_DECLS

#endif /* GST_MASTER_ANALYSIS_H */
