/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * deliver.h - the places that a job writes to: the outputs, the report, and the
 * standard output.
 */
#ifndef MASTER_DELIVER_H
#define MASTER_DELIVER_H

#include "tools/media/output.h"
#include "tools/tell/report.h"
#include "tools/pass/runner.h"

typedef struct {
  const MasterOptions *options;
  MasterOutput *outputs; /* one for each task; without a temporary: none */
  MasterOutput json;
  MasterOutput settings; /* where they are saved */
  MasterOutput page;     /* the report for a browser */
  gboolean open;
  gboolean told; /* the report is on the standard output */
} MasterDelivery;

/** Makes sure of the places that the options name before any work is done. */
gboolean master_delivery_open (MasterDelivery *self,
    const MasterOptions *options, GError **error);

/** Gives up one of several outputs. */
void master_delivery_drop (MasterDelivery *self, guint i);

/** Tells the reports and puts all files in place, the outputs last: where this
 * fails, there is no new output. One of several outputs that finds no place is
 * noted in its report, and does not keep the others from theirs. */
gboolean master_delivery_finish (MasterDelivery *self, MasterReport *reports,
    MasterRunner *runner, GError **error);

/** Instead of the above: a report of a job that failed, if one is wanted. The
 * user's own doing (a wrong command line, an interrupt) is not reported. */
void master_delivery_fail (MasterDelivery *self, MasterReport *reports,
    const GError *why);

void master_delivery_clear (MasterDelivery *self);

#endif /* MASTER_DELIVER_H */
