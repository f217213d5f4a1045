/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * codec.h - what decoders make of a master: of a lossy file, and of a lossless
 * one behind the codecs of --codec-ceiling. Peaks grow there, and a little
 * loudness goes.
 */
#ifndef MASTER_CODEC_H
#define MASTER_CODEC_H

#include "making.h"

/** Reads the file back. Where it decodes to peaks over the ceiling, or a lossy
 * one to another loudness, the search goes on until it does not. */
gboolean master_codec_verify (MasterMaking *self, GError **error);

#endif /* MASTER_CODEC_H */
