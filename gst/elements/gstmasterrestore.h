/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#ifndef GST_MASTER_RESTORE_H
#define GST_MASTER_RESTORE_H

#include <gst/gst.h>

G_BEGIN_DECLS

#define GST_TYPE_MASTER_RESTORE (gst_master_restore_get_type ())
G_DECLARE_FINAL_TYPE (GstMasterRestore, gst_master_restore, GST, MASTER_RESTORE,
    GstBin)

GST_ELEMENT_REGISTER_DECLARE (masterrestore)

G_END_DECLS

#endif /* GST_MASTER_RESTORE_H */
