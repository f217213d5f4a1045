/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_LIMITER_H
#define GST_MASTER_LIMITER_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_LIMITER (gst_master_limiter_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterLimiter, gst_master_limiter, GST, MASTER_LIMITER,
    GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (masterlimiter)

G_END_DECLS

#endif /* GST_MASTER_LIMITER_H */
