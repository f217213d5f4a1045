/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterreporter.h - a filter that can post what it reads.
 *
 * With `post-messages` there is an element message every `interval` of the
 * stream and at its end. It is named as the element is ("mastermeter") and has
 *
 *  - GstClockTime `timestamp`, `stream-time`, `running-time`, `duration`,
 *    `endtime`: the stretch since the last message, as `level` has them;
 *  - a gdouble for each readout of the stage;
 *  - a GST_TYPE_ARRAY of gdouble for each readout of the bands, with a value
 *    for each band in use;
 *  - the same for each array of the stage.
 *
 * A subclass calls gst_master_reporter_class_set_stage() in its class_init.
 */
#ifndef GST_MASTER_REPORTER_H
#define GST_MASTER_REPORTER_H

#include "gstmasterfilter.h"

G_BEGIN_DECLS

#define GST_TYPE_MASTER_REPORTER (gst_master_reporter_get_type ())
G_DECLARE_DERIVABLE_TYPE (GstMasterReporter, gst_master_reporter, GST,
    MASTER_REPORTER, GstMasterFilter)

struct _GstMasterReporterClass {
  GstMasterFilterClass parent_class;
};

/* Calls gst_master_filter_class_set_stage(), and installs the properties of the
 * messages. */
void gst_master_reporter_class_set_stage (GstMasterReporterClass *klass,
    const MstStage *stage);

/* These are as those of GstMasterFilter, for a subclass with more properties.
 */
guint gst_master_reporter_first_property (GstMasterReporterClass *klass);
void gst_master_reporter_set_property (GObject *object, guint id,
    const GValue *value, GParamSpec *pspec);
void gst_master_reporter_get_property (GObject *object, guint id, GValue *value,
    GParamSpec *pspec);

G_END_DECLS

#endif /* GST_MASTER_REPORTER_H */
