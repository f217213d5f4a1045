/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * jsonnumber.h - numbers in JSON, which knows no infinity and no NaN: they are
 * null there.
 */
#ifndef MASTER_JSON_NUMBER_H
#define MASTER_JSON_NUMBER_H

#include <json-glib/json-glib.h>

JsonNode *master_json_number (gdouble number);

void
master_json_set_number (JsonObject *object, const gchar *name, gdouble number);

void master_json_add_number (JsonArray *array, gdouble number);

/** These round to two decimals, which is more than can be seen. */
void
master_json_set_round (JsonObject *object, const gchar *name, gdouble number);

void master_json_add_round (JsonArray *array, gdouble number);

#endif /* MASTER_JSON_NUMBER_H */
