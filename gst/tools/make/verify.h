/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * verify.h - what was written, read back.
 */
#ifndef MASTER_VERIFY_H
#define MASTER_VERIFY_H

#include "tools/order/request.h"
#include "tools/pass/runner.h"
#include "tools/tell/result.h"

/** Completes the file at `path` and reads it back. A lossless one has to have
 * the samples of the output of the result, all of them; of others is measured
 * what a decoder makes of them, and how like it is. */
gboolean master_verify (MasterRunner *runner, const MasterRequest *request,
    const gchar *path, MasterResult *result, GError **error);

/** Warns where a lossy file comes back with another length, at another time, or
 * with channels that are others than went in. */
void
master_verify_tell (const MasterRequest *request, const MasterResult *result);

#endif /* MASTER_VERIFY_H */
