/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_DECLICK_H
#define GST_MASTER_DECLICK_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_DECLICK (gst_master_declick_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterDeclick, gst_master_declick, GST, MASTER_DECLICK,
    GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (masterdeclick)

G_END_DECLS

#endif /* GST_MASTER_DECLICK_H */
