/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * SECTION:plugin-mastering
 *
 * Audio mastering: every stage an element, a chain of them all, a meter.
 */
#include <gio/gio.h>
#include <gst/gst.h>

#include "elements/gstmasterchain.h"
#include "elements/gstmasterrestore.h"

#define STAGE(stem) GST_ELEMENT_REGISTER_DECLARE (master##stem)
#include "mst-stages.inc"
#undef STAGE

static gboolean
plugin_init (GstPlugin *plugin)
{
  gboolean ok = TRUE;

  /* GLib opens what is compiled in when it is asked for it first; a second
   * thread that asks meanwhile gets NULL. So it is asked here, by one. */
  g_resources_get_info ("/gst-mastering", 0, NULL, NULL, NULL);
#define STAGE(stem) ok &= GST_ELEMENT_REGISTER (master##stem, plugin);
#include "mst-stages.inc"
#undef STAGE
  ok &= GST_ELEMENT_REGISTER (masterchain, plugin);
  ok &= GST_ELEMENT_REGISTER (masterrestore, plugin);
  return ok;
}

GST_PLUGIN_DEFINE (GST_VERSION_MAJOR, GST_VERSION_MINOR, mastering,
    "Audio mastering", plugin_init, VERSION, "LGPL", PACKAGE, HOMEPAGE)
