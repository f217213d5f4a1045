/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * report.h - what was found and done, as a table and as JSON.
 */
#ifndef MASTER_REPORT_H
#define MASTER_REPORT_H

#include <json-glib/json-glib.h>

#include "tools/make/assist.h"
#include "tools/pass/measure.h"
#include "tools/order/options.h"
#include "tools/media/encoding.h"
#include "tools/make/solve.h"
#include "survey.h"

/** Of one task. */
typedef struct {
  const MasterOptions *options;
  const MasterTask *task;
  MasterEncoding encoding;
  MasterMeasurement input;   /* no frames: it could not be read */
  MasterMeasurement output;  /* the PCM that is written */
  MasterMeasurement decoded; /* what comes back from a lossy file */
  gboolean has_decoded;
  MasterTrial setting;          /* that made the output */
  guint rounds;                 /* renders it took */
  gboolean reached;             /* loudness within the tolerance */
  JsonObject *chain;            /* owned; NULL before the end */
  MasterAssist assist;          /* owned; no plan: it was not asked */
  const GstStructure *analysis; /* of the input; NULL: there is none */
  MasterRecording *recording;   /* of the input; NULL: there is none */
  GPtrArray *references;        /* of the same: songs to be met, or NULL */
  GstStructure *result;         /* owned; the same of the output, or NULL */
  MasterSurvey *survey;         /* owned; for the page, or NULL */
  GstStructure *view;           /* owned; a plan, if only for what it finds */
  const gchar *settings_path;   /* where the settings are to go, or NULL */
  gchar *error;                 /* owned: why it failed; NULL: it did not */
} MasterReport;

/** Notes why it failed. */
void master_report_fail (MasterReport *self, const GError *why);

/** Frees what the report owns. */
void master_report_clear (MasterReport *self);

/** The tables for people of all that the options want, to the standard
 * output. */
void master_report_print (const MasterReport *reports);

/** Whether the file at `path` is what follows. */
gboolean master_report_is_one (const gchar *path);

/** JSON text, with a newline at its end: an object, or an array of them where
 * there are several targets. */
gchar *master_report_to_json (const MasterReport *reports);

#endif /* MASTER_REPORT_H */
