/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "gstmasteranalysis.h"

#include "base/gstmasterparams.h"
#include "dsp/analyzer/analyzer.h"

#define N_NUMBERS (sizeof (MstAnalysis) / sizeof (gdouble))

GstStructure *
gst_master_analysis_to_structure (const MstAnalysis *analysis)
{
  const MstStage *stage = &mst_stage_analyzer;
  GstStructure *structure = gst_structure_new_empty ("masteranalyzer");
  gdouble numbers[N_NUMBERS];

  mst_analysis_to_numbers (analysis, numbers);
  for (gint i = 0; i < stage->n_readouts; i++)
    gst_structure_set (structure, stage->readouts[i].name, G_TYPE_DOUBLE,
        numbers[i], NULL);
  for (gint k = 0; k < stage->n_arrays; k++) {
    GValue array = G_VALUE_INIT;

    g_value_init (&array, GST_TYPE_ARRAY);
    gst_master_array_to_value (numbers + mst_stage_array_at (stage, k),
        stage->arrays[k].count, 1, &array);
    gst_structure_take_value (structure, stage->arrays[k].row.name, &array);
  }
  return structure;
}

static gboolean
read_array (const GstStructure *structure, const MstArrayRow *row,
    gdouble *numbers)
{
  const GValue *array = gst_structure_get_value (structure, row->row.name);

  if (!array || !GST_VALUE_HOLDS_ARRAY (array) ||
      gst_value_array_get_size (array) != (guint) row->count)
    return FALSE;
  for (gint i = 0; i < row->count; i++) {
    const GValue *number = gst_value_array_get_value (array, i);

    if (!G_VALUE_HOLDS_DOUBLE (number))
      return FALSE;
    numbers[i] = g_value_get_double (number);
  }
  return TRUE;
}

static gboolean
miss (GError **error, const gchar *name)
{
  g_set_error (error, GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_SETTINGS,
      "%s is missing from the analysis", name);
  return FALSE;
}

gboolean
gst_master_analysis_from_structure (MstAnalysis *analysis,
    const GstStructure *structure, GError **error)
{
  const MstStage *stage = &mst_stage_analyzer;
  gdouble numbers[N_NUMBERS];

  for (gint i = 0; i < stage->n_readouts; i++)
    if (!gst_structure_get_double (structure, stage->readouts[i].name,
            &numbers[i]))
      return miss (error, stage->readouts[i].name);
  for (gint k = 0; k < stage->n_arrays; k++)
    if (!read_array (structure, &stage->arrays[k],
            numbers + mst_stage_array_at (stage, k)))
      return miss (error, stage->arrays[k].row.name);
  mst_analysis_from_numbers (analysis, numbers);
  return TRUE;
}
