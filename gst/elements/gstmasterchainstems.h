/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainstems.h - the stems of a goal, and what a plan does with them;
 * private to masterchain.
 */
#ifndef GST_MASTER_CHAIN_STEMS_H
#define GST_MASTER_CHAIN_STEMS_H

#include <gst/gst.h>

#include "assistant/stems.h"

G_BEGIN_DECLS

typedef struct {
  guint n;
  MstStem *stems;
  gdouble eased[MST_ANALYSIS_THIRDS];
  gboolean is_eased;
} GstMasterChainStems;

/* Reads `stems` and `eased` of a goal; without them there are none. */
gboolean gst_master_chain_stems_read (GstMasterChainStems *self,
    const GstStructure *goal, GError **error);

/* Plans for the stems, of MstPlan; to be freed by g_ptr_array_unref(). */
GPtrArray *gst_master_chain_stems_plan (const GstMasterChainStems *self,
    const MstPlan *sum);

void gst_master_chain_stems_clear (GstMasterChainStems *self);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_STEMS_H */
