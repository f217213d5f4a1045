/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "codec.h"

#include <math.h>

#include "render.h"
#include "tools/base/errors.h"
#include "tools/media/coding.h"
#include "tools/media/gapless.h"
#include "tools/media/output.h"
#include "verify.h"

/* --- a lossless master behind a codec */

static gboolean
encode_and_measure (MasterMaking *self, const MasterCoding *coding,
    const gchar *path, MasterTried *tried, GError **error)
{
  MasterResult *result = self->result;
  MasterEncoding encoding;
  const MasterRender copy = { .input = self->rounds.path,
    .output = self->request->delivery->output,
    .path = path,
    .encoding = &encoding };

  if (!master_coding_choose (coding, &result->output, &encoding, error) ||
      !master_render_copy (self->runner, &copy, MASTER_WORK_CODEC, error))
    return FALSE;
  return (encoding.resample > 0 ||
             master_gapless_finish (path, coding->name, &encoding,
                 result->output.frames, error)) &&
      master_compare_file (self->runner, path, coding->name, MASTER_WORK_CODEC,
          result->passage, &tried->decoded, &tried->likeness, error);
}

static gboolean
try_coding (MasterMaking *self, const MasterCoding *coding, GError **error)
{
  MasterOutput trial;
  MasterTried tried = { .name = coding->name };
  gboolean ok;

  if (!master_output_open_trial (&trial, self->rounds.path, error)) {
    master_output_clear (&trial);
    return FALSE;
  }
  ok = encode_and_measure (self, coding, trial.temporary, &tried, error);
  master_output_clear (&trial);
  if (ok)
    master_result_add_tried (self->result, &tried);
  return ok;
}

/* --- what is heard */

static gboolean
listen (MasterMaking *self, MasterHeard *heard, GError **error)
{
  const GPtrArray *codings = self->request->options->codings;
  MasterResult *result = self->result;

  *heard = (MasterHeard){ NAN, -INFINITY };
  if (!master_verify (self->runner, self->request, self->rounds.path, result,
          error))
    return FALSE;
  if (result->has_decoded) {
    heard->loudness = result->decoded.integrated_loudness;
    heard->true_peak = master_measurement_peak (&result->decoded);
  }
  g_clear_pointer (&result->tried, g_array_unref);
  for (guint i = 0; codings && i < codings->len; i++)
    if (!try_coding (self, g_ptr_array_index (codings, i), error))
      return FALSE;
  if (result->tried)
    heard->true_peak =
        master_measurement_peak (&master_result_worst (result)->decoded);
  return TRUE;
}

/* Returns what a decoder makes of it, for messages. */
static gchar *
describe (const MasterMaking *self)
{
  const MasterResult *result = self->result;
  const MasterTried *worst = master_result_worst (result);
  const MasterMeasurement *decoded = worst ? &worst->decoded : &result->decoded;

  return g_strdup_printf ("%s decodes to %.2f LUFS and %.2f dBTP",
      worst ? worst->name : result->encoding.format->name,
      decoded->integrated_loudness, master_measurement_peak (decoded));
}

static gboolean
refuse_codec (const MasterMaking *self, const gchar *why, GError **error)
{
  g_autofree gchar *what = describe (self);

  return master_fail_as (error, MASTER_ERROR_GOAL,
      self->request->delivery->output,
      "%s where %.2f and %.2f were asked for, and cannot be brought there "
      "(%s); ask for a lower ceiling or loudness, or go on with --best-effort",
      what, self->search.goal.loudness - self->search.lift,
      self->search.promise, why);
}

static gboolean
settle_for (const MasterMaking *self, GError **error)
{
  g_autofree gchar *what = describe (self);

  if (!self->request->options->best_effort)
    return refuse_codec (self, "it does not settle", error);
  master_warn (self->request->delivery->output, "%s", what);
  return TRUE;
}

/* Renders, encodes, decodes and measures until the decoded file is what was
 * asked for. */
gboolean
master_codec_verify (MasterMaking *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  MasterSearch *search = &self->search;
  MasterHeard heard;

  if (!listen (self, &heard, error))
    return FALSE;
  while (!master_search_holds (search, &heard)) {
    master_search_hear (search, &heard);
    if (search->step == MASTER_STEP_REFUSED)
      return search->verdict == MASTER_VERDICT_UNSETTLED
          ? settle_for (self, error)
          : refuse_codec (self, "the range of the limiter's ceiling ends",
                error);
    if (!master_making_search (self, &local))
      break;
    if (!listen (self, &heard, error))
      return FALSE;
  }
  if (!local)
    return TRUE;
  if (!g_error_matches (local, MASTER_ERROR, MASTER_ERROR_INTERRUPTED))
    return refuse_codec (self, local->message, error);
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}
