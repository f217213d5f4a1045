/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "reference.h"

#include "tools/base/errors.h"
#include "tools/media/input.h"
#include "tools/pass/excerpt.h"
#include "tools/pass/measure.h"

static GstStructure *
measure_section (const MasterReference *self, MasterRunner *runner,
    GError **error)
{
  g_autoptr (MasterRecording) section = master_excerpt_read (runner, self->path,
      self->text, self->start, self->length, error);
  GstStructure *analysis = NULL;
  MasterMeasurement measured;

  if (!section)
    return NULL;
  if (master_recording_is_empty (section)) {
    master_fail_as (error, MASTER_ERROR_INPUT, self->text,
        "there is nothing from %g s on, or the section is too long to be kept "
        "in memory",
        self->start);
    return NULL;
  }
  return master_measure_recording (runner, section, self->text,
             MASTER_WORK_LISTEN, &measured, &analysis, error)
      ? analysis
      : NULL;
}

static GstStructure *
measure_all (const MasterReference *self, MasterRunner *runner, GError **error)
{
  GstStructure *analysis = NULL;
  MasterMeasurement measured;

  if (!master_analyze_file (runner, self->path, self->path, MASTER_WORK_LISTEN,
          &measured, &analysis, error) ||
      !master_measurement_check_crest (&measured, self->path, TRUE, error))
    return NULL;
  return analysis;
}

GstStructure *
master_reference_measure (const MasterReference *self, MasterRunner *runner,
    GError **error)
{
  GstStructure *analysis;

  if (!master_input_check (self->path, error))
    return NULL;
  analysis = self->length > 0.0 ? measure_section (self, runner, error)
                                : measure_all (self, runner, error);
  if (analysis)
    gst_structure_set (analysis, "weight", G_TYPE_DOUBLE, self->weight, NULL);
  return analysis;
}
