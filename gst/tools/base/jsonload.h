/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * jsonload.h - JSON that may come from anywhere.
 */
#ifndef MASTER_JSONLOAD_H
#define MASTER_JSONLOAD_H

#include <json-glib/json-glib.h>

/** Parses the text. A text that is nested too deeply is refused: the parser
 * calls itself for each level, and would end the process. */
gboolean master_json_load (JsonParser *parser, const gchar *text, gsize length,
    GError **error);

#endif /* MASTER_JSONLOAD_H */
