/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterfilter.h - the one base class of all mastering elements.
 *
 * It drives a dsp stage (dsp/stage.h) and owns, once for all of them: caps,
 * the conversion between buffers and planes of floats, the properties and
 * bands that the stage's tables name, automation, bypass, presets, and all
 * that has to do with time: latency, the trimming of the first frames and the
 * draining of the last, timestamps, discontinuities, gaps, flushes and changes
 * of caps.
 *
 * Its promise: N frames in are N frames out, each with the timestamp it came
 * with (and, where a stage is set to have a tail, that many more at EOS); the
 * LATENCY query tells how much later it leaves; what comes out does
 * not depend on how the stream is cut into buffers.
 *
 * A subclass needs one call in its class_init:
 *
 *   gst_master_filter_class_set_stage (GST_MASTER_FILTER_CLASS (klass),
 *       &mst_stage_eq);
 */
#ifndef GST_MASTER_FILTER_H
#define GST_MASTER_FILTER_H

#include <gst/audio/gstaudiofilter.h>

#include "dsp/stage.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_FILTER (gst_master_filter_get_type ())
G_DECLARE_DERIVABLE_TYPE (GstMasterFilter, gst_master_filter, GST,
    MASTER_FILTER, GstAudioFilter)

/* The author in the metadata of elements. */
#define GST_MASTER_AUTHORS                                                     \
  "the gst-mastering authors <gst-mastering@example.org>"

/* The default of the property `gap-hold`, in ms. */
#define GST_MASTER_FILTER_GAP_HOLD 1000.0

/**
 * GstMasterFilterClass:
 * @stage: what the elements of this class do
 * @prepare: optional; a stream is about to start. May set properties; may post
 *   an error and return FALSE, then it does not start
 * @frames_until: optional; how many frames after frame @frame (counted from the
 *   start of the stream) @reached is wanted, >= 1
 * @reached: optional; frame @frame has been processed and the readouts are
 *   those of the stream up to it. @pts is its timestamp or NONE
 * @tags: optional; tags have come for the audio that follows; NULL: a stream
 *   starts, of which nothing is known yet. @adjust is called before the next
 *   frame
 * @adjust: optional; the values of the properties are about to become those of
 *   the stage, and may be changed first
 * @finished: optional; a stream that had caps has ended after @frame frames,
 *   nothing is in flight and the readouts are final; EOS goes downstream after
 *   this
 *
 * The optional functions are called without locks, all but @prepare from the
 * streaming thread.
 */
struct _GstMasterFilterClass {
  GstAudioFilterClass parent_class;

  const MstStage *stage;
  /*< private >*/
  GstDebugCategory *category;
  gboolean (*read) (GstMasterFilter *self, const gchar *location);

  /*< public >*/
  gboolean (*prepare) (GstMasterFilter *self);
  guint64 (*frames_until) (GstMasterFilter *self, guint64 frame);
  void (*reached) (GstMasterFilter *self, guint64 frame, GstClockTime pts);
  void (*tags) (GstMasterFilter *self, const GstTagList *tags);
  void (*adjust) (GstMasterFilter *self, gdouble *values);
  void (*finished) (GstMasterFilter *self, guint64 frame, GstClockTime pts);
};

/**
 * gst_master_filter_class_set_stage:
 * @klass: the class of an element
 * @stage: (transfer none): its stage; must outlive the class
 *
 * Gives the class everything that follows from the stage's tables: metadata,
 * pad templates, properties.
 */
void gst_master_filter_class_set_stage (GstMasterFilterClass *klass,
    const MstStage *stage);

/**
 * GstMasterGuard:
 * @ask: the filter is to be made anew, and asks to be unheard
 * @is_granted: nobody hears the filter
 * @done: the filter is made anew, from the next frame on, or need not be
 *
 * Lets a filter that is at work be made anew without being heard. Its functions
 * are called from the streaming thread.
 */
typedef struct {
  void (*ask) (gpointer owner);
  gboolean (*is_granted) (gpointer owner);
  void (*done) (gpointer owner);
} GstMasterGuard;

/**
 * gst_master_filter_set_guard:
 * @guard: must outlive the filter
 * @owner: (transfer none): what the functions of @guard are given
 *
 * To be called before the filter starts. Without a guard, parameters that are
 * read at the start and set later wait for the next start.
 */
void gst_master_filter_set_guard (GstMasterFilter *self,
    const GstMasterGuard *guard, GObject *owner);

/**
 * gst_master_filter_first_property:
 *
 * Returns: the first property id that a subclass with properties of its own
 *   may use. Its set_property and get_property must leave the ids below to
 *   gst_master_filter_set_property() and gst_master_filter_get_property().
 */
guint gst_master_filter_first_property (GstMasterFilterClass *klass);
void gst_master_filter_set_property (GObject *object, guint id,
    const GValue *value, GParamSpec *pspec);
void gst_master_filter_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec);

/**
 * gst_master_filter_get_values:
 * @values: (out caller-allocates): all of the stage's mst_stage_n_values(), as
 *   the properties have them
 *
 * Thread-safe.
 */
void gst_master_filter_get_values (GstMasterFilter *self, gdouble *values);

/**
 * gst_master_filter_get_readouts:
 * @values: (out caller-allocates): the stage's mst_stage_n_readouts() values
 *
 * Thread-safe.
 */
void gst_master_filter_get_readouts (GstMasterFilter *self, gdouble *values);

/**
 * gst_master_filter_restart:
 *
 * Makes the stage forget all before the next frame. Thread-safe. The readouts
 * are those of no audio at once.
 */
void gst_master_filter_restart (GstMasterFilter *self);

G_END_DECLS

#endif /* GST_MASTER_FILTER_H */
