/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_ANALYZER_H
#define GST_MASTER_ANALYZER_H

#include "base/gstmasterreporter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_ANALYZER (gst_master_analyzer_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterAnalyzer, gst_master_analyzer, GST,
    MASTER_ANALYZER, GstMasterReporter)

GST_ELEMENT_REGISTER_DECLARE (masteranalyzer)

G_END_DECLS

#endif /* GST_MASTER_ANALYZER_H */
