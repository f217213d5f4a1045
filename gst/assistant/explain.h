/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * explain.h - a plan as text for the terminal.
 */
#ifndef MST_EXPLAIN_H
#define MST_EXPLAIN_H

#include "plan.h"

G_BEGIN_DECLS

gchar *mst_plan_explain (const MstPlan *self);

G_END_DECLS

#endif /* MST_EXPLAIN_H */
