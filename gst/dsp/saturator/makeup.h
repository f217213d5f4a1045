/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * saturator/makeup.h - the gain after the curves: the product of the one that
 * is set and the one that keeps the loudness (auto-gain).
 */
#ifndef MST_SATURATOR_MAKEUP_H
#define MST_SATURATOR_MAKEUP_H

#include "dsp/common/measure/loudmatch.h"
#include "dsp/common/time/ramp.h"
#include "dsp/common/time/span.h"

typedef struct {
  int channels;
  double share;
  bool keeps; /* the loudness is to be kept */
  MstSmooth set_db, auto_db;
  double gain;  /* linear, where the ramp arrives */
  MstRamp ramp; /* linear */
  MstLoudMatch *loudness;
} MstSaturatorMakeup;

/** False when memory runs out. */
bool
mst_saturator_makeup_init (MstSaturatorMakeup *self, const MstFormat *format);
void mst_saturator_makeup_clear (MstSaturatorMakeup *self);

/** Goes to this gain [dB]; `keeps` the loudness, too. */
void
mst_saturator_makeup_set (MstSaturatorMakeup *self, double gain, bool keeps);

/** Jumps there, without history. */
void mst_saturator_makeup_reset (MstSaturatorMakeup *self);

/** The same, but the gain that keeps the loudness stays. */
void mst_saturator_makeup_flush (MstSaturatorMakeup *self);

/** Forgets the loudness of what came before. */
void mst_saturator_makeup_forget (MstSaturatorMakeup *self);

/** True if the gain neither glides nor is about to. `working`: the curves are
 * at work, so that there is a loudness to keep. */
bool
mst_saturator_makeup_is_constant (const MstSaturatorMakeup *self, bool working);

/** Multiplies a span, which may pass lines, by the gain. `dry` is the sound
 * before the curves, as late as the span. */
void mst_saturator_makeup_run (MstSaturatorMakeup *self, const MstSpan *whole,
    float *const dry[], bool working);

#endif /* MST_SATURATOR_MAKEUP_H */
