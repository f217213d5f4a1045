/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mp4box.h - boxes of an MP4 while they are made: one is begun, filled and
 * ended. pass/boxes.h reads them.
 */
#ifndef MASTER_MP4BOX_H
#define MASTER_MP4BOX_H

#include <glib.h>

/** Puts n bytes of a number, the highest first. */
void master_mp4_put_be (GByteArray *out, guint64 value, guint n);

/** Begins a box of that name; returns what ends it. */
guint master_mp4_begin (GByteArray *out, const gchar *name);

void master_mp4_end (GByteArray *out, guint begun);

#endif /* MASTER_MP4BOX_H */
