/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * array.h - GStreamer's arrays of values, filled one by one.
 */
#ifndef MASTER_ARRAY_H
#define MASTER_ARRAY_H

#include <gst/gst.h>

/** An empty array in `self`, which is G_VALUE_INIT. */
void master_array_init (GValue *self);

void master_array_add_double (GValue *self, gdouble number);
void master_array_add_float (GValue *self, gfloat number);

/** Copies the structure. */
void master_array_add_structure (GValue *self, const GstStructure *structure);

/** Takes another array. */
void master_array_add_array (GValue *self, GValue *array);

#endif /* MASTER_ARRAY_H */
