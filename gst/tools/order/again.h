/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * again.h - --again and --undo: a command that begins with the record of a
 * master (media/record.h) instead of an INPUT.
 */
#ifndef MASTER_AGAIN_H
#define MASTER_AGAIN_H

#include "options.h"

/** Fills in what the record says and the command does not: the mix, the output,
 * the settings and the levels. Nothing is done where neither is asked for. */
gboolean master_again_apply (MasterOptions *self, GError **error);

#endif /* MASTER_AGAIN_H */
