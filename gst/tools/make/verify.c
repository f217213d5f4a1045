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
/* Under this ratio, more of a channel is new than is old [dB]. */
#define ANOTHER_SOUND 0.0
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
  if (!master_compare_file (runner, path, name, MASTER_WORK_CHECK,
          result->passage, &decoded, &result->likeness, &local)) {
    if (g_error_matches (local, MASTER_ERROR, MASTER_ERROR_NO_DECODER)) {
      master_warn (name,
          "was not read back, because no decoder for it is installed");
      return TRUE;
    }
    if (g_error_matches (local, MASTER_ERROR, MASTER_ERROR_INPUT))
      local->code = MASTER_ERROR_FAILED; /* it is our own file, not an input */
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (!result->encoding.format->lossless) {
    result->decoded = decoded;
    result->has_decoded = TRUE;
    return TRUE;
  }
  if (!master_measurement_agrees (&decoded, &result->output))
    return master_fail (error, name,
        "does not read back as it was written (%.3f LUFS and %.3f dBTP for "
        "%.3f and %.3f)",
        decoded.integrated_loudness, decoded.true_peak,
        result->output.integrated_loudness, result->output.true_peak);
  decoded.correlation = result->output.correlation;
  result->output = decoded;
  return TRUE;
}

/* --- a lossy file beside what went in */

static void
tell_length (const MasterResult *result, const gchar *name)
{
  if (result->decoded.frames != result->output.frames)
    master_warn (name,
        "%" G_GUINT64_FORMAT " frames come back of %" G_GUINT64_FORMAT
        " that went in",
        result->decoded.frames, result->output.frames);
}

/* The channel of low frequencies has its upper ones cut off. */
static gboolean
is_low (const MasterMeasurement *sound, gint channel)
{
  const guint64 mask = sound->channel_mask;

  return sound->channels > 2 && (mask & LOW_FREQUENCIES) &&
      __builtin_popcountll (mask & (LOW_FREQUENCIES - 1)) == channel;
}

/* No place can be told of a channel that comes back as something else. */
static void
tell_likeness (const MasterResult *result, const gchar *name)
{
  const MasterLikeness *likeness = &result->likeness;
  const gint n = MIN (result->output.channels, MASTER_LEVELS);

  for (gint channel = 0; channel < n; channel++)
    if (!is_low (&result->output, channel) &&
        likeness->channels[channel] < ANOTHER_SOUND) {
      master_warn (name,
          "channel %d comes back as another sound than went in (a signal to "
          "noise ratio of %.1f dB)",
          channel + 1, likeness->channels[channel]);
      return;
    }
  if (likeness->late != 0)
    master_warn (name, "comes back %d frame%s %s than it went in",
        ABS (likeness->late), ABS (likeness->late) == 1 ? "" : "s",
        likeness->late > 0 ? "later" : "earlier");
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

static void
tell_levels (const MasterResult *result, const gchar *name)
{
  const gint n = MIN (result->output.channels, MASTER_LEVELS);
  gdouble first = NAN;

  for (gint channel = 0; channel < n; channel++) {
    const gdouble change = get_change (result, channel);

    if (isnan (first))
      first = change;
    if (!is_low (&result->output, channel) &&
        fabs (change - first) > WRONG_LEVEL)
      master_warn (name,
          "channel %d comes back %.1f dB away from where it was beside the "
          "others",
          channel + 1, change - first);
  }
}

/* A codec may change what it will, but not where it is and how much of it. */
void
master_verify_tell (const MasterRequest *request, const MasterResult *result)
{
  const gchar *name = request->delivery->output;

  if (!result->has_decoded || result->output.frames < SHORTEST)
    return;
  tell_length (result, name);
  if (result->likeness.known)
    tell_likeness (result, name);
  tell_levels (result, name);
}
