/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_SATURATOR_H
#define GST_MASTER_SATURATOR_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_SATURATOR (gst_master_saturator_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterSaturator, gst_master_saturator, GST,
    MASTER_SATURATOR, GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (mastersaturator)

G_END_DECLS

#endif /* GST_MASTER_SATURATOR_H */
