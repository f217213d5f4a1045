/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterchaincontrol.h - builds a chain and sets it as a whole: its stages
 * from a list, its parameters from a structure, a file or a preset.
 *
 * A function that returns a gboolean returns TRUE, or FALSE with an error, and
 * then nothing has changed.
 */
#ifndef GST_MASTER_CHAIN_CONTROL_H
#define GST_MASTER_CHAIN_CONTROL_H

#include "gstmasterchainstages.h"

G_BEGIN_DECLS

/* The bin `chain` owns all these elements. */
typedef struct {
  GstElement *chain;
  GstMasterChainStages stages;
  GstElement *head, *tail; /* the ends of the bypass */

  /* By the OBJECT_LOCK of the chain. */
  GstMasterChainSelection selection;
  gdouble amount;       /* 0 to 100: how much of the settings is applied ... */
  GstStructure *scaled; /* ... of those that follow it */
} GstMasterChainControl;

/* Makes the elements, puts them into the bin and links all stages. */
void
gst_master_chain_control_init (GstMasterChainControl *self, GstElement *chain);

void gst_master_chain_control_clear (GstMasterChainControl *self);

/* The names of the stages in the chain, with commas; to be freed. */
gchar *gst_master_chain_control_list (GstMasterChainControl *self);

/* Tells the debug log the same. */
void gst_master_chain_control_log (GstMasterChainControl *self);

/* Names with commas between them; NULL is all stages. */
gboolean gst_master_chain_control_set_stages (GstMasterChainControl *self,
    const gchar *list, GError **error);

/* Settings without `stages` leave the selection as it is. `lenient`: names of
 * stages that this build does not have are left out. */
gboolean gst_master_chain_control_set (GstMasterChainControl *self,
    const GstStructure *settings, gboolean lenient, GError **error);

gboolean gst_master_chain_control_load_preset (GstMasterChainControl *self,
    const gchar *name, GError **error);

/* The settings file at `location`. */
gboolean gst_master_chain_control_load (GstMasterChainControl *self,
    const gchar *location, GError **error);

/* Moves the settings that follow the amount. */
void gst_master_chain_control_set_amount (GstMasterChainControl *self,
    gdouble amount);

/* The `gap-hold` of all stages. */
void gst_master_chain_control_set_gap_hold (GstMasterChainControl *self,
    gdouble hold);

/* All parameters that are not at their defaults, and `stages`; to be freed. */
GstStructure *gst_master_chain_control_get (GstMasterChainControl *self);

G_END_DECLS

#endif /* GST_MASTER_CHAIN_CONTROL_H */
