/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * mend.h - the frame of every stage that repairs.
 *
 * It keeps the input and, beside it, the same frames repaired. On lines of a
 * hop the stage is called: it looks at the last `past` frames of the input and
 * writes into the repaired ones, where it found something. Some time later both
 * leave together:
 *
 *   y = x + amount (repaired - x)      and, with `listen`, x - y
 *
 * so that what is not repaired leaves with the bits that it came with, and what
 * is removed can be heard exactly. With an amount of 0 the stage is not called
 * and rests.
 */
#ifndef MST_MEND_H
#define MST_MEND_H

#include "dsp/common/time/arena.h"
#include "dsp/common/time/history.h"
#include "dsp/common/time/ramp.h"
#include "dsp/stage.h"

/** Values of `listen`, and indices into mst_listens. */
enum {
  MST_LISTEN_OUT,
  MST_LISTEN_REMOVED,
  MST_N_LISTENS,
};
extern const MstChoice mst_listens[MST_N_LISTENS];

/** The two rows that all stages which repair have, for the tables. */
#define MST_MEND_AMOUNT_ROW                                                    \
  {                                                                            \
    "amount", "", 0.0, 1.0, 0.0, MST_KIND_DOUBLE,                              \
        .blurb = "Share of the repair that is made; 0 is neutral"              \
  }
#define MST_MEND_LISTEN_ROW                                                    \
  {                                                                            \
    "listen", "", 0.0, MST_N_LISTENS - 1, MST_LISTEN_OUT, MST_KIND_ENUM,       \
        .choices = mst_listens,                                                \
        .blurb = "Hear the repaired sound, or exactly what the repair removes" \
  }
/** The readout that all of them have. */
#define MST_MEND_REMOVED_ROW                                                   \
  {                                                                            \
    "removed-level", "dBFS", -200.0, 200.0, -200.0, MST_KIND_DOUBLE,           \
        .blurb = "Level (rms) of what was removed, since the start"            \
  }

typedef struct {
  /* On a line of the hop: repairs. All frames up to the next one are known, and
   * those that are late by more than latency - hop are about to leave. */
  void (*work) (void *stage);
  /* Forgets the sound: the stage rests, or starts anew. */
  void (*forget) (void *stage);
} MstMendCalls;

typedef struct {
  const MstMendCalls *calls;
  void *stage;
  int channels;
  int hop;     /* frames, a multiple of MST_GRID */
  int latency; /* frames */
  int past;    /* frames of the input that work() may look at, >= latency */

  MstGrid grid;
  double share;             /* of a step of smoothing */
  MstSmooth amount, listen; /* listen: 0 out, 1 removed */
  MstRamp amount_ramp, listen_ramp;
  bool on;                          /* work() is called */
  int warming;                      /* frames until the past is known */
  double removed[MST_MAX_CHANNELS]; /* sums of squares since the start */
  double frames;                    /* since the start */
  MstHistory in[MST_MAX_CHANNELS], mended[MST_MAX_CHANNELS];
} MstMend;

/** Fills in everything but the memory. */
void mst_mend_init (MstMend *self, const MstFormat *format, int hop,
    int latency, int past, const MstMendCalls *calls, void *stage);
void mst_mend_lay_out (MstMend *self, MstArena *arena);
/** Takes values; they glide there. */
void mst_mend_set (MstMend *self, double amount, double listen);
/** As new; it calls forget(). */
void mst_mend_reset (MstMend *self);
void mst_mend_process (MstMend *self, float *const planes[], int n);
/** As the functions of MstStage say. */
int mst_mend_idle (const MstMend *self);
void mst_mend_skip (MstMend *self, uint64_t frames);

/** The level [dBFS] of what was removed since the start; -200 for nothing. */
double mst_mend_removed_level (const MstMend *self);

/** The last n <= past frames of the input of a channel. */
static inline const float *
mst_mend_input (const MstMend *self, int channel, int n)
{
  return mst_history_last (&self->in[channel], n);
}

/** The same of the repaired ones, which work() may write; those that are late
 * by more than the latency have left. */
static inline float *
mst_mend_output (const MstMend *self, int channel, int n)
{
  return mst_history_last (&self->mended[channel], n);
}

#endif /* MST_MEND_H */
