/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * json.h - what was found and done, as JSON. docs/gst-master.md has its
 * members.
 */
#ifndef MASTER_JSON_H
#define MASTER_JSON_H

#include "result.h"
#include "tools/order/request.h"

/** Returns JSON text, with a newline at its end: an object for one master, or
 * an array of them for several. */
gchar *master_json_new (const MasterRequest *requests,
    const MasterResult *results, guint n);

/** Returns TRUE where the file at `path` is such a text. */
gboolean master_json_is_report (const gchar *path);

#endif /* MASTER_JSON_H */
