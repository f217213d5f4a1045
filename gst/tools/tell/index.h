/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * index.h - the page of a folder of masters: its songs side by side, and an
 * excerpt of each, to be heard in turn at equal loudness.
 */
#ifndef MASTER_INDEX_H
#define MASTER_INDEX_H

#include "result.h"
#include "tools/order/request.h"

/** The page holds the sound of so many masters at most. */
#define MASTER_INDEX_HEARD 40

/** Returns the HTML of the masters that were made of the requests; NULL, with
 * an error, where that fails. `name` is the folder's. */
gchar *master_index_new (const gchar *name, const MasterRequest *requests,
    const MasterResult *results, guint n, GError **error);

/** Returns TRUE where the file is such a page, or may be one of an album. */
gboolean master_index_is (const gchar *path);

#endif /* MASTER_INDEX_H */
