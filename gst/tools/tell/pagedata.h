/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * pagedata.h - what the page of a report draws, as JSON.
 *
 *   title, subtitle, made   strings
 *   verdict                 [[whether it is good, text] ...]
 *   story                   [text]: what was done, in sentences
 *   columns                 [text]: names of the values in summary and details
 *   summary, details        [{name, unit, digits, values}]
 *   moves                   [{reason, evidence, setting, rule, result, hz}]
 *   findings                [{severity, text}]
 *   left                    [text]
 *   loudness                {step [s], before, after: [LUFS]}
 *   wave                    {step [s], before, after: the highest samples}
 *   spectrum                {hz, before, after: [dB], intended, last: [dB]
 *                           or not,
 *                           low, high: the profile's 10 and 90 % [dB], name}
 *   bands                   {edges [Hz], before, after: [LU], name,
 *                           profile: quantiles [[10, 25, 75, 90 %]] or not}
 *   stereo                  {edges, before, after: {side [LU], correlation},
 *                           profile}
 *   reduction               {step [s], stages: [{name, values [dB]}]}
 *   peaks                   [{where, time [s], level [dBTP]}]
 *   platforms               [{name, loudness, gain, peak, note}]
 *   snippets                as snippet.h has them
 *
 * Members without anything to show are left out.
 */
#ifndef MASTER_PAGE_DATA_H
#define MASTER_PAGE_DATA_H

#include "result.h"
#include "survey.h"
#include "tools/order/request.h"

gchar *master_page_data (const MasterRequest *request,
    const MasterResult *result, const MasterSurvey *survey, GError **error);

#endif /* MASTER_PAGE_DATA_H */
