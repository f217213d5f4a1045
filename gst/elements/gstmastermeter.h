/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_METER_H
#define GST_MASTER_METER_H

#include "base/gstmasterreporter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_METER (gst_master_meter_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterMeter, gst_master_meter, GST, MASTER_METER,
    GstMasterReporter)

GST_ELEMENT_REGISTER_DECLARE (mastermeter)

G_END_DECLS

#endif /* GST_MASTER_METER_H */
