/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * carry.h - extras (extras.h) and tags on their way into the new file.
 */
#ifndef MASTER_CARRY_H
#define MASTER_CARRY_H

#include <gst/gst.h>

#include "extras.h"
#include "tools/pass/measure.h"

/** Prepares the file at `path` and the encoder of `bin`, which is called so,
 * before it starts. Takes what it needs of `extras`. */
gboolean master_carry_prepare (GstBin *bin, const MasterEncoding *encoding,
    MasterExtras *extras, const gchar *path, const gchar *name, GError **error);

/** Returns whether the file that was prepared is to be appended to. */
gboolean master_carry_appends (const MasterEncoding *encoding);

/** Completes the finished file. */
gboolean master_carry_finish (const gchar *path, const gchar *name,
    const MasterEncoding *encoding, const MasterExtras *extras,
    const MasterMeasurement *output, GError **error);

#endif /* MASTER_CARRY_H */
