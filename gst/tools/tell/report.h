/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * report.h - what was found and done: tables for people.
 */
#ifndef MASTER_REPORT_H
#define MASTER_REPORT_H

#include "result.h"
#include "tools/order/request.h"

/** Prints the tables of one song, of which `n` masters were asked for, to the
 * standard output. */
void master_report_print (const MasterRequest *requests,
    const MasterResult *results, guint n);

#endif /* MASTER_REPORT_H */
