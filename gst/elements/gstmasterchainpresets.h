/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainpresets.h - GstPreset for a chain: its own presets beside those
 * that a user saves. The settings alone are saved.
 */
#ifndef GST_MASTER_CHAIN_PRESETS_H
#define GST_MASTER_CHAIN_PRESETS_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* Sets the functions of GstPreset. */
void gst_master_chain_presets_interface_init (gpointer iface, gpointer data);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_PRESETS_H */
