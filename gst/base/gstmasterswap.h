/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterswap.h - parameters that a stage reads at its start, set while it is
 * at work.
 *
 * A filter alone warns, and takes them at the next start. A filter in a chain
 * has a guard, which lets the dry signal be heard while the stage is made anew.
 *
 * For the streaming thread alone.
 */
#ifndef GST_MASTER_SWAP_H
#define GST_MASTER_SWAP_H

#include "gstmasterfilter.h"

G_BEGIN_DECLS

/* Before a buffer: looks whether such a parameter was set, and makes the stage
 * anew where it has a guard and nobody hears it. FALSE, with an error posted,
 * when memory runs out. */
G_GNUC_INTERNAL
gboolean gst_master_swap_run (GstMasterFilter *self);

/* Makes an engine for the formats of the filter and the values in force, and
 * puts it in the place of the one before. Posts the latency. */
G_GNUC_INTERNAL
gboolean gst_master_swap_engine (GstMasterFilter *self, const GstAudioInfo *in,
    const GstAudioInfo *out);

/* Forgets the parameters that wait, and lets the guard have the processed sound
 * heard again: the stage is made anew, or is gone. */
G_GNUC_INTERNAL
void gst_master_swap_forget (GstMasterFilter *self);

G_END_DECLS

#endif /* GST_MASTER_SWAP_H */
