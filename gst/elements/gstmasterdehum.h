/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_DEHUM_H
#define GST_MASTER_DEHUM_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_DEHUM (gst_master_dehum_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterDehum, gst_master_dehum, GST, MASTER_DEHUM,
    GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (masterdehum)

G_END_DECLS

#endif /* GST_MASTER_DEHUM_H */
