/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Prints the tables of all stages, a row a line, tabs between the columns:
 * stage, kind of row, name, unit, least, greatest and default value, "start"
 * where the value is read at the start only, the choices with commas, and the
 * description. The man page and the site of the docs are made of them, and a
 * check lays them beside docs/stages. */
#include <stdio.h>

#include "dsp/mst-stages.h"

static void
print_value (const MstParam *row, double value)
{
  if (row->kind == MST_KIND_BOOL)
    printf ("\t%s", value != 0.0 ? "true" : "false");
  else if (row->kind == MST_KIND_ENUM)
    printf ("\t%s", row->choices[(int) value].nick);
  else
    printf ("\t%.17g", value);
}

static void
print_row (const MstStage *stage, const char *kind, const MstParam *row)
{
  printf ("%s\t%s\t%s\t%s", stage->name, kind, row->name, row->unit);
  print_value (row, row->min);
  print_value (row, row->max);
  print_value (row, row->def);
  printf ("\t%s\t", row->flags & MST_PARAM_AT_START ? "start" : "");
  if (row->kind == MST_KIND_ENUM)
    for (int i = 0; i <= (int) row->max; i++)
      printf ("%s%s", i > 0 ? "," : "", row->choices[i].nick);
  printf ("\t%s\n", row->blurb ? row->blurb : "");
}

static void
print_rows (const MstStage *stage, const char *kind, const MstParam *rows,
    int n)
{
  for (int i = 0; i < n; i++)
    print_row (stage, kind, &rows[i]);
}

static void
print_stage (const MstStage *stage)
{
  print_rows (stage, "property", stage->params, stage->n_params);
  print_rows (stage, "band", stage->band_params, stage->n_band_params);
  for (int i = 0; i < stage->n_curves; i++) {
    const MstCurveRow *row = &stage->curves[i];
    printf ("%s\tcurve\t%s\t%s\t%.17g\t%.17g\tflat\t\t\t%s\n", stage->name,
        row->name, row->unit, row->min, row->max,
        row->blurb ? row->blurb : "");
  }
  print_rows (stage, "readout", stage->readouts, stage->n_readouts);
  print_rows (stage, "readout", stage->band_readouts, stage->n_band_readouts);
  for (int i = 0; i < stage->n_arrays; i++)
    print_row (stage, "readout", &stage->arrays[i].row);
}

int
main (void)
{
  for (size_t i = 0; i < MST_N_ELEMENTS (mst_stages); i++)
    print_stage (mst_stages[i]);
  return 0;
}
