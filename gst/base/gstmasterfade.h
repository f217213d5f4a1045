/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterfade.h - the fade of a bypass between what was processed (wet) and
 * what came in (dry).
 *
 * The fade takes 20 ms from the one to the other. Where it is over, one of the
 * two is passed on as it is, to the bit.
 */
#ifndef GST_MASTER_FADE_H
#define GST_MASTER_FADE_H

#include "gstmasterview.h"

G_BEGIN_DECLS

typedef struct {
  gfloat value; /* 0: wet; 1: dry */
  gfloat target;
  gfloat step; /* a frame */
} GstMasterFade;

/* Starts at `dry`. */
void gst_master_fade_init (GstMasterFade *self, gdouble rate, gboolean dry);

/* Fades to `dry` from the next frame on. */
void gst_master_fade_set (GstMasterFade *self, gboolean dry);

/* Jumps to where it was set to go. */
void gst_master_fade_snap (GstMasterFade *self);

/* Tells whether the dry signal is in the next frame. */
static inline gboolean
gst_master_fade_is_heard (const GstMasterFade *self)
{
  return self->target > 0.0f || self->value > 0.0f;
}

/* Lets n frames pass. Writes the values of those that fade to `ramp` and
 * returns how many they are; the rest stand at the target. */
gint gst_master_fade_advance (GstMasterFade *self, gfloat *ramp, gint n);

/* The same, and mixes n frames of the planes `dry` into `wet`. */
void gst_master_fade_mix (GstMasterFade *self, gfloat *const wet[],
    gfloat *const dry[], gint channels, gfloat *ramp, gint n);

/* The same for frames of 64 bits: mixes n of `dry` into `wet`. */
void gst_master_fade_mix_wide (GstMasterFade *self, const GstMasterView *wet,
    const GstMasterView *dry, gfloat *ramp, gint n);

G_END_DECLS

#endif /* GST_MASTER_FADE_H */
