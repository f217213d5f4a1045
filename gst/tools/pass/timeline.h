/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * timeline.h - an element that makes sound as long as it has to be.
 *
 * It takes interleaved samples, float or signed, and passes on the same with
 * its frames counted from 0 and its times counted from there. It leaves out
 * what a codec put before the first frame and behind the last one, fills a late
 * start and holes between buffers with silence, and refuses sound that changes
 * its format.
 *
 * After a seek it passes on what comes, at the times at which it comes.
 */
#ifndef MASTER_TIMELINE_H
#define MASTER_TIMELINE_H

#include <gst/gst.h>

#define MASTER_TYPE_TIMELINE (master_timeline_get_type ())
G_DECLARE_FINAL_TYPE (MasterTimeline, master_timeline, MASTER, TIMELINE,
    GstElement)

/** A new element, floating, that changes nothing yet but fills holes. */
GstElement *master_timeline_new (void);

/** Leaves out the first `skip` frames, which count at `rate` [Hz]. */
void master_timeline_set_skip (MasterTimeline *self, guint64 skip, gint rate);

/** Ends after `frames`, which count at `rate` [Hz], and where fewer come, by
 * up to a tenth of a second, adds silence. Thread-safe. */
void
master_timeline_set_length (MasterTimeline *self, guint64 frames, gint rate);

/** The number of frames that were passed on. */
guint64 master_timeline_count (MasterTimeline *self);

/** The rate of what passes [Hz]; 0 before anything came. */
gint master_timeline_rate (MasterTimeline *self);

/** The silence that was filled in [s]: before the first sound, and in holes,
 * the first of which is at `first_hole` [s]. */
typedef struct {
  gdouble late, holes, first_hole;
} MasterFilling;

MasterFilling master_timeline_filling (MasterTimeline *self);

/** The highest sample of float sound [dBFS] and its time [s]; and how many are
 * beyond what the stages take for sound, the first of them at `first_beyond`
 * [s]. */
typedef struct {
  gdouble level, at;
  guint64 beyond;
  gdouble first_beyond;
} MasterHighest;

MasterHighest master_timeline_highest (MasterTimeline *self);

#endif /* MASTER_TIMELINE_H */
