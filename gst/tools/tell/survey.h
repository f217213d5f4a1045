/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * survey.h - a finished master beside its input, heard once more for the page:
 * loudness and gain reduction over time, where the highest peaks are, and
 * excerpts to listen to.
 */
#ifndef MASTER_SURVEY_H
#define MASTER_SURVEY_H

#include "tools/pass/chain.h"
#include "snippet.h"
#include "tools/pass/runner.h"

#define MASTER_SURVEY_SNIPPETS 3
#define MASTER_SURVEY_PEAKS 16

typedef struct {
  gdouble time;  /* [s] */
  gdouble level; /* [dBTP]; NAN: over 0 */
} MasterPeak;

/** How far one stage turned down: the most within each step [dB], 0 or less.
 * */
typedef struct {
  gchar *name;
  GArray *reduction; /* of gdouble */
} MasterSurveyStage;

/** Pairs: [0] is the input, [1] the output. */
typedef struct {
  gdouble step;         /* of all series [s] */
  GArray *shortterm[2]; /* of gdouble [LUFS] */
  GArray *wave[2];      /* of gdouble: the highest sample of each step */
  MasterPeak peaks[2]
                  [MASTER_SURVEY_PEAKS]; /* the highest, then the first overs */
  guint n_peaks[2];
  GPtrArray *stages;    /* of MasterSurveyStage */
  gdouble most_changed; /* where the excerpt begins in which most is done [s];
                           NAN: nothing but the level is changed */
  MasterSnippet snippet[MASTER_SURVEY_SNIPPETS];
  guint n_snippets;
  GstStructure *view; /* a plan, for its findings and its profile */
} MasterSurvey;

/** The master that is to be heard, and how it was made. */
typedef struct {
  const gchar *input, *output;  /* as messages name them */
  const gchar *path;            /* where the output is now */
  const gchar *last;            /* the version before, or NULL */
  const GstStructure *analysis; /* of the input */
  const GstStructure *plan;     /* of the assistant; NULL: it was not asked */
  gdouble loudness, ceiling;    /* the goal */
  gint resample;                /* to this rate; 0: as it is */
  GstElement *chain;            /* with all its settings; owned */
} MasterSurveyJob;

/** Hears the master. Returns NULL, with an error, where that fails. */
MasterSurvey *master_survey_new (MasterRunner *runner,
    const MasterSurveyJob *job, GError **error);

void master_survey_free (MasterSurvey *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterSurvey, master_survey_free)

#endif /* MASTER_SURVEY_H */
