/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "diagnose.h"

#include <string.h>

#include <gst/pbutils/pbutils.h>

#include "tools/base/errors.h"

void
master_diagnose_missing (GstMessage *message, gchar **what)
{
  const GstStructure *structure = gst_message_get_structure (message);
  const GstCaps *caps;
  GstPbUtilsCapsDescriptionFlags kind;

  if (*what || !gst_is_missing_plugin_message (message))
    return;
  caps = gst_value_get_caps (gst_structure_get_value (structure, "detail"));
  if (!caps || !gst_caps_is_fixed (caps))
    return;
  kind = gst_pb_utils_get_caps_description_flags (caps);
  /* A picture that cannot be shown does not keep the sound from being read. */
  if (kind &
      (GST_PBUTILS_CAPS_DESCRIPTION_FLAG_VIDEO |
          GST_PBUTILS_CAPS_DESCRIPTION_FLAG_IMAGE |
          GST_PBUTILS_CAPS_DESCRIPTION_FLAG_SUBTITLE))
    return;
  *what = gst_missing_plugin_message_get_description (message);
}

/* The system's own words, which elements put at the end of the debug text:
 * "...: system error: File too large". */
static const gchar *
find_system_error (const gchar *debug)
{
  static const gchar key[] = "system error: ";
  const gchar *found = debug ? strstr (debug, key) : NULL;

  return found ? found + strlen (key) : NULL;
}

/* The reason that streaming stopped: two elements found no common format. */
static gboolean
is_negotiation (const gchar *debug)
{
  return debug && strstr (debug, "reason not-negotiated");
}

static void
tell_writing (const MasterPass *pass, const GError *cause, const gchar *debug,
    GError **error)
{
  const gchar *system = find_system_error (debug);

  if (g_error_matches (cause, GST_RESOURCE_ERROR,
          GST_RESOURCE_ERROR_NO_SPACE_LEFT))
    master_fail_as (error, MASTER_ERROR_TEMPORARY, pass->output,
        "cannot write: no space left");
  else if (cause->domain == GST_RESOURCE_ERROR)
    master_fail (error, pass->output, "cannot write: %s",
        system ? system : cause->message);
  else
    master_fail (error, pass->output, "the encoder fails: %s", cause->message);
}

static void
tell_reading (const MasterPass *pass, const GError *cause, const gchar *debug,
    const gchar *missing, GError **error)
{
  const gchar *system = find_system_error (debug);

  if (cause->domain == MASTER_ERROR)
    g_set_error (error, MASTER_ERROR, cause->code, "%s: %s", pass->input,
        cause->message);
  else if (missing)
    g_set_error (error, MASTER_ERROR, MASTER_ERROR_NO_DECODER,
        "%s: cannot be read, because no %s is installed", pass->input, missing);
  else if (g_error_matches (cause, GST_STREAM_ERROR,
               GST_STREAM_ERROR_TYPE_NOT_FOUND) ||
      g_error_matches (cause, GST_STREAM_ERROR, GST_STREAM_ERROR_WRONG_TYPE))
    master_fail_as (error, MASTER_ERROR_INPUT, pass->input,
        "is not an audio file");
  else if (g_error_matches (cause, GST_CORE_ERROR,
               GST_CORE_ERROR_MISSING_PLUGIN))
    master_fail_as (error, MASTER_ERROR_INPUT, pass->input,
        "there is no audio in it");
  else if (is_negotiation (debug))
    master_fail_as (error, MASTER_ERROR_INPUT, pass->input,
        "its sound has a format that cannot be taken (%s)", cause->message);
  else if (cause->domain == GST_STREAM_ERROR)
    master_fail_as (error, MASTER_ERROR_INPUT, pass->input,
        "is broken or cut off: it cannot be decoded to its end (%s)",
        cause->message);
  else
    master_fail_as (error,
        g_error_matches (cause, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ)
            ? MASTER_ERROR_TEMPORARY
            : MASTER_ERROR_INPUT,
        pass->input, "cannot be read: %s", system ? system : cause->message);
}

void
master_diagnose (const MasterPass *pass, GstMessage *message,
    const gchar *missing, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree gchar *debug = NULL;
  GstObject *origin = GST_MESSAGE_SRC (message);

  gst_message_parse_error (message, &cause, &debug);
  GST_INFO ("%s: %s", cause->message, debug);
  if (pass->writer &&
      gst_object_has_as_ancestor (origin, GST_OBJECT (pass->writer)))
    tell_writing (pass, cause, debug, error);
  else
    tell_reading (pass, cause, debug, missing, error);
}
