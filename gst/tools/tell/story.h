/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * story.h - what became of a song, told in sentences to somebody who knows no
 * setting by its name.
 *
 * Each sentence is read from the settings that were made and from what was
 * measured; none is a promise. The first says what to know before all else.
 */
#ifndef MASTER_STORY_H
#define MASTER_STORY_H

#include "result.h"
#include "tools/order/request.h"

/** Returns the sentences, NULL-terminated; at least one. */
gchar **master_story_new (const MasterRequest *request,
    const MasterTargets *platforms, const MasterResult *result);

/** Returns how a musician calls this part of the spectrum: "bass", "low mids"
 * ... */
const gchar *master_story_region (gdouble hertz);

/** The frequency [Hz] of the band that a move of the plan sets; NAN where it
 * sets none. */
gdouble
master_story_frequency (const MasterResult *result, const GstStructure *move);

#endif /* MASTER_STORY_H */
