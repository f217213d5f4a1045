/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_MATCH_H
#define GST_MASTER_MATCH_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_MATCH (gst_master_match_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterMatch, gst_master_match, GST, MASTER_MATCH,
    GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (mastermatch)

G_END_DECLS

#endif /* GST_MASTER_MATCH_H */
