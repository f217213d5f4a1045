/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * diagnose.h - from GStreamer's messages to one line that a user understands.
 */
#ifndef MASTER_DIAGNOSE_H
#define MASTER_DIAGNOSE_H

#include "pass.h"

/** Notes the name of the decoder in `what`, where `message` tells that one for
 * audio is missing. */
void master_diagnose_missing (GstMessage *message, gchar **what);

/** Turns an error message of `pass` into `error`. */
void master_diagnose (const MasterPass *pass, GstMessage *message,
    const gchar *missing, GError **error);

#endif /* MASTER_DIAGNOSE_H */
