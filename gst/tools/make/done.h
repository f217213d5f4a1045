/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * done.h - whether a master has been made before, of the same input by the same
 * settings: the small file beside it, OUTPUT.done.json, which --skip-done
 * writes and reads.
 *
 * An object with `version`, of the tool; `settings`, a SHA-256 of all that says
 * how the master is to be, files that are named there included; and `input` and
 * `output`, each with its `size`, `modified` [us since 1970] and `sha256`. A
 * file whose size and time are the same is taken to be the same; one whose time
 * differs is read.
 *
 * Without `output`, the master was being made. Since a master takes its name
 * when it is whole, one that stands then is done: its run was killed just
 * before that could be noted.
 */
#ifndef MASTER_DONE_H
#define MASTER_DONE_H

#include "tools/order/project.h"
#include "tools/tell/result.h"

/** Takes the songs out of a project whose masters all stand and are as they
 * would become, with a line for each. Returns how many they are. */
guint master_done_drop (MasterProject *project);

/** Notes the masters that are about to be made, where nothing stands in their
 * places. */
void master_done_begin (const MasterProject *project);

/** Notes the masters that have been made. */
gboolean master_done_note (const MasterProject *project,
    const MasterResult *results, GError **error);

#endif /* MASTER_DONE_H */
