/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * pagetable.h - the tables of the page (pagedata.h): figures before and after,
 * the highest peaks, and what the platforms do.
 */
#ifndef MASTER_PAGE_TABLE_H
#define MASTER_PAGE_TABLE_H

#include "result.h"
#include "survey.h"
#include "tools/order/targets.h"

/** Adds the members columns, summary, details, peaks and platforms. */
void master_page_add_tables (JsonObject *root, const MasterTargets *platforms,
    const MasterResult *result, const MasterSurvey *survey);

#endif /* MASTER_PAGE_TABLE_H */
