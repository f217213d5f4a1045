/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * cut.h - one song of a run that has been mastered, as a file with its tags.
 */
#ifndef MASTER_CUT_H
#define MASTER_CUT_H

#include "album/project.h"
#include "tools/media/bext.h"
#include "tools/pass/runner.h"

typedef struct {
  const gchar *run;  /* the mastered run, of whole numbers */
  const gchar *path; /* of the song; its ending says the format: AIFF, or one
                        of those that media/ has */
  const gchar *name; /* for messages */
  guint64 skip;      /* frames of the run before the song */
  guint64 length;    /* of the song */
  gint rate;         /* at which they count [Hz] */
  gint bits;         /* 16 or 24 */
  const GstTagList *tags;
  MasterBext bext; /* of WAV */
} MasterCut;

/** The tags of song i: those of the project, and of its file what the project
 * does not say. */
GstTagList *
master_cut_tags (const MstProject *project, guint i, const GstTagList *of_file);

/** Tells in the file how loud it is, where its format has a place for that. */
gboolean master_cut_tell (const MasterCut *self,
    const MasterMeasurement *measured, GError **error);

/** Writes the song, sample by sample as the run has it. */
gboolean
master_cut_write (MasterRunner *runner, const MasterCut *self, GError **error);

#endif /* MASTER_CUT_H */
