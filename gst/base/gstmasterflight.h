/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterflight.h - frames and events in flight.
 *
 * A stage with a latency of L frames gives a frame out when L more have come
 * in. Serialized events that arrive in between wait for the frame that they
 * arrived before, and leave just before it. A hole in the stream waits in the
 * same way: the stage may be fed a few frames that nobody sent, to keep it in
 * time, and these are left out again when they come out.
 *
 * For the streaming thread alone.
 */
#ifndef GST_MASTER_FLIGHT_H
#define GST_MASTER_FLIGHT_H

#include "gstmasterfilter.h"

G_BEGIN_DECLS

/* Tells whether all frames and events have left. */
G_GNUC_INTERNAL
gboolean gst_master_flight_is_over (GstMasterFilter *self);

/* Takes the event, which waits for the frames that came before it. */
G_GNUC_INTERNAL
void gst_master_flight_hold (GstMasterFilter *self, GstEvent *event);

/* Notes that the next frame follows a hole. The next `hollow` frames are filled
 * in, and do not leave. */
G_GNUC_INTERNAL
void gst_master_flight_break (GstMasterFilter *self, guint64 hollow);

/* Pushes the n frames that the stage gave, without those of its latency: cut
 * where an event or a hole is due, and stamped. Takes the buffer. `gap`: its
 * input was flagged GAP, and the output may be where it is silent. */
G_GNUC_INTERNAL
GstFlowReturn gst_master_flight_push (GstMasterFilter *self, GstBuffer *buffer,
    guint64 n, gboolean gap);

/* Flags the buffer GAP only where its input was one and it is silent. */
G_GNUC_INTERNAL
void gst_master_flight_flag_gap (GstMasterFilter *self, GstBuffer *buffer,
    gboolean input_was_gap);

/* Pushes the events that waited for the last frame, when all frames have left.
 */
G_GNUC_INTERNAL
void gst_master_flight_land (GstMasterFilter *self);

/* Drops the frames and the events, as a flush does: sticky events stay those of
 * the source pad, but for segments. */
G_GNUC_INTERNAL
void gst_master_flight_flush (GstMasterFilter *self);

/* Drops the frames and all events. */
G_GNUC_INTERNAL
void gst_master_flight_forget (GstMasterFilter *self);

G_END_DECLS

#endif /* GST_MASTER_FLIGHT_H */
