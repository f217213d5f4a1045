/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/** gstmasterchaindebug.h - the debug category of the chain's files. */
#ifndef GST_MASTER_CHAIN_DEBUG_H
#define GST_MASTER_CHAIN_DEBUG_H

#include <gst/gst.h>

GST_DEBUG_CATEGORY_EXTERN (gst_master_chain_debug);

#endif /* GST_MASTER_CHAIN_DEBUG_H */
