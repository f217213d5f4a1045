/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * verdict.h - what came of a master, in a few words, for the terminal.
 */
#ifndef MASTER_VERDICT_H
#define MASTER_VERDICT_H

#include "result.h"
#include "tools/order/request.h"

/** The verdict: one sentence about the loudness and the peaks, where the goal
 * was lowered the one that says so first. To be freed. */
gchar *
master_verdict_new (const MasterRequest *request, const MasterResult *result);

/** Prints it, in green where the goal is reached and in yellow where it is not,
 * on a terminal that wants colours (https://no-color.org). */
void
master_verdict_print (const MasterRequest *request, const MasterResult *result);

#endif /* MASTER_VERDICT_H */
