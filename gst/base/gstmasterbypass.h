/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gstmasterbypass.h - the way around a row of elements.
 *
 * Two elements, the head before the row and the tail behind it. The head keeps
 * what came in until the tail has seen it come out: mastering filters give as
 * many frames as they take, in the same order, so that the first frame kept
 * always is the first one out, however late. The tail lets the one or the other
 * through, and fades between them within 20 ms. What is not bypassed it does
 * not touch.
 *
 * To be compared, both have to be as loud. The loudness of both is measured
 * (ITU-R BS.1770), and what went around gets the gain that makes it as loud as
 * what went through, at most 24 dB either way. No peak of it is raised over
 * full scale by that: the gain stays below what the highest peak so far allows,
 * and a higher one is held at full scale until the gain has come down.
 */
#ifndef GST_MASTER_BYPASS_H
#define GST_MASTER_BYPASS_H

#include "gstmasterfilter.h"

G_BEGIN_DECLS

/* Makes a pair. */
void gst_master_bypass_new (GstElement **head, GstElement **tail);

/* Before the start: `filter` stands in the row, and is made anew behind the
 * fade where a parameter is set that it reads at its start. */
void gst_master_bypass_guard (GstElement *tail, GstMasterFilter *filter);

/* Switches the bypass, from any thread. `match`: with the gain. */
void gst_master_bypass_set (GstElement *tail, gboolean bypass, gboolean match);

G_END_DECLS

#endif /* GST_MASTER_BYPASS_H */
