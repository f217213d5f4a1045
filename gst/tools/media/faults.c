/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "faults.h"

#include "input.h"
#include "tools/base/errors.h"

/* Fails or warns. */
static gboolean
judge (const gchar *name, MasterFaults how, const gchar *text,
    const gchar *offer, GError **error)
{
  if (how != MASTER_FAULTS_WARN)
    return master_fail_as (error, MASTER_ERROR_INPUT, name, "%s%s", text,
        how == MASTER_FAULTS_OFFER ? offer : "");
  master_warn (name, "%s", text);
  return TRUE;
}

static gboolean
check_whole (const MasterMeasurement *measured, const gchar *path,
    const gchar *name, MasterFaults how, GError **error)
{
  const guint64 promised = master_input_promised_frames (path);
  const gdouble rate = measured->sample_rate;
  g_autofree gchar *text = NULL;

  if (measured->frames >= promised)
    return TRUE;
  text = g_strdup_printf ("is cut off: %.2f of %.2f s are there",
      measured->frames / rate, promised / rate);
  return judge (name, how, text, " (--best-effort goes on with these)", error);
}

/* Only the first of several streams, one behind the other, is read. */
static gboolean
check_single (const MasterMeasurement *measured, const gchar *path,
    const gchar *name, MasterFaults how, GError **error)
{
  const gdouble seconds = master_measurement_duration (measured);
  g_autofree gchar *text = NULL;

  if (!measured->chained && !master_input_is_chained (path))
    return TRUE;
  text = how == MASTER_FAULTS_WARN
      ? g_strdup_printf ("holds several streams, one behind the other; only "
                         "the first, %.2f s, is read",
            seconds)
      : g_strdup_printf ("holds several streams, one behind the other, of "
                         "which only the first, %.2f s, can be read",
            seconds);
  return judge (name, how, text, " (--best-effort goes on with it)", error);
}

gboolean
master_faults_check (const MasterMeasurement *measured, const gchar *path,
    const gchar *name, MasterFaults how, gboolean peaks_go_on, GError **error)
{
  /* Whoever refuses all faults judges this one by another rule. */
  if (measured->invalid_samples > 0 && how != MASTER_FAULTS_REFUSE)
    master_warn (name,
        "%" G_GUINT64_FORMAT " samples are not numbers (NaN or infinite) and "
        "count as silence",
        measured->invalid_samples);
  return check_whole (measured, path, name, how, error) &&
      check_single (measured, path, name, how, error) &&
      master_measurement_check_crest (measured, name,
          peaks_go_on || how == MASTER_FAULTS_WARN, error);
}
