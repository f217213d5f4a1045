/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * slidemin.h - the least of the last so many values.
 */
#ifndef MST_SLIDEMIN_H
#define MST_SLIDEMIN_H

typedef struct MstSlideMin MstSlideMin;

/** `window` >= 1: how many values, the newest included, are looked at. NULL
 * when memory runs out. */
MstSlideMin *mst_slide_min_new (int window);
void mst_slide_min_free (MstSlideMin *self);

/** Forgets all values: the next output is the next input. */
void mst_slide_min_reset (MstSlideMin *self);

/** out[i] = min (in[i - window + 1] .. in[i]), those before the first not
 * counting. Not for NaN. `in` and `out` may be the same. */
void
mst_slide_min_process (MstSlideMin *self, const float *in, float *out, int n);

#endif /* MST_SLIDEMIN_H */
