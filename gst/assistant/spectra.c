/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "spectra.h"

#include <gio/gio.h>

#include "jsonread.h"
#include "profiles-resource.h"

#define PATH "/gst-mastering/models/spectra.json"

/* The lower half of the covariance is in the file. */
static void
read_rows (MstSpectra *self, JsonArray *rows)
{
  g_assert (json_array_get_length (rows) == MST_SPECTRA_THIRDS);
  for (guint i = 0; i < MST_SPECTRA_THIRDS; i++) {
    JsonArray *row = json_array_get_array_element (rows, i);

    g_assert (json_array_get_length (row) == i + 1);
    for (guint j = 0; j <= i; j++)
      self->covariance[i][j] = self->covariance[j][i] =
          json_array_get_double_element (row, j);
  }
}

/* The file is one of ours: that it can be read is for the tests to show. */
static MstSpectra *
load (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      mst_profiles_get_resource (), PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  MstSpectra *self = g_new0 (MstSpectra, 1);
  JsonObject *object;
  JsonArray *mean;

  g_assert (mst_json_load (parser, g_bytes_get_data (bytes, NULL),
      (gssize) g_bytes_get_size (bytes), NULL));
  object = mst_json_root (parser);
  mean = json_object_get_array_member (object, "mean");
  g_assert (json_array_get_length (mean) == MST_SPECTRA_THIRDS);
  for (guint i = 0; i < MST_SPECTRA_THIRDS; i++)
    self->mean[i] = json_array_get_double_element (mean, i);
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
