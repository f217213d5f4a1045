/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_DITHER_H
#define GST_MASTER_DITHER_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_DITHER (gst_master_dither_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterDither, gst_master_dither, GST, MASTER_DITHER,
    GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (masterdither)

G_END_DECLS

#endif /* GST_MASTER_DITHER_H */
