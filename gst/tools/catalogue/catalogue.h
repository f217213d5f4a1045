/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * catalogue.h - many jobs of one manifest, as a scheduler hands them out.
 *
 * Each job is a command of its own: the words of this command line but for
 * those about the manifest, then the job's options, its input and its output.
 * What came of it is one line of JSON at the end of the file of results, which
 * is on the disk before the next job begins; docs/catalogue.md has its members.
 */
#ifndef MASTER_CATALOGUE_H
#define MASTER_CATALOGUE_H

#include "tools/order/options.h"

/** Carries out the command. */
gboolean master_catalogue_run (const MasterOptions *options, GError **error);

#endif /* MASTER_CATALOGUE_H */
