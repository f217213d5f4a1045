/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainproperties.h - the properties of a chain: their ids, ranges and
 * descriptions.
 */
#ifndef GST_MASTER_CHAIN_PROPERTIES_H
#define GST_MASTER_CHAIN_PROPERTIES_H

#include <gst/gst.h>

G_BEGIN_DECLS

enum {
  GST_MASTER_CHAIN_PROP_BYPASS = 1,
  GST_MASTER_CHAIN_PROP_BYPASS_MATCH,
  GST_MASTER_CHAIN_PROP_STAGES,
  GST_MASTER_CHAIN_PROP_PRESET,
  GST_MASTER_CHAIN_PROP_SETTINGS,
  GST_MASTER_CHAIN_PROP_SETTINGS_LOCATION,
  GST_MASTER_CHAIN_PROP_AMOUNT,
  GST_MASTER_CHAIN_PROP_GAP_HOLD,
  GST_MASTER_CHAIN_PROP_WISHES,
};

void gst_master_chain_properties_install (GObjectClass *klass);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_PROPERTIES_H */
