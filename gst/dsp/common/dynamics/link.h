/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * link.h - the channels of a dynamics stage together: the groups that share a
 * gain, levels drawn to the loudest, and the greatest change for a display.
 *
 * A change of dynamics.h is never negative.
 */
#ifndef MST_LINK_H
#define MST_LINK_H

#include <stdbool.h>

#include "dsp/common/layout/layout.h"
#include "dsp/stage.h"

/** Which channels share a gain. */
typedef enum {
  MST_LINK_ALL,
  MST_LINK_ZONES,
  MST_LINK_CENTRE_APART,
  MST_N_LINK_GROUPS,
} MstLinkGroups;

extern const MstChoice mst_link_groups[MST_N_LINK_GROUPS];

#define MST_LINK_GROUPS_BLURB                                                  \
  "Channels that share a gain, as far as `link` goes"

typedef struct {
  int channels;
  int groups;
  int group[MST_MAX_CHANNELS]; /* of each channel, from 0 on */
  int first[MST_MAX_CHANNELS]; /* the first channel of each group */
  /* The gain that a group shares follows from the channel too: from all but
   * those of low-frequency effects. */
  bool leads[MST_MAX_CHANNELS];
  MstLayout layout;
} MstLink;

/** Finds the groups. Channels of low-frequency effects follow the fronts; they
 * lead too with `lfe`, or where there is no other channel. */
void mst_link_init (MstLink *self, const MstFormat *format,
    MstLinkGroups groups, bool lfe);

/** Writes the greatest magnitudes of the leading channels of a group. */
void mst_link_hear_group (const MstLink *self, float *x, float *const planes[],
    int group, int n);

/** Writes the magnitudes that count for channel c: its own if it leads, and
 * else the greatest of its group. */
void mst_link_hear (const MstLink *self, float *x, float *const planes[], int c,
    int n);

/** In each group: x[c][i] += link[i] * (the greatest of x[..][i] - x[c][i]); n
 * <= 512 levels [dB] of all channels, link 0 .. 1. */
void mst_link_levels (const MstLink *self, float *const x[], const float *link,
    int n);

/** Turns changes [dB] into gains, in place: 2^(offset +- the change in
 * octaves),
 * + where the change is `up`. The offset is in octaves too. */
void mst_changes_to_gains (float *x, const float *offset, bool up, int n);

/** gain = 1 + mix (gain - 1): the gain of a mix of the untouched input and the
 * input times `gain`. */
void mst_mix_gains (float *gain, const float *mix, int n);

/** The greatest change between two lines of the grid. */
typedef struct {
  float so_far;
  float reading; /* of the last whole stretch */
} MstDeepest;

/** Takes the changes of n frames in `lanes` lanes, beginning `at` frames after
 * a line. */
void
mst_deepest_note (MstDeepest *self, float *const x[], int lanes, int n, int at);

#endif /* MST_LINK_H */
