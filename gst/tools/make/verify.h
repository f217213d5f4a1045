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

/** Completes the file at `path`, reads it back and compares it with the output
 * of the result, or measures what a decoder makes of it. */
gboolean master_verify (MasterRunner *runner, const MasterRequest *request,
    const gchar *path, MasterResult *result, GError **error);

#endif /* MASTER_VERIFY_H */
