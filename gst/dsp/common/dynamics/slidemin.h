/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * slidemin.h - the least of the last so many values, for any number of windows.
 */
#ifndef MST_SLIDEMIN_H
#define MST_SLIDEMIN_H

/** The most values that a call takes. */
#define MST_SLIDE_MIN_BLOCK 256

typedef struct MstSlideMin MstSlideMin;

/** No window will be longer than `longest` >= 1 values, the newest included.
 * NULL when memory runs out. */
MstSlideMin *mst_slide_min_new (int longest);
void mst_slide_min_free (MstSlideMin *self);

/** Takes over the state of `from`, which was made alike. */
void mst_slide_min_copy (MstSlideMin *self, const MstSlideMin *from);

/** Forgets all values. */
void mst_slide_min_reset (MstSlideMin *self);

/** Takes the next n <= MST_SLIDE_MIN_BLOCK values, none negative, none NaN. */
void mst_slide_min_push (MstSlideMin *self, const float *in, int n);

/** out[i] = the least of the `window` <= longest values up to in[i] of the last
 * push, which had the same n. Before the first value there is nothing that
 * counts. */
void
mst_slide_min_read (const MstSlideMin *self, int window, float *out, int n);

#endif /* MST_SLIDEMIN_H */
