/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * references.h - songs to be met, as --reference names them:
 *
 *   FILE[:WEIGHT][@FROM-TO]
 *
 * with times as [[H:]M:]S. What a file is called comes first: a part of the
 * text that looks like a weight or a section belongs to the name where a file
 * has that name.
 */
#ifndef MASTER_REFERENCES_H
#define MASTER_REFERENCES_H

#include <json-glib/json-glib.h>

typedef struct {
  gchar *text; /* as it was given */
  gchar *path;
  gchar *hash; /* of the file, once it has been measured; or NULL */
  gdouble weight;
  gdouble start;  /* [s] */
  gdouble length; /* [s]; 0: all of it */
} MasterReference;

/** How far they are followed [%]. */
typedef struct {
  gdouble tone, width, dynamics, loudness;
} MasterMatch;

/** References of a NULL-terminated list, which may be NULL. NULL, with a usage
 * error: one of them is none. */
GPtrArray *master_references_new (gchar **texts, GError **error);

/** Returns what a record says of them (media/record.h), and where they lie, by
 * their hashes. */
gchar **master_references_print (const GPtrArray *self);
JsonObject *master_references_places (const GPtrArray *self);

/** Reads "tone=80,width": what is named, in full where no number is given, and
 * nothing else. NULL is tone, width and dynamics in full. */
gboolean
master_match_parse (MasterMatch *self, const gchar *text, GError **error);

#endif /* MASTER_REFERENCES_H */
