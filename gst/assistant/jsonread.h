/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * jsonread.h - JSON of unknown origin: parsed, and members of its objects that
 * may be missing, or of another kind. Files of ours, which are compiled in.
 */
#ifndef MST_JSONREAD_H
#define MST_JSONREAD_H

#include <json-glib/json-glib.h>

/** json_parser_load_from_data() for what anybody may have written. json-glib
 * calls itself for each level of nesting, and takes more than RFC 8259 has:
 * comments, octal numbers, whole numbers of any length (as -1), several roots,
 * zeros that end strings. All this is refused, and so are more than 8 levels.
 * `length` may be -1. */
gboolean mst_json_load (JsonParser *parser, const gchar *text, gssize length,
    GError **error);

/** A number, whole ones too; NAN where it is none. */
gdouble mst_json_number (JsonObject *object, const gchar *member);

/** Prints the shortest decimal that reads back as the very number. */
const gchar *
mst_json_print (gchar text[G_ASCII_DTOSTR_BUF_SIZE], gdouble number);

/** NULL where it is none; the string is the object's. */
const gchar *mst_json_string (JsonObject *object, const gchar *member);

/** Likewise. */
JsonObject *mst_json_object (JsonObject *object, const gchar *member);

/** The root as an object, or NULL. */
JsonObject *mst_json_root (JsonParser *parser);

/** The numbers of an array. FALSE: it is not an array of `n` numbers. */
gboolean mst_json_numbers (JsonNode *node, gdouble *numbers, guint n);

/** A file that is compiled in, under /gst-mastering/, as an object. The file is
 * one of ours: it is there and can be read, which is for the tests to show. */
JsonParser *mst_json_compiled_in (const gchar *file);

/** The numbers of an array in such a file: there are as many. */
void mst_json_our_numbers (JsonNode *node, gdouble *numbers, guint n);

#endif /* MST_JSONREAD_H */
