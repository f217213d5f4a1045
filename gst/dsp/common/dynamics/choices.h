/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * choices.h - the names of the choices that users have in dynamics.h.
 */
#ifndef MST_CHOICES_H
#define MST_CHOICES_H

#include "dsp/stage.h"
#include "dynamics.h"

/** The choices by MstAction, by MstDetect and by MstDynamicsSettings.feedback.
 */
extern const MstChoice mst_actions[MST_EXPAND_DOWN + 1];
extern const MstChoice mst_detectors[MST_DETECT_RMS + 1];
extern const MstChoice mst_topologies[2];

#endif /* MST_CHOICES_H */
