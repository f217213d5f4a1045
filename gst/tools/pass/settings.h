/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * settings.h - parts of masterchain's settings, which are a structure with a
 * field for each CHILD::PROPERTY.
 */
#ifndef MASTER_SETTINGS_H
#define MASTER_SETTINGS_H

#include <gst/gst.h>

/** A copy of `settings` for what comes before the limiter. NULL stands for
 * settings that are all at their defaults. */
GstStructure *master_settings_copy_front (const GstStructure *settings);

/** A copy without the limiter's drive and ceiling, which the solver turns. */
GstStructure *master_settings_copy_sound (const GstStructure *settings);

#endif /* MASTER_SETTINGS_H */
