/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterframes.h - frames on their way through the engine of a filter, with
 * the values of its properties on their way in and its readouts on theirs out.
 *
 * For the streaming thread alone.
 */
#ifndef GST_MASTER_FRAMES_H
#define GST_MASTER_FRAMES_H

#include "gstmasterfilter.h"
#include "gstmasterview.h"

G_BEGIN_DECLS

/* Hands the values that have changed to the engine. */
G_GNUC_INTERNAL
void gst_master_frames_apply (GstMasterFilter *self);

/* Warns of values that the rate does not allow, once each from setup to setup.
 */
G_GNUC_INTERNAL
void gst_master_frames_complain (GstMasterFilter *self);

/* Makes the readouts those of the frames so far. */
G_GNUC_INTERNAL
void gst_master_frames_publish (GstMasterFilter *self);

/* Runs n frames from `in` to `out`; see gst_master_engine_run(). */
G_GNUC_INTERNAL
void gst_master_frames_run (GstMasterFilter *self, const GstMasterView *in,
    const GstMasterView *out, guint64 n);

G_END_DECLS

#endif /* GST_MASTER_FRAMES_H */
