/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "spectra.h"

#include "jsonread.h"

/* The lower half of the covariance is in the file. */
static void
read_rows (MstSpectra *self, JsonArray *rows)
{
  g_assert (json_array_get_length (rows) == MST_SPECTRA_THIRDS);
  for (guint i = 0; i < MST_SPECTRA_THIRDS; i++) {
    mst_json_our_numbers (json_array_get_element (rows, i), self->covariance[i],
        i + 1);
    for (guint j = 0; j < i; j++)
      self->covariance[j][i] = self->covariance[i][j];
  }
}

static MstSpectra *
load (void)
{
  g_autoptr (JsonParser) parser = mst_json_compiled_in ("models/spectra.json");
  JsonObject *object = mst_json_root (parser);
  MstSpectra *self = g_new0 (MstSpectra, 1);

  mst_json_our_numbers (json_object_get_member (object, "mean"), self->mean,
      MST_SPECTRA_THIRDS);
  read_rows (self, json_object_get_array_member (object, "covariance"));
  self->tonal = json_object_get_double_member (object, "tonal");
  return self;
}

const MstSpectra *
mst_spectra_get (void)
{
  static gsize once = 0;
  static MstSpectra *spectra;

  if (g_once_init_enter (&once)) {
    spectra = load ();
    g_once_init_leave (&once, 1);
  }
  return spectra;
}
