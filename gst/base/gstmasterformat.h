/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterformat.h - a stage's format from that of the caps, and the caps of
 * pads.
 */
#ifndef GST_MASTER_FORMAT_H
#define GST_MASTER_FORMAT_H

#include <gst/audio/audio.h>

#include "dsp/stage.h"

G_BEGIN_DECLS

/* Fills in the rate, the channels with their roles, and the largest block that
 * a stage will see; `bits` is 0. */
void gst_master_format_init (MstFormat *self, const GstAudioInfo *info,
    gint max_block);

/* Makes the caps of a pad that takes these formats, "F32LE" or a list in
 * braces, in either layout. */
GstCaps *gst_master_format_new_caps (const gchar *formats);

/* The formats of a pad with floats: the first is what is converted to where all
 * are the same to the other end. */
#define GST_MASTER_FORMAT_FLOATS                                               \
  "{ " GST_AUDIO_NE (F32) ", " GST_AUDIO_NE (F64) " }"

G_END_DECLS

#endif /* GST_MASTER_FORMAT_H */
