/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * layout.h - which channels belong together, by the places that the format
 * gives them.
 *
 * A left and a right channel of one row are a pair: they have a middle and a
 * side. All others are lone. Groups are zones of the room, which a stage may
 * treat each by itself.
 */
#ifndef MST_LAYOUT_H
#define MST_LAYOUT_H

#include <stdbool.h>

#include "dsp/stage.h"

typedef enum {
  MST_GROUP_FRONTS, /* and what has no known place */
  MST_GROUP_CENTRE,
  MST_GROUP_SURROUNDS, /* sides and rear */
  MST_GROUP_TOPS,
  MST_GROUP_LFE,
  MST_N_GROUPS,
} MstGroup;

/** The channels, those of pairs first: left, right, left, right, ... */
typedef struct {
  int channels;
  int pairs;
  int order[MST_MAX_CHANNELS];
} MstLayout;

/** The place of channel c: two channels of unknown places are left and right.
 */
MstPlace mst_layout_place (const MstFormat *format, int c);

/** The zone of channel c. */
MstGroup mst_layout_group (const MstFormat *format, int c);

/** True for a channel of low-frequency effects. */
static inline bool
mst_layout_is_lfe (const MstFormat *format, int c)
{
  return format->places[c].row == MST_ROW_LFE;
}

/** Finds the pairs. */
void mst_layout_find (MstLayout *self, const MstFormat *format);

/** How many lone channels there are; they stand in the order from 2 pairs on.
 */
static inline int
mst_layout_lone (const MstLayout *self)
{
  return self->channels - 2 * self->pairs;
}

/** The left channel of pair p, or, from `pairs` on, the first of two lone ones
 * that have nothing in common; the other is one further in the order. */
static inline const int *
mst_layout_pair (const MstLayout *self, int p)
{
  return self->order + 2 * p;
}

/** Puts the planes into the order. */
void
mst_layout_sort (const MstLayout *self, float *const planes[], float *sorted[]);

#endif /* MST_LAYOUT_H */
