/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * otherwork.h - command lines that do something else than master the songs that
 * they name: which options go with that.
 */
#ifndef MASTER_OTHER_WORK_H
#define MASTER_OTHER_WORK_H

#include "options.h"

/** FALSE: something does not go with --learn, or --jobs is not a number of
 * jobs.
 */
gboolean
master_other_check_learning (const MasterOptions *self, GError **error);

/** The same for --album, --new-album and --check-ddp. */
gboolean master_other_check_album (const MasterOptions *self, GError **error);

/** The same for --manifest and its options. */
gboolean
master_other_check_manifest (const MasterOptions *self, GError **error);

#endif /* MASTER_OTHER_WORK_H */
