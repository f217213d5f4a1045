/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * stems.h - a song that is mastered from its stems.
 *
 * All stems are read and added up. The sum is planned as any mix, and what one
 * stem carries of it is changed on that stem (assistant/stems.h); then the
 * stems are added up once more, and the sum is mastered by the batch like any
 * other file. It stands in a hidden folder beside the master until then.
 */
#ifndef MASTER_STEMS_H
#define MASTER_STEMS_H

#include "tools/order/options.h"

/** Carries out the command. */
gboolean master_stems_run (const MasterOptions *options, GError **error);

#endif /* MASTER_STEMS_H */
