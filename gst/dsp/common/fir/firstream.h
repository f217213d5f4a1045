/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * firstream.h - a stage that is one long FIR filter, or nothing.
 *
 * A convolver (convolver.h) and, beside it, the input delayed by as much: where
 * the filter would be the identity the delayed input is passed on to the bit,
 * and the convolver rests. Between the two, as between one filter and the next,
 * it fades. All this happens on the lines between blocks, counted from the
 * start, and so does not depend on how the stream is cut.
 *
 * Channels for low-frequency effects may be only delayed.
 */
#ifndef MST_FIRSTREAM_H
#define MST_FIRSTREAM_H

#include <stdbool.h>
#include <stdint.h>

#include "convolver.h"
#include "dsp/stage.h"

typedef struct MstFirStream MstFirStream;

/** Filters of `partitions * block` taps. Channels that are not filtered are
 * delayed by `block + centre`, where `centre` is the index of the tap that
 * stands for no delay. Without `with_lfe` channels for low-frequency effects
 * are not filtered. NULL when memory runs out. */
MstFirStream *mst_firstream_new (const MstFormat *format, int block,
    int partitions, int centre, bool with_lfe);
void mst_firstream_free (MstFirStream *self);

/** How many frames later a frame comes out. */
int mst_firstream_latency (const MstFirStream *self);

/** How many pairs of channels pass the matrix of the filters. Each other
 * channel passes `other`, or `ll` where it is the only one that is filtered. */
int mst_firstream_pairs (const MstFirStream *self);

/** Forgets the stream; the filters that were last set are in force at once. */
void mst_firstream_reset (MstFirStream *self);

/** Sets new filters, or NULL for the identity. It may be called before the
 * first frame, where they are in force at once, or from within an MstFirUpdate.
 */
void mst_firstream_set (MstFirStream *self, const MstFilters *filters);

/** Called on a line between two blocks where new filters may be set. */
typedef void (*MstFirUpdate) (void *user);

/** Runs n finite frames in place. */
void mst_firstream_process (MstFirStream *self, float *const planes[], int n,
    MstFirUpdate update, void *user);

/** True if it only delays, until new filters are set. skip() stands for
 * process() of so many frames meanwhile, all but those in the delay. */
bool mst_firstream_is_idle (const MstFirStream *self);
void mst_firstream_skip (MstFirStream *self, uint64_t frames);

#endif /* MST_FIRSTREAM_H */
