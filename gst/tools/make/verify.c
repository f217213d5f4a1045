/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "verify.h"

#include "tools/base/errors.h"
#include "tools/media/carry.h"
#include "tools/media/gapless.h"
#include "tools/media/ogg.h"

static gboolean
finish (const MasterRequest *request, const MasterResult *result,
    const gchar *path, GError **error)
{
  const gchar *name = request->delivery->output;
  g_auto (MasterExtras) extras = { NULL };

  if (g_str_has_suffix (result->encoding.codec->launch, "oggmux") &&
      !master_ogg_set_number (path, name, error))
    return FALSE;
  master_extras_read (&extras, request->input, result->encoding.resample > 0);
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
