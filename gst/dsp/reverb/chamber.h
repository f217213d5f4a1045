/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reverb/chamber.h - the reverberation of two channels, left and right, or of
 * one: a room, what is sent into it, and what is heard of it.
 */
#ifndef MST_REVERB_CHAMBER_H
#define MST_REVERB_CHAMBER_H

#include <stdbool.h>

#include "table.h"

typedef struct MstChamber MstChamber;

/** `values` are those of the stage; 1 or 2 channels. NULL when memory runs out.
 */
MstChamber *mst_chamber_new (double rate, int channels, const double *values);
void mst_chamber_free (MstChamber *self);

/** As the functions of a stage. The frames must be finite. */
void mst_chamber_set (MstChamber *self, const double *values);
void mst_chamber_reset (MstChamber *self);
int mst_chamber_tail (const MstChamber *self);
void mst_chamber_process (MstChamber *self, float *const planes[], int n);
bool mst_chamber_is_idle (const MstChamber *self);
void mst_chamber_skip (MstChamber *self, uint64_t frames);

#endif /* MST_REVERB_CHAMBER_H */
