/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * joints.h - what lies between two songs, to be listened to: ten seconds before
 * the joint, its gap, and ten seconds behind it.
 */
#ifndef MASTER_JOINTS_H
#define MASTER_JOINTS_H

#include "release.h"

/** An array of {name, how, sound}, as report.h has it; empty where there are no
 * files or where a plugin is missing. NULL with an error. */
JsonArray *master_joints_hear (MasterRunner *runner, const MasterTree *tree,
    const MasterPrepared *prepared, const MasterReleased *songs,
    GError **error);

#endif /* MASTER_JOINTS_H */
