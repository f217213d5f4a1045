/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterengine.h - a stage at work on the frames of a stream.
 *
 * The engine is the part of GstMasterFilter that knows samples and no
 * timestamps: planes, the conversion to and from them, bypass, denormals, and
 * the rest of a stage that has nothing to do. gst_master_engine_new() allocates
 * everything; the memory does not grow with the stream.
 */
#ifndef GST_MASTER_ENGINE_H
#define GST_MASTER_ENGINE_H

#include "gstmasterview.h"

G_BEGIN_DECLS

/* One call takes no more frames than this. */
#define GST_MASTER_ENGINE_BLOCK 512

typedef struct _GstMasterEngine GstMasterEngine;

/* Makes an engine. `in` is F32 or F64; `out` the same, or an integer format of
 * the same layout for a stage with MST_STAGE_INTEGER_OUT. NULL when memory runs
 * out. */
GstMasterEngine *
gst_master_engine_new (const MstStage *stage, const GstAudioInfo *in,
    const GstAudioInfo *out, const gdouble *values, gboolean bypass);
void gst_master_engine_free (GstMasterEngine *self);

/* Tells whether an engine for these formats would be the same as this one. */
gboolean gst_master_engine_fits (const GstMasterEngine *self,
    const GstAudioInfo *in, const GstAudioInfo *out);

gint gst_master_engine_latency (const GstMasterEngine *self);

/* Tells whether the stage has nothing to do and is left out. */
gboolean gst_master_engine_is_asleep (const GstMasterEngine *self);

/* Returns how many frames a stream that ends here rings on; none in bypass. */
gint gst_master_engine_tail (const GstMasterEngine *self);
void gst_master_engine_set (GstMasterEngine *self, const gdouble *values);

/* Fades over to the delayed input, or back, without a click. What is heard of
 * it when the fade is over has all the bits that it came with. */
void gst_master_engine_set_bypass (GstMasterEngine *self, gboolean bypass);

/* Runs n <= GST_MASTER_ENGINE_BLOCK frames from `in` (NULL: silence) to `out`
 * (NULL for an analyser). `out` may be `in`: a frame is never larger in the
 * output than in the input. */
void gst_master_engine_run (GstMasterEngine *self, const GstMasterView *in,
    const GstMasterView *out, gint n);

/* Makes the engine fresh, with the values as they are. `flush`: the audio goes
 * on elsewhere in the same programme, and a stage may keep its knowledge of it.
 */
void gst_master_engine_reset (GstMasterEngine *self, gboolean flush);

/* Writes the last n <= latency frames that came in, the newest first. */
void gst_master_engine_mirror (const GstMasterEngine *self,
    const GstMasterView *to, gint n);

/* Tells the stage that the stream has ended. */
void gst_master_engine_finish (GstMasterEngine *self);

/* Writes the stage's mst_stage_n_readouts() values. */
void gst_master_engine_read (const GstMasterEngine *self, gdouble *out);

G_END_DECLS

#endif /* GST_MASTER_ENGINE_H */
