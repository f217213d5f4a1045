/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * job.h - the whole job: measure once, make each master, put all in place.
 */
#ifndef MASTER_JOB_H
#define MASTER_JOB_H

#include "tools/order/options.h"

/** Does what the options say. */
gboolean master_job_run (const MasterOptions *options, GError **error);

#endif /* MASTER_JOB_H */
