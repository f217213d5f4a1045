/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * wavmask.h - the layout that the mask of a WAV tells, and that of GStreamer.
 *
 * Either stores channels in the order of its bits, and numbers them otherwise
 * from the sides on. Layouts that the two would store in another order, as with
 * a top front centre, have no mask here.
 */
#ifndef MASTER_WAVMASK_H
#define MASTER_WAVMASK_H

#include <glib.h>

/** WAV's mask of GStreamer's, or 0. */
guint32 master_wav_mask (guint64 mask);

/** GStreamer's mask of WAV's, or 0. */
guint64 master_wav_layout (guint64 mask);

#endif /* MASTER_WAVMASK_H */
