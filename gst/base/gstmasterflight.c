/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasterflight.h"

#include <string.h>

#include "gstmasterfilter-private.h"
#include "gstmasterview.h"

/* An event, or a hole, that is due before frame `frame`. */
typedef struct {
  guint64 frame;
  GstEvent *event; /* NULL: a hole */
  guint64 hollow;
} Joint;

static void
joint_free (gpointer data)
{
  Joint *self = data;

  g_clear_pointer (&self->event, gst_event_unref);
  g_free (self);
}

static void
add (GstMasterFilter *self, GstEvent *event, guint64 hollow)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  Joint *joint = g_new (Joint, 1);

  *joint = (Joint){ priv->position.in, event, hollow };
  g_queue_push_tail (&priv->joints, joint);
}

gboolean
gst_master_flight_is_over (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  return priv->position.in == priv->position.out &&
      g_queue_is_empty (&priv->joints);
}

void
gst_master_flight_hold (GstMasterFilter *self, GstEvent *event)
{
  GST_DEBUG_OBJECT (self, "held for %" G_GUINT64_FORMAT " frames: %s",
      gst_master_filter_priv (self)->position.in -
          gst_master_filter_priv (self)->position.out,
      GST_EVENT_TYPE_NAME (event));
  add (self, event, 0);
}

void
gst_master_flight_break (GstMasterFilter *self, guint64 hollow)
{
  add (self, NULL, hollow);
}

/* --- what leaves */

/* Lets the joints leave that are due before the next frame. */
static void
pass_joints (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  Joint *joint;

  while ((joint = g_queue_peek_head (&priv->joints)) &&
      joint->frame <= priv->position.out) {
    g_queue_pop_head (&priv->joints);
    if (joint->event) {
      gst_pad_push_event (GST_BASE_TRANSFORM_SRC_PAD (self),
          g_steal_pointer (&joint->event));
    } else {
      priv->hollow += joint->hollow;
      priv->discont = TRUE;
    }
    joint_free (joint);
  }
}

/* Returns how many of the next `left` frames leave in one piece. */
static guint64
next_piece (GstMasterFilter *self, guint64 left)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  const Joint *joint = g_queue_peek_head (&priv->joints);

  return joint ? MIN (left, joint->frame - priv->position.out) : left;
}

static gboolean
is_silent (GstMasterFilter *self, GstBuffer *buffer)
{
  const GstAudioInfo *info = &gst_master_filter_priv (self)->out_info;
  gsize n = gst_master_view_count (info, buffer);
  gboolean silent = TRUE;
  GstMasterMapped mapped;

  if (n == 0)
    return TRUE;
  if (!gst_master_view_map (&mapped, info, buffer, GST_MAP_READ))
    return FALSE;
  for (gint i = 0; silent && i < mapped.view.parts; i++) {
    const guint8 *bytes = mapped.view.data[i];
    silent = bytes[0] == 0 &&
        memcmp (bytes, bytes + 1, n * mapped.view.unit - 1) == 0;
  }
  gst_master_view_unmap (&mapped);
  return silent;
}

void
gst_master_flight_flag_gap (GstMasterFilter *self, GstBuffer *buffer,
    gboolean input_was_gap)
{
  if (input_was_gap && is_silent (self, buffer))
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_GAP);
  else
    GST_BUFFER_FLAG_UNSET (buffer, GST_BUFFER_FLAG_GAP);
}

/* Stamps and flags a buffer that holds the next n frames, and counts them. */
static void
label (GstMasterFilter *self, GstBuffer *buffer, guint64 n, gboolean gap)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  gst_master_position_stamp (&priv->position, buffer, priv->position.out, n);
  priv->position.out += n;
  gst_master_flight_flag_gap (self, buffer, gap);
  GST_BUFFER_FLAG_UNSET (buffer,
      GST_BUFFER_FLAG_DISCONT | GST_BUFFER_FLAG_RESYNC);
  if (priv->discont)
    GST_BUFFER_FLAG_SET (buffer, GST_BUFFER_FLAG_DISCONT);
  priv->discont = FALSE;
}

/* Takes the next n frames off the front of *buffer; of all of them it takes the
 * buffer itself. */
static GstBuffer *
take_piece (GstMasterFilter *self, GstBuffer **buffer, guint64 n)
{
  const GstAudioInfo *info = &gst_master_filter_priv (self)->out_info;
  gint bpf = GST_AUDIO_INFO_BPF (info);
  gsize all = gst_master_view_count (info, *buffer);
  GstBuffer *piece;

  if (n == all)
    return g_steal_pointer (buffer);
  piece = gst_audio_buffer_truncate (gst_buffer_ref (*buffer), bpf, 0, n);
  *buffer = gst_audio_buffer_truncate (*buffer, bpf, n, all - n);
  return piece;
}

/* Leaves out frames of the latency and of holes from the next `left` frames,
 * and returns how many. */
static guint64
leave_out (GstMasterFilter *self, guint64 left)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);
  guint64 skip = MIN (priv->position.skip, left);
  guint64 hollow;

  priv->position.skip -= skip;
  if (skip > 0)
    return skip;
  pass_joints (self);
  hollow = MIN (priv->hollow, left);
  priv->hollow -= hollow;
  priv->position.out += hollow;
  return hollow;
}

GstFlowReturn
gst_master_flight_push (GstMasterFilter *self, GstBuffer *buffer, guint64 n,
    gboolean gap)
{
  GstFlowReturn flow = GST_FLOW_OK;

  while (n > 0 && flow == GST_FLOW_OK) {
    guint64 unwanted = leave_out (self, n), wanted = 0;

    if (unwanted > 0) {
      gst_buffer_unref (take_piece (self, &buffer, unwanted));
    } else {
      GstBuffer *piece;
      wanted = next_piece (self, n);
      piece = take_piece (self, &buffer, wanted);
      label (self, piece, wanted, gap);
      flow = gst_pad_push (GST_BASE_TRANSFORM_SRC_PAD (self), piece);
    }
    n -= unwanted + wanted;
  }
  g_clear_pointer (&buffer, gst_buffer_unref);
  return flow;
}

void
gst_master_flight_land (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  priv->position.out = priv->position.in;
  pass_joints (self);
  priv->hollow = 0;
}

void
gst_master_flight_flush (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  for (GList *link = priv->joints.head; link; link = link->next) {
    GstEvent *event = ((Joint *) link->data)->event;
    if (event && GST_EVENT_IS_STICKY (event) &&
        GST_EVENT_TYPE (event) != GST_EVENT_SEGMENT)
      gst_pad_store_sticky_event (GST_BASE_TRANSFORM_SRC_PAD (self), event);
  }
  gst_master_flight_forget (self);
}

void
gst_master_flight_forget (GstMasterFilter *self)
{
  GstMasterFilterPrivate *priv = gst_master_filter_priv (self);

  g_queue_clear_full (&priv->joints, joint_free);
  priv->position.out = priv->position.in;
  priv->hollow = 0;
}
