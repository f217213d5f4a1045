/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * jobs.h - how much is worked on at once.
 */
#ifndef MASTER_JOBS_H
#define MASTER_JOBS_H

#include "tools/order/options.h"

/** How many songs are to be worked on at once: as the user says, else as many
 * as the processors and half of the memory are enough for. Where there is a
 * bound for the memory, what is kept of songs is divided among them. */
guint master_jobs_choose (const MasterOptions *options);

#endif /* MASTER_JOBS_H */
