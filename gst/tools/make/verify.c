/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "verify.h"

#include <math.h>

#include "tools/base/errors.h"
#include "tools/media/carry.h"
#include "tools/media/gapless.h"
#include "tools/media/ogg.h"

/* A channel under this counts as silent [dBFS], and one that comes back so far
 * from where it was is wrong [dB]. */
#define AUDIBLE -60.0
#define WRONG_LEVEL 1.5
/* Decoders give anything for a song that is shorter than a packet. */
#define SHORTEST 4800
/* GStreamer's bit of it. */
#define LOW_FREQUENCIES ((guint64) 8)

static gboolean
finish (const MasterRequest *request, MasterResult *result, const gchar *path,
    GError **error)
{
  const gchar *name = request->delivery->output;
  g_auto (MasterExtras) extras = { NULL };

  if (g_str_has_suffix (result->encoding.codec->launch, "oggmux") &&
      !master_ogg_set_number (path, name, error))
    return FALSE;
  master_extras_read (&extras, request->input, result->encoding.resample > 0);
  extras.collected = &result->tags;
  return master_gapless_finish (path, name, &result->encoding,
             result->output.frames, error) &&
      master_carry_finish (path, name, &result->encoding, &extras,
          &result->output, error);
}

/* The level of a channel beside that of the first one that sounds [dB]; NAN
 * where nothing sounds. */
static gdouble
get_change (const MasterResult *result, gint channel)
{
  const gdouble before = result->output.levels[channel];

  return before > AUDIBLE ? result->decoded.levels[channel] - before
                          : (gdouble) NAN;
}

/* A codec may change what it will, but not where it is and how much of it. The
 * channel of low frequencies has its upper ones cut off. */
static void
compare (const MasterResult *result, const gchar *name)
{
  const guint64 mask = result->output.channel_mask;
  const gint n = MIN (result->output.channels, MASTER_LEVELS);
  gdouble first = NAN;

  if (result->output.frames >= SHORTEST &&
      result->decoded.frames != result->output.frames)
    master_warn (name,
        "%" G_GUINT64_FORMAT " frames come back of %" G_GUINT64_FORMAT
        " that went in",
        result->decoded.frames, result->output.frames);
  for (gint channel = 0; channel < n; channel++) {
    const gdouble change = get_change (result, channel);
    const gboolean low = n > 2 && (mask & LOW_FREQUENCIES) &&
        __builtin_popcountll (mask & (LOW_FREQUENCIES - 1)) == channel;

    if (isnan (first))
      first = change;
    if (!low && fabs (change - first) > WRONG_LEVEL)
      master_warn (name,
          "channel %d comes back %.1f dB away from where it was beside the "
          "others",
          channel + 1, change - first);
  }
}

/* Reads back what was written. A meter's correlation is of its last 3 s, an
 * analyser's of the whole; the one that is known stays. */
gboolean
master_verify (MasterRunner *runner, const MasterRequest *request,
    const gchar *path, MasterResult *result, GError **error)
{
  MasterMeasurement decoded;
  g_autoptr (GError) local = NULL;
  const gchar *name = request->delivery->output;

  if (!finish (request, result, path, error))
    return FALSE;
  if (!master_measure_file (runner, path, name, "Checking", &decoded, &local)) {
    if (g_error_matches (local, MASTER_ERROR, MASTER_ERROR_NO_DECODER)) {
      master_warn (name,
          "was not read back, because no decoder for it is installed");
      return TRUE;
    }
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!result->encoding.format->lossless) {
    result->decoded = decoded;
    result->has_decoded = TRUE;
    compare (result, name);
    return TRUE;
  }
  if (!master_measurement_agrees (&decoded, &result->output))
    return master_fail (error, name,
        "does not read back as it was written "
        "(%.3f LUFS, %.3f dBTP instead of %.3f, %.3f)",
        decoded.integrated_loudness, decoded.true_peak,
        result->output.integrated_loudness, result->output.true_peak);
  decoded.correlation = result->output.correlation;
  result->output = decoded;
  return TRUE;
}
