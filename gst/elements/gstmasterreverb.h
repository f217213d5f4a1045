/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_REVERB_H
#define GST_MASTER_REVERB_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_REVERB (gst_master_reverb_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterReverb, gst_master_reverb, GST, MASTER_REVERB,
    GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (masterreverb)

G_END_DECLS

#endif /* GST_MASTER_REVERB_H */
