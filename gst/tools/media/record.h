/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * record.h - the record of a master: what it was made of and how, as one line
 * of JSON, in a comment of the file itself.
 *
 * There is no path and no time in it, so that the same command makes the same
 * bytes. All formats hold it as a comment of one's own, GST_MASTERING.
 */
#ifndef MASTER_RECORD_H
#define MASTER_RECORD_H

#include <gst/gst.h>

typedef struct {
  gint64 version;  /* 1, 2, ...: of this master */
  gchar *mix;      /* SHA-256 of the file that it was made of */
  gchar *settings; /* of masterchain, as gst_structure_to_string() has them */
  gdouble loudness, ceiling; /* that were to be reached */
  gboolean insists;          /* the loudness was asked for */
  /* Given to the assistant on the command line, or NULL: */
  gchar *profile, *preset, *make, *restore;
  gdouble strength;
  gchar **set;
  /* References that were met: the SHA-256 of each file, and the weight and the
   * section that were said behind its name, as "HASH:WEIGHT@FROM-TO". */
  gchar **references;
  gchar *match;
} MasterRecord;

/** Writes a record as one line. */
gchar *master_record_print (const MasterRecord *self);

/** Reads one; NULL where the text is not one. */
MasterRecord *master_record_read (const gchar *text);

void master_record_free (MasterRecord *self);

/** Finds the record in the file of a master or in its page; NULL where there is
 * none. To be freed. */
gchar *master_record_find (const gchar *path);

/** The SHA-256 of a file; NULL where it cannot be read. */
gchar *master_record_hash (const gchar *path);

/** Puts the record among the tags that leave the element's pad "src". */
void master_record_attach (GstElement *element, const gchar *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterRecord, master_record_free)

#endif /* MASTER_RECORD_H */
