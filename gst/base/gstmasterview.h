/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterview.h - where the samples of some frames are.
 *
 * Streams have samples of 32 or 64 bits, interleaved or in a plane for each
 * channel. In parts, both are alike: interleaved frames are one part of a frame
 * each unit, planes are as many parts as there are channels, of a sample each
 * unit. Stages have planes of floats; 64 bits are rounded on the way in. A
 * sample that is only passed on keeps all of its bits.
 */
#ifndef GST_MASTER_VIEW_H
#define GST_MASTER_VIEW_H

#include <gst/audio/audio.h>

#include "dsp/stage.h"

G_BEGIN_DECLS

typedef struct {
  gint channels;
  gint width;                     /* bytes of a sample */
  gint parts;                     /* 1, or as many as channels */
  gint unit;                      /* bytes of a frame in a part */
  guint8 *data[MST_MAX_CHANNELS]; /* where each part begins; any alignment */
} GstMasterView;

/* Makes a view of such frames, without any. */
void gst_master_view_init (GstMasterView *self, const GstAudioInfo *info);

/* Returns the bytes of a frame in all parts. */
static inline gsize
gst_master_view_frame_bytes (const GstMasterView *self)
{
  return (gsize) self->parts * self->unit;
}

/* Lets the parts lie in `memory`, one after the other, n frames each. */
void gst_master_view_place (GstMasterView *self, guint8 *memory, gsize n);

/* Begins n frames later. */
void gst_master_view_advance (GstMasterView *self, gsize n);

/* Returns the view that begins n frames later. */
static inline GstMasterView
gst_master_view_from (const GstMasterView *self, gsize n)
{
  GstMasterView view = *self;

  gst_master_view_advance (&view, n);
  return view;
}

/* Copies n frames between views of one format and layout; NULL: silence. */
void gst_master_view_copy (const GstMasterView *to, const GstMasterView *from,
    gsize n);

/* Loads n frames into planes, from frame `at` of them on; NULL: silence. Of 64
 * bits, the nearest floats are loaded, and 0 for what is not a sample
 * (mst_sanitize()). */
void gst_master_view_load (const GstMasterView *self, gfloat *const planes[],
    gint channels, gint at, gint n);

/* Stores n frames of planes. */
void gst_master_view_store (const GstMasterView *self, gfloat *const planes[],
    gint n);

/* The same for samples of 64 bits. One that is the float next to that of
 * `input` is one that the stage has left alone: then all bits of the input are
 * stored.
 */
void gst_master_view_store_beside (const GstMasterView *self,
    gfloat *const planes[], const GstMasterView *input, gint n);

/* Sets what is not a sample to 0, of samples of 64 bits, or of aligned ones of
 * 32; see gst_master_view_is_aligned(). */
void gst_master_view_sanitize (const GstMasterView *self, gint n);
gboolean gst_master_view_is_aligned (const GstMasterView *self);

/* A sample of 64 bits. */
gdouble gst_master_view_get (const GstMasterView *self, gint channel, gint i);
void gst_master_view_put (const GstMasterView *self, gint channel, gint i,
    gdouble sample);

/* --- buffers */

typedef struct {
  GstMasterView view;
  GstBuffer *buffer;
  gboolean planar;
  GstAudioBuffer planes;
  GstMapInfo map;
} GstMasterMapped;

/* Returns how many frames a buffer holds. */
guint64 gst_master_view_count (const GstAudioInfo *info, GstBuffer *buffer);

/* Tells whether the buffer is laid out as `info` says: planes need a
 * GstAudioMeta. */
gboolean gst_master_view_fits (const GstAudioInfo *info, GstBuffer *buffer);

gboolean gst_master_view_map (GstMasterMapped *self, const GstAudioInfo *info,
    GstBuffer *buffer, GstMapFlags flags);
void gst_master_view_unmap (GstMasterMapped *self);

/* Makes a buffer of n frames. */
GstBuffer *gst_master_view_new_buffer (const GstAudioInfo *info, gsize n);

/* Tells the buffer, which is writable, that it holds n frames of another
 * format, each where the first bytes of the old ones were. */
void
gst_master_view_relabel (const GstAudioInfo *info, GstBuffer *buffer, gsize n);

G_END_DECLS

#endif /* GST_MASTER_VIEW_H */
