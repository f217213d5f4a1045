/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_EQ_H
#define GST_MASTER_EQ_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_EQ (gst_master_eq_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterEq, gst_master_eq, GST, MASTER_EQ,
    GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (mastereq)

G_END_DECLS

#endif /* GST_MASTER_EQ_H */
