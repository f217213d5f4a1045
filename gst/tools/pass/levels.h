/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * levels.h - how loud each channel is, and a checksum of all samples, so that
 * what comes of a sound can be laid beside what went in.
 */
#ifndef MASTER_LEVELS_H
#define MASTER_LEVELS_H

#include <gst/gst.h>

/** As many channels as lossy files have. */
#define MASTER_LEVELS 8

/** Listens to the float32 that goes into `element`. */
void master_levels_listen (GstElement *element);

/** The level of each of the first channels over the whole [dBFS], -INFINITY
 * where there is nothing; and the checksum of all channels. Where nobody
 * listened, these are -INFINITY and 0. */
void master_levels_read (GstElement *element, gdouble levels[MASTER_LEVELS],
    guint64 *checksum);

#endif /* MASTER_LEVELS_H */
