/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * chapters.h - chapters on their way from one format to another: as comments of
 * Vorbis, CHAPTER001=00:01:02.345 and CHAPTER001NAME=Title, among the tags.
 *
 * FLAC and Ogg hold them so (https://wiki.xiph.org/Chapter_Extension).
 */
#ifndef MASTER_CHAPTERS_H
#define MASTER_CHAPTERS_H

#include <gst/gst.h>

/** ID3 and M4A have room for so many. */
#define MASTER_MOST_CHAPTERS 255

typedef struct {
  guint number;
  guint64 start; /* [ms] */
  gchar *title;  /* UTF-8 */
} MasterChapter;

/** Adds a chapter to tags; the first one has the number 1. */
void master_chapters_add (GstTagList *tags, guint number, guint64 start,
    const gchar *title);

/** Returns the chapters among tags, as MasterChapter, in the order of time;
 * NULL where there are none. */
GArray *master_chapters_read (const GstTagList *tags);

/** Returns TRUE where a comment is one of a chapter. */
gboolean master_chapters_is_part (const gchar *comment);

#endif /* MASTER_CHAPTERS_H */
