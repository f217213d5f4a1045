/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterlatency.h - the latency of a filter, as the pipeline is told of it.
 */
#ifndef GST_MASTER_LATENCY_H
#define GST_MASTER_LATENCY_H

#include "gstmasterfilter.h"

G_BEGIN_DECLS

/* Takes over the latency of the engine, in frames, and posts a message where it
 * is another. Streaming thread, no lock held. */
G_GNUC_INTERNAL
void gst_master_latency_set (GstMasterFilter *self, gint frames);

/* Answers a LATENCY query of the source pad. */
G_GNUC_INTERNAL
gboolean gst_master_latency_answer (GstMasterFilter *self, GstQuery *query);

G_END_DECLS

#endif /* GST_MASTER_LATENCY_H */
