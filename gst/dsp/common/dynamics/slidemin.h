/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * slidemin.h - the least of the last so many values, for any number of windows.
 */
#ifndef MST_SLIDEMIN_H
#define MST_SLIDEMIN_H

/** How many values are taken at a time. */
#define MST_SLIDE_MIN_BLOCK 256

typedef struct MstSlideMin MstSlideMin;

/** `longest` >= 1: of how many values, the newest included, the least will be
 * asked for. NULL when memory runs out. */
MstSlideMin *mst_slide_min_new (int longest);
void mst_slide_min_free (MstSlideMin *self);

/** What `from`, which was made alike, has seen. */
void mst_slide_min_copy (MstSlideMin *self, const MstSlideMin *from);

/** Forgets all values. */
void mst_slide_min_reset (MstSlideMin *self);

/** Takes the next n <= MST_SLIDE_MIN_BLOCK values, none negative, none NaN. */
void mst_slide_min_push (MstSlideMin *self, const float *in, int n);

/** out[i] = the least of the `window` <= longest values up to in[i] of the last
 * push, which had the same n; those before the first not counting. */
void
mst_slide_min_read (const MstSlideMin *self, int window, float *out, int n);

#endif /* MST_SLIDEMIN_H */
