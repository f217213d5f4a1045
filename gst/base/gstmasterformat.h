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

/* Fills in the rate, the channels with their places, and the largest block that
 * a stage will see; `bits` is 0. Here alone a position of GStreamer becomes a
 * place. */
void gst_master_format_init (MstFormat *self, const GstAudioInfo *info,
    gint max_block);

/* Make the caps of pads that take or give floats, rather of 32 bits than of 64,
 * or integers, in either layout. */
GstCaps *gst_master_format_new_float_caps (void);
GstCaps *gst_master_format_new_integer_caps (void);

G_END_DECLS

#endif /* GST_MASTER_FORMAT_H */
