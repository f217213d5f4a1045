/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "verdict.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tools/base/colour.h"

#define SAME_LU 0.3 /* less is not heard as a difference of loudness */

/* The samples that a player gets. */
static const MasterMeasurement *
get_heard (const MasterResult *result)
{
  return result->has_decoded ? &result->decoded : &result->output;
}

static gboolean
is_kept (const MasterRequest *request, const MasterResult *result)
{
  return master_measurement_peak (get_heard (result)) <=
      request->delivery->ceiling;
}

static gchar *
tell_loudness (const MasterResult *result)
{
  const gdouble is = get_heard (result)->integrated_loudness;
  const gdouble change = is - result->input.integrated_loudness;

  if (!isfinite (is) || !isfinite (change))
    return g_strdup ("It has no loudness");
  if (fabs (change) < SAME_LU)
    return g_strdup_printf ("It is as loud as the mix, %.1f LUFS", is);
  return g_strdup_printf ("It is %.1f LU %s than the mix, %.1f LUFS",
      fabs (change), change > 0.0 ? "louder" : "softer", is);
}

gchar *
master_verdict_new (const MasterRequest *request, const MasterResult *result)
{
  const MasterDelivery *delivery = request->delivery;
  g_autofree gchar *loudness = tell_loudness (result);
  g_autofree gchar *missed = NULL;

  if (request->options->replay)
    return g_strdup_printf ("%s, by the settings as they are.", loudness);
  if (!result->reached)
    missed = g_strdup_printf ("%.1f LUFS would do damage or is out of reach: ",
        delivery->loudness);
  if (missed)
    *loudness = g_ascii_tolower (*loudness);
  return g_strdup_printf ("%s%s, %s %.1f dBTP.", missed ? missed : "", loudness,
      is_kept (request, result) ? "and no peak passes" : "and peaks pass",
      delivery->ceiling);
}

void
master_verdict_print (const MasterRequest *request, const MasterResult *result)
{
  g_autofree gchar *text = master_verdict_new (request, result);
  const gboolean good = is_kept (request, result) &&
      (result->reached || request->options->replay);

  if (master_colour_is_wanted (STDOUT_FILENO))
    printf ("%s%s" MASTER_PLAIN "\n\n", good ? MASTER_GREEN : MASTER_YELLOW,
        text);
  else
    printf ("%s\n\n", text);
}
