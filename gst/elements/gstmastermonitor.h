/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_MONITOR_H
#define GST_MASTER_MONITOR_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_MONITOR (gst_master_monitor_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterMonitor, gst_master_monitor, GST, MASTER_MONITOR,
    GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (mastermonitor)

G_END_DECLS

#endif /* GST_MASTER_MONITOR_H */
