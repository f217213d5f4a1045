/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * versions.h - the small file beside a master, OUTPUT.versions.json, that keeps
 * its versions and says where its mix lies.
 *
 * An object with `mix`, a path; `references`, the paths of songs that were met,
 * each by the hash of its file; `current`, which of the versions the master is,
 * from 1 on; and `versions`, an array of records (media/record.h), each as a
 * string.
 */
#ifndef MASTER_VERSIONS_H
#define MASTER_VERSIONS_H

#include <json-glib/json-glib.h>

typedef struct {
  gchar *mix;
  guint current;
  GPtrArray *records;     /* strings */
  JsonObject *references; /* hash -> path */
} MasterVersions;

/** The name of the file beside a master; to be freed. */
gchar *master_versions_name (const gchar *master);

/** Reads the one of a master; NULL where there is none. */
MasterVersions *master_versions_load (const gchar *master);

/** Notes that the master stands now, and is as `record` says, which is in the
 * file already or becomes the last of them. `references` (hash -> path), or
 * NULL, are added to those that are known. */
gboolean master_versions_note (const gchar *master, const gchar *mix,
    const gchar *record, JsonObject *references, GError **error);

void master_versions_free (MasterVersions *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterVersions, master_versions_free)

#endif /* MASTER_VERSIONS_H */
