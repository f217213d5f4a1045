/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "presets.h"

#include <errno.h>
#include <stdio.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"

gboolean
master_presets_print (GError **error)
{
  g_autoptr (GstElement) chain = master_element ("masterchain", error);
  g_auto (GStrv) names = NULL;

  if (!chain)
    return FALSE;
  gst_object_ref_sink (chain);
  names = gst_preset_get_preset_names (GST_PRESET (chain));
  for (gchar **name = names; name && *name; name++) {
    g_autofree gchar *comment = NULL;

    gst_preset_get_meta (GST_PRESET (chain), *name, "comment", &comment);
    printf ("%-22s %s\n", *name, comment ? comment : "");
  }
  return (fflush (stdout) == 0 && !ferror (stdout)) ||
      master_fail (error, "standard output", "%s", g_strerror (errno));
}
