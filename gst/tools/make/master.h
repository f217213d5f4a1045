/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * master.h - one master of a song that has been measured: the steps of the
 * search (search.h), carried out, and what was written, checked.
 */
#ifndef MASTER_MASTER_H
#define MASTER_MASTER_H

#include "making.h"

/** Writes the master that is asked for to `path`. The result is filled in as
 * far as it goes. Returns a masterchain with all its settings, to be owned by
 * the caller; NULL, with an error, where there is no master. */
GstElement *master_make (MasterRunner *runner, const MasterRequest *request,
    const MasterMaterial *material, const gchar *path, MasterResult *result,
    GError **error);

#endif /* MASTER_MASTER_H */
