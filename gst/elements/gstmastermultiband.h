/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_MULTIBAND_H
#define GST_MASTER_MULTIBAND_H

#include "base/gstmasterreporter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_MULTIBAND (gst_master_multiband_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterMultiband, gst_master_multiband, GST,
    MASTER_MULTIBAND, GstMasterReporter)

GST_ELEMENT_REGISTER_DECLARE (mastermultiband)

G_END_DECLS

#endif /* GST_MASTER_MULTIBAND_H */
