/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * explain.h - what the assistant did, why, and what came of it, for the
 * terminal.
 */
#ifndef MASTER_EXPLAIN_H
#define MASTER_EXPLAIN_H

#include "result.h"

/** Prints it to the standard output, behind the tables. */
void master_explain_print (const MasterResult *self);

/** Returns what came of one move of a plan, by the analyses before and after:
 * "level-20-148: -9.1 -> -10.2 LU". Returns NULL where it cannot be told. */
gchar *
master_explain_result (const MasterResult *self, const GstStructure *move);

#endif /* MASTER_EXPLAIN_H */
