/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_COMPRESSOR_H
#define GST_MASTER_COMPRESSOR_H

#include "base/gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_COMPRESSOR (gst_master_compressor_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterCompressor, gst_master_compressor, GST,
    MASTER_COMPRESSOR, GstMasterFilter)

GST_ELEMENT_REGISTER_DECLARE (mastercompressor)

G_END_DECLS

#endif /* GST_MASTER_COMPRESSOR_H */
