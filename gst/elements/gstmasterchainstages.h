/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchainstages.h - the stages that a chain may have, and the selection
 * of them that it plays, in order.
 */
#ifndef GST_MASTER_CHAIN_STAGES_H
#define GST_MASTER_CHAIN_STAGES_H

#include <gst/gst.h>

G_BEGIN_DECLS

/* The number of stages that a chain may have. */
enum {
#define STAGE(stem) GST_MASTER_CHAIN_##stem,
#include "mst-chain-stages.inc"
#undef STAGE
  GST_MASTER_CHAIN_STAGES
};

/* All stages of a chain, by their places in the order of mastering. An element
 * is NULL where the registry does not have it. */
typedef struct {
  const gchar *names[GST_MASTER_CHAIN_STAGES];
  GstElement *elements[GST_MASTER_CHAIN_STAGES];
} GstMasterChainStages;

/* Some stages, in some order. */
typedef struct {
  guint index[GST_MASTER_CHAIN_STAGES];
  guint n;
} GstMasterChainSelection;

/* Makes the elements and puts them into the bin, not linked. */
void gst_master_chain_stages_init (GstMasterChainStages *self, GstBin *bin);

/* Finds the elements in the bin, which owns them. */
void gst_master_chain_stages_find (GstMasterChainStages *self, GstBin *bin);

/* The names of all stages, with commas; to be freed. */
gchar *gst_master_chain_stages_all (void);

GstMasterChainSelection
gst_master_chain_selection_all (const GstMasterChainStages *stages);

/* Reads names with commas between them. Returns FALSE, and an error of
 * GST_LIBRARY_ERROR, where one is not a stage or is named twice. `lenient`:
 * stages that this build does not have are left out. */
gboolean gst_master_chain_selection_parse (GstMasterChainSelection *self,
    const GstMasterChainStages *stages, const gchar *names, gboolean lenient,
    GError **error);

/* The names in a selection, with commas; to be freed. */
gchar *gst_master_chain_selection_list (const GstMasterChainSelection *self,
    const GstMasterChainStages *stages);

gboolean gst_master_chain_selection_is (const GstMasterChainSelection *self,
    const GstMasterChainSelection *other);

/* Links the selection between `head` and `tail`. The other stages stay in
 * GST_STATE_NULL. */
void gst_master_chain_selection_link (const GstMasterChainSelection *self,
    const GstMasterChainStages *stages, GstElement *head, GstElement *tail);

/* Stops the stages that are not linked, once more: a bin that fails to change
 * its state puts all its children back to the state before, these with them. */
void gst_master_chain_stages_stop_others (const GstMasterChainStages *self);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_STAGES_H */
