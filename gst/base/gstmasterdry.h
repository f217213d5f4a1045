/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterdry.h - what goes around a row of elements, beside what went
 * through.
 *
 * The part of gstmasterbypass.h that knows samples and no elements: frames wait
 * in a queue until as many have come out of the row; both are measured; the one
 * fades to the other. What it does to a frame does not depend on how the stream
 * is cut.
 */
#ifndef GST_MASTER_DRY_H
#define GST_MASTER_DRY_H

#include "gstmasterview.h"

G_BEGIN_DECLS

typedef struct _GstMasterDry GstMasterDry;

GstMasterDry *gst_master_dry_new (void);
void gst_master_dry_free (GstMasterDry *self);

/* Takes the format of the frames to come; those that wait are kept. FALSE when
 * memory runs out. */
gboolean
gst_master_dry_set_format (GstMasterDry *self, const GstAudioInfo *info);

/* Chooses, from any thread: with `around`, frames that waited are heard, with
 * `match` as loud as those that come through. */
void gst_master_dry_set (GstMasterDry *self, gboolean around, gboolean match);

/* Streaming thread. From hush() to unhush(), which may be nested, what waited
 * is to be heard, and after it until the frames have come out that are in the
 * row by then. Hushed means that the fade is over. An element that stops may
 * unhush() from the thread that stops it. */
void gst_master_dry_hush (GstMasterDry *self);
gboolean gst_master_dry_is_hushed (const GstMasterDry *self);
void gst_master_dry_unhush (GstMasterDry *self);

/* Forgets the frames that wait, and the loudness. */
void gst_master_dry_forget (GstMasterDry *self);

/* Takes n frames that go into the row. */
void
gst_master_dry_push (GstMasterDry *self, const GstMasterView *in, guint64 n);

/* Returns how many frames there are to the next line of the grid, where
 * automation is looked at. */
guint64 gst_master_dry_left (const GstMasterDry *self);

/* Forgets the audio and what waits, and keeps the loudness of both. */
void gst_master_dry_flush (GstMasterDry *self);

/* Tells whether the next frames will be changed; asked once before each run().
 */
gboolean gst_master_dry_is_heard (GstMasterDry *self);

/* Runs n frames that have come out of the row, and changes them where they are
 * `heard`. */
void gst_master_dry_run (GstMasterDry *self, const GstMasterView *frames,
    gboolean heard, guint64 n);

G_END_DECLS

#endif /* GST_MASTER_DRY_H */
