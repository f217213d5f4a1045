/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_IMAGER_H
#define GST_MASTER_IMAGER_H

#include "base/gstmasterreporter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_IMAGER (gst_master_imager_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterImager, gst_master_imager, GST, MASTER_IMAGER,
    GstMasterReporter)

GST_ELEMENT_REGISTER_DECLARE (masterimager)

G_END_DECLS

#endif /* GST_MASTER_IMAGER_H */
