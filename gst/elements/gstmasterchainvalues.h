/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainvalues.h - the settings of a plan (assistant/plan.h) as the
 * structure that masterchain's property `settings` takes, and back; private to
 * masterchain.
 */
#ifndef GST_MASTER_CHAIN_VALUES_H
#define GST_MASTER_CHAIN_VALUES_H

#include <gst/gst.h>

#include "assistant/plan.h"

G_BEGIN_DECLS

GstStructure *gst_master_chain_values_write (const MstPlan *plan);

/* A plan that has these settings and nothing else. Arrays that are not curves
 * are left out. */
MstPlan *gst_master_chain_values_read (const GstStructure *settings);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_VALUES_H */
