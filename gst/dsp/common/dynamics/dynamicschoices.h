/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * dynamicswords.h - what users call the choices of dynamics.h.
 */
#ifndef MST_DYNAMICSWORDS_H
#define MST_DYNAMICSWORDS_H

#include "dynamics.h"
#include "dsp/stage.h"

/** By MstAction, by MstDetect, and by MstDynamicsSettings.feedback. */
extern const MstChoice mst_actions[MST_EXPAND_DOWN + 1];
extern const MstChoice mst_detectors[MST_DETECT_RMS + 1];
extern const MstChoice mst_topologies[2];

#endif /* MST_DYNAMICSWORDS_H */
