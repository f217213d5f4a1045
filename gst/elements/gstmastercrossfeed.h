/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_CROSSFEED_H
#define GST_MASTER_CROSSFEED_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_CROSSFEED (gst_master_crossfeed_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterCrossfeed, gst_master_crossfeed, GST,
    MASTER_CROSSFEED, GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (mastercrossfeed)

G_END_DECLS

#endif /* GST_MASTER_CROSSFEED_H */
