/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * compressor.h - dynamics of the whole signal.
 *
 * compressor/table has the values, compressor/key the side-chain: what the
 * detectors hear. The detectors, the curve and the envelope are
 * common/dynamics/dynamics.h.
 */
#ifndef MST_COMPRESSOR_H
#define MST_COMPRESSOR_H

#include "table.h"

extern const MstStage mst_stage_compressor;

#endif /* MST_COMPRESSOR_H */
