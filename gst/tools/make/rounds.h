/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * rounds.h - renders of one master, round by round: those that are known as
 * takes (takes.h) are not done again.
 */
#ifndef MASTER_ROUNDS_H
#define MASTER_ROUNDS_H

#include "takes.h"
#include "tools/order/request.h"
#include "tools/pass/chain.h"
#include "tools/pass/runner.h"

typedef struct {
  const MasterRequest *request;
  MasterRunner *runner;
  const MasterEncoding *encoding;
  const gchar *path;          /* where the output grows */
  MasterRecording *recording; /* of the input; or NULL, or empty */
  MasterTakes *takes;         /* of the song */
  MasterSettings settings;    /* of the chain, but for drive and ceiling */
  GstTagList **tags;          /* those that the file got */
  gdouble seconds;            /* of the song */

  const gchar *hash; /* of the input; NULL: no record is kept */
  gchar *record;     /* of the take that was written; or NULL */

  guint rounds;   /* counts all, known ones too */
  gboolean tries; /* master_rounds_try() is less work than the whole */
  gchar *written; /* the key of the take that stands at `path`; or NULL */
} MasterRounds;

/** Returns the take of a setting, with an analysis where the assistant is at
 * work. With `writes` it is written to the file; else it is kept in memory, as
 * far as it fits. */
MasterTake *master_rounds_get (MasterRounds *self, MasterTrial *trial,
    gboolean writes, GError **error);

/** Finds the figures of a setting, and fills in the trial. */
gboolean
master_rounds_try (MasterRounds *self, MasterTrial *trial, GError **error);

void master_rounds_clear (MasterRounds *self);

#endif /* MASTER_ROUNDS_H */
