/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * bext.h - the chunk "bext" of a Broadcast WAV, version 2 (EBU Tech 3285), and
 * marks in a WAV: "cue " with the labels of "adtl".
 */
#ifndef MASTER_BEXT_H
#define MASTER_BEXT_H

#include <gst/gst.h>

#include "encoding.h"

typedef struct {
  const gchar *description;
  const gchar *reference; /* such as an ISRC; or NULL */
  const gchar *date;      /* "2026-05-01" or a part of it; or NULL */
} MasterBext;

/** The contents of the chunk. Loudness is not told yet (wav.h fills it in).
 * Nothing of the time of writing is in it, so that the same album gives the
 * same file. Texts are ASCII there: other letters become "?". */
GByteArray *
master_bext_make (const MasterBext *self, const MasterEncoding *encoding);

typedef struct {
  guint64 frame;
  gchar *label;
} MasterMark;

/** "cue " and "adtl", whole chunks, for n marks; those beyond the 32 bits that
 * they count with are left out. */
GByteArray *master_marks_make (const MasterMark *marks, guint n);

#endif /* MASTER_BEXT_H */
