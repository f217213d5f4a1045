/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * projectcheck.h - the rules of a project that hold whatever its songs are.
 */
#ifndef MST_PROJECTCHECK_H
#define MST_PROJECTCHECK_H

#include "project.h"

/** Reads the codes, and tells what does not go together. */
void
mst_project_check (MstProject *self, GPtrArray *problems, GPtrArray *notices);

#endif /* MST_PROJECTCHECK_H */
