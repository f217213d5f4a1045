/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * pagechart.h - what the page (pagedata.h) draws: loudness and gain reduction
 * over time, waveforms, spectrum, bands and stereo field.
 */
#ifndef MASTER_PAGE_CHART_H
#define MASTER_PAGE_CHART_H

#include "result.h"
#include "survey.h"

/** Adds the members loudness, reduction, wave, spectrum, bands and stereo. */
void master_page_add_charts (JsonObject *root, const MasterResult *result,
    const MasterSurvey *survey);

#endif /* MASTER_PAGE_CHART_H */
