/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * result.h - what came of a request. All of it is owned; zeroed, nothing has
 * come of it yet.
 */
#ifndef MASTER_RESULT_H
#define MASTER_RESULT_H

#include <json-glib/json-glib.h>

#include "tools/media/encoding.h"
#include "snippet.h"
#include "tools/pass/measure.h"

/** A lossless master as a lossy codec makes it. */
typedef struct {
  gchar *name; /* "mp3-128" */
  MasterMeasurement decoded;
  MasterLikeness likeness;
} MasterTried;

typedef struct {
  gchar *error;              /* why there is no master; NULL: there is one */
  gint status;               /* the exit status of that, 0 without */
  MasterMeasurement input;   /* without frames, it could not be read */
  MasterMeasurement output;  /* the samples that are written */
  MasterMeasurement decoded; /* what a decoder makes of a lossy file */
  gboolean has_decoded;
  MasterPassage *passage;  /* of the output, to lay that beside; or NULL */
  MasterLikeness likeness; /* of the decoded file */
  GArray *tried;           /* MasterTried, in their order; or NULL */
  MasterEncoding encoding;

  gdouble drive, ceiling; /* what the limiter was set to [dB], [dBTP] */
  gdouble limiting;       /* its deepest gain reduction [dB] */
  guint rounds;           /* renders of the whole that it took */
  gboolean reached;       /* the loudness is the one that was asked for */

  JsonObject *chain;            /* all settings; or NULL */
  GstStructure *before, *after; /* analyses of input and output; or NULL */
  GstStructure *last;           /* analysis of the version before; or NULL */
  gchar *record;         /* the settings that the master holds; or NULL */
  GstStructure *plan;    /* of the assistant, where it was asked */
  GstTagList *tags;      /* of the file; or NULL */
  MasterSnippet snippet; /* for the page of a folder */
  GPtrArray *groove;     /* what a cutter would ask, strings; or NULL */
} MasterResult;

/** Notes what came of a codec. Copies it, and its name. */
void master_result_add_tried (MasterResult *self, const MasterTried *tried);

/** Returns the one whose peaks are highest; NULL where there is none. */
const MasterTried *master_result_worst (const MasterResult *self);

/** Notes why there is no master. */
void master_result_fail (MasterResult *self, const GError *why);

void master_result_clear (MasterResult *self);

#endif /* MASTER_RESULT_H */
