/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_LOUDNESS_H
#define GST_MASTER_LOUDNESS_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_LOUDNESS (gst_master_loudness_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterLoudness, gst_master_loudness, GST,
    MASTER_LOUDNESS, GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (masterloudness)

G_END_DECLS

#endif /* GST_MASTER_LOUDNESS_H */
