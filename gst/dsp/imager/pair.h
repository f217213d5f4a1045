/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * imager/pair.h - the image of one pair of channels, left and right.
 */
#ifndef MST_IMAGER_PAIR_H
#define MST_IMAGER_PAIR_H

#include "table.h"

typedef struct MstImagerPair MstImagerPair;

/** `values` are those of the stage. NULL when memory runs out. */
MstImagerPair *mst_imager_pair_new (double rate, const double *values);
void mst_imager_pair_free (MstImagerPair *self);

/** As the functions of a stage. The frames must be finite. */
void mst_imager_pair_set (MstImagerPair *self, const double *values);
void mst_imager_pair_reset (MstImagerPair *self);
int mst_imager_pair_latency (const MstImagerPair *self);
void
mst_imager_pair_process (MstImagerPair *self, float *const planes[2], int n);
void mst_imager_pair_read (const MstImagerPair *self, double *out);

#endif /* MST_IMAGER_PAIR_H */
