/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * deliver.h - the places that a job writes to: the output, the report, and the
 * standard output.
 */
#ifndef MASTER_DELIVER_H
#define MASTER_DELIVER_H

#include "output.h"
#include "report.h"
#include "run.h"

typedef struct {
  const MasterOptions *options;
  MasterOutput output;
  MasterOutput json;
  gboolean open;
  gboolean told; /* the report is on the standard output */
} MasterDelivery;

/** Makes sure of the places that the options name before any work is done. */
gboolean master_delivery_open (MasterDelivery *self,
    const MasterOptions *options, GError **error);

/** Tells the report and puts all files in place, the output last: where this
 * fails, there is no new output. */
gboolean master_delivery_finish (MasterDelivery *self,
    const MasterReport *report, MasterRunner *runner, GError **error);

/** Instead of the above: a report of a job that failed, if one is wanted. The
 * user's own doing (a wrong command line, an interrupt) is not reported. */
void master_delivery_fail (MasterDelivery *self, MasterReport *report,
    const GError *why);

void master_delivery_clear (MasterDelivery *self);

#endif /* MASTER_DELIVER_H */
