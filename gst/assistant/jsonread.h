/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * jsonread.h - members of JSON objects that may be missing, or of another kind.
 */
#ifndef MST_JSONREAD_H
#define MST_JSONREAD_H

#include <json-glib/json-glib.h>

/** A number, whole ones too; NAN where it is none. */
gdouble mst_json_number (JsonObject *object, const gchar *member);

/** NULL where it is none; the string is the object's. */
const gchar *mst_json_string (JsonObject *object, const gchar *member);

/** Likewise. */
JsonObject *mst_json_object (JsonObject *object, const gchar *member);

/** Whether it may be parsed: the parser calls itself for each level, and a file of
 * brackets would end the process. */
gboolean mst_json_is_shallow (const gchar *text, gsize length);

/** The root as an object, or NULL. */
JsonObject *mst_json_root (JsonParser *parser);

#endif /* MST_JSONREAD_H */
