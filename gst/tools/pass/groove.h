/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * groove.h - a song as whoever cuts it into a record looks at it.
 */
#ifndef MASTER_GROOVE_H
#define MASTER_GROOVE_H

#include <gst/gst.h>

#include "album/cutting.h"

/** Returns what an analysis tells of a song for the cut; NAN where it does not
 * tell. */
MstSideSong master_groove_read (const GstStructure *analysis);

#endif /* MASTER_GROOVE_H */
