/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * modeljson.h - models as JSON: of the prior, and in profiles.
 *
 *   "weight": [w, ...], "mean": [[27 numbers], ...],
 *   "covariance_lower": [[378 numbers, the lower half row by row], ...]
 */
#ifndef MST_MODELJSON_H
#define MST_MODELJSON_H

#include "jsonread.h"
#include "model.h"

/** Reads a model from an object of any origin. Returns what is wrong with it,
 * or NULL. */
const gchar *mst_model_read (MstModel *self, JsonObject *object);

/** Appends its members, indented by so many blanks. */
void mst_model_append (const MstModel *self, GString *json, int indent);

#endif /* MST_MODELJSON_H */
