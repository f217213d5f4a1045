/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dehum/partials.h - what a sound has about the multiples of the mains.
 *
 * Each channel is brought to about 3 kHz, and each multiple k f of 50 and of
 * 60 Hz to 0 Hz: z(k) is a slow complex number, 25 times a second, which stands
 * still where there is a partial of constant level at exactly k f, and turns
 * where it is beside it. All that follows works on these. What the sound has
 * about 0 Hz itself is kept beside them.
 *
 * A step is the time from one number to the next. The last `steps` of them are
 * kept, the newest at the end.
 */
#ifndef MST_DEHUM_PARTIALS_H
#define MST_DEHUM_PARTIALS_H

#include <stdbool.h>
#include <stdint.h>

#include "dsp/common/repair/mend.h"

#define MST_DEHUM_MOST 20 /* partials */
#define MST_DEHUM_BASES 2
#define MST_DEHUM_HOP 24 /* steps; just under a second */
/** How many steps the newest number is behind the newest frame, at most. */
#define MST_DEHUM_LAG 1

extern const double mst_dehum_bases[MST_DEHUM_BASES]; /* Hz */

typedef struct {
  double rate;
  int channels;
  int step;       /* frames */
  int steps;      /* that are kept */
  int decimation; /* frames to a slow sample */
  int reach;      /* taps of the low-pass: 2 reach + 1 */
  int half;       /* slow samples of a number: 2 half + 1 */
  float *taps;
  float *slow[MST_MAX_CHANNELS]; /* the last `held` slow samples */
  int held;
  int64_t next_slow; /* the index of the next slow sample: its frame is that
                        times the decimation */
  float *window;     /* of a number */
  float *cosines, *sines; /* the window times those, base by base, k by k */
  double *re, *im;        /* base by base, channel by channel, k by k */
  double *rest[MST_MAX_CHANNELS];  /* what is about 0 Hz */
  double *sound[MST_MAX_CHANNELS]; /* 0 where there is silence, and else 1 */
  int64_t end; /* the index of the step behind the last one; its frame is that
                  times `step` */
  int known;   /* of the kept steps, how many are of the sound */
} MstDehumPartials;

/** Fills in the measures; `past` is how many steps are wanted. */
void mst_dehum_partials_init (MstDehumPartials *self, const MstFormat *format,
    int past);
void mst_dehum_partials_lay_out (MstDehumPartials *self, MstArena *arena);
/** Draws the windows, once the memory is there. */
void mst_dehum_partials_prepare (MstDehumPartials *self);
void mst_dehum_partials_reset (MstDehumPartials *self);

/** Frames of a hop, and those before it that take() reads besides. */
int mst_dehum_partials_hop (const MstDehumPartials *self);
int mst_dehum_partials_margin (const MstDehumPartials *self);

/** Takes the last hop of the input, whose end is `frame` frames from the start;
 * writes the next MST_DEHUM_HOP steps. */
void mst_dehum_partials_take (MstDehumPartials *self, const MstMend *mend,
    int64_t frame);

/** The kept steps of partial k (from 0) of a channel: its real numbers; the
 * imaginary ones are as far into `im`. */
static inline int
mst_dehum_partials_at (const MstDehumPartials *self, int base, int channel,
    int k)
{
  return ((base * self->channels + channel) * MST_DEHUM_MOST + k) * self->steps;
}

/** The share of a partial that is `off` Hz from the middle which is left in its
 * numbers. */
double mst_dehum_partials_response (const MstDehumPartials *self, double off);

#endif /* MST_DEHUM_PARTIALS_H */
