/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * envelope.h - how loud a sound is from moment to moment.
 */
#ifndef MASTER_ENVELOPE_H
#define MASTER_ENVELOPE_H

#include <gst/gst.h>

/** Listens to the float32 that goes into `element`, and appends to `levels`, an
 * array of gfloat, the level of each block of `seconds`: the RMS of its loudest
 * channel [dBFS], -INFINITY for digital silence. What is left at the end is a
 * shorter block. */
void
master_envelope_listen (GstElement *element, gdouble seconds, GArray *levels);

#endif /* MASTER_ENVELOPE_H */
