/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reference.h - measures a song that is to be met.
 */
#ifndef MASTER_REFERENCE_H
#define MASTER_REFERENCE_H

#include <gst/gst.h>

#include "tools/order/references.h"
#include "tools/pass/runner.h"

/** The analysis of the reference, or of its section, with its `weight`, as a
 * goal of masterchain takes it. NULL, with an error, where it cannot be read.
 */
GstStructure *master_reference_measure (const MasterReference *self,
    MasterRunner *runner, GError **error);

#endif /* MASTER_REFERENCE_H */
