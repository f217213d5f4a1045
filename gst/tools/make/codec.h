/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * codec.h - what a decoder makes of a lossy file. Peaks grow there, and a
 * little loudness goes.
 */
#ifndef MASTER_CODEC_H
#define MASTER_CODEC_H

#include "making.h"

/** Reads the file back. Where a lossy one decodes to peaks over the ceiling, or
 * to another loudness, the search goes on until it does not. */
gboolean master_codec_verify (MasterMaking *self, GError **error);

#endif /* MASTER_CODEC_H */
