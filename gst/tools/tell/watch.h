/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * watch.h - the pipeline of a survey: a finished master beside its input.
 *
 *   source ! tee
 *     tee. ! queue ! mastermeter ! fakesink
 *     tee. ! queue ! audiomixer ! masterchain ! mastermeter ! fakesink
 *
 * The mixer has nothing to mix: it cuts the sound into buffers of 10 ms, after
 * each of which the chain is asked how far it turns down.
 */
#ifndef MASTER_WATCH_H
#define MASTER_WATCH_H

#include "survey.h"

/** Runs it, and fills the series, peaks and stages of `survey`, whose step is
 * set and whose arrays are empty. */
gboolean master_watch (MasterSurvey *survey, MasterRunner *runner,
    const MasterSurveyJob *job, GError **error);

#endif /* MASTER_WATCH_H */
