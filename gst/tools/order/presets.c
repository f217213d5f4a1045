/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "presets.h"

#include <errno.h>
#include <stdio.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"

/* A stage's presets are called STAGE:NAME. */
static void
print_all (GstElement *element, const gchar *stage)
{
  g_auto (GStrv) names = gst_preset_get_preset_names (GST_PRESET (element));

  for (gchar **name = names; name && *name; name++) {
    g_autofree gchar *shown =
        stage ? g_strconcat (stage, ":", *name, NULL) : g_strdup (*name);
    g_autofree gchar *comment = NULL;

    gst_preset_get_meta (GST_PRESET (element), *name, "comment", &comment);
    printf ("%-27s %s\n", shown, comment ? comment : "");
  }
}

gboolean
master_presets_print (GError **error)
{
  g_autoptr (GstElement) chain = master_element ("masterchain", error);
  g_autofree gchar *list = NULL;
  g_auto (GStrv) stages = NULL;

  if (!chain)
    return FALSE;
  gst_object_ref_sink (chain);
  print_all (chain, NULL);
  g_object_get (chain, "stages", &list, NULL);
  stages = g_strsplit (list, ",", -1);
  for (gchar **stage = stages; *stage; stage++) {
    g_autoptr (GstElement) element =
        gst_bin_get_by_name (GST_BIN (chain), *stage);

    if (element && GST_IS_PRESET (element))
      print_all (element, *stage);
  }
  return (fflush (stdout) == 0 && !ferror (stdout)) ||
      master_fail (error, "standard output", "%s", g_strerror (errno));
}
