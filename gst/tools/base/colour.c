/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "colour.h"

#include <unistd.h>

gboolean
master_colour_is_wanted (gint descriptor)
{
  const gchar *no = g_getenv ("NO_COLOR");
  const gchar *terminal = g_getenv ("TERM");

  return !(no && *no) && g_strcmp0 (terminal, "dumb") != 0 &&
      isatty (descriptor);
}
