/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "codec.h"

#include <math.h>

#include "tools/base/errors.h"
#include "verify.h"

/* A lossy file decodes to this near to the loudness [LU]; its peaks move a
 * little from encode to encode, hence the steps below [dB]. */
#define CODEC_TOLERANCE 0.1
#define CODEC_ROUNDS ((guint) G_N_ELEMENTS (codec_steps))
#define CODEC_MOST 12.0 /* below the ceiling [dB] */

static const gdouble codec_steps[] = { 0.02, 0.05, 0.05, 0.1, 0.2, 0.4, 0.8 };

static gboolean
verify (MasterMaking *self, GError **error)
{
  return master_verify (self->runner, self->request, self->rounds.path,
      self->result, error);
}

/* Returns by how much the decoded file passes the ceiling [dB]. */
static gdouble
get_excess (const MasterMaking *self)
{
  return master_measurement_peak (&self->result->decoded) -
      self->request->delivery->ceiling;
}

/* Returns by how much the decoded file is too soft [LU]. */
static gdouble
get_lack (const MasterMaking *self)
{
  const MasterResult *result = self->result;
  const gdouble wanted = result->reached
      ? self->search.goal.loudness - self->search.lift
      : result->output.integrated_loudness;

  return isfinite (wanted) && isfinite (result->decoded.integrated_loudness)
      ? wanted - result->decoded.integrated_loudness
      : 0.0;
}

static gboolean
is_held (const MasterMaking *self)
{
  return !self->result->has_decoded || self->search.replays ||
      (!(get_excess (self) > 0.0) && fabs (get_lack (self)) <= CODEC_TOLERANCE);
}

/* Each encode has its own few frames that stick out, so that the margin grows
 * from round to round. */
static gboolean
search_lower (MasterMaking *self, guint round, GError **error)
{
  const gdouble excess = get_excess (self);
  const gdouble lack = self->result->reached ? get_lack (self) : 0.0;
  const gboolean lifts = fabs (lack) > 0.5 * CODEC_TOLERANCE;

  master_search_resume (&self->search,
      excess > 0.0 ? excess + codec_steps[round] : 0.0, lifts ? lack : 0.0);
  if (self->search.step == MASTER_STEP_REFUSED)
    return master_fail (error, NULL, "the range of the limiter's ceiling ends");
  return master_making_search (self, error);
}

static gboolean
refuse_codec (const MasterMaking *self, const gchar *why, GError **error)
{
  return master_fail (error, self->request->delivery->output,
      "%s decodes to %.2f LUFS and %.2f dBTP where %.2f and %.2f were asked "
      "for, and cannot be brought there (%s); ask for a lower ceiling or "
      "loudness, or go on with --best-effort",
      self->result->encoding.format->name,
      self->result->decoded.integrated_loudness,
      master_measurement_peak (&self->result->decoded),
      self->search.goal.loudness - self->search.lift,
      self->request->delivery->ceiling, why);
}

/* Renders, encodes, decodes and measures until the decoded file is what was
 * asked for. */
gboolean
master_codec_verify (MasterMaking *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  const gdouble ceiling = self->request->delivery->ceiling;

  if (!verify (self, error))
    return FALSE;
  for (guint i = 0; i < CODEC_ROUNDS && !is_held (self); i++) {
    if (ceiling - self->search.goal.ceiling > CODEC_MOST ||
        !search_lower (self, i, &local))
      break;
    if (!verify (self, error))
      return FALSE;
  }
  if (is_held (self))
    return TRUE;
  if (g_error_matches (local, MASTER_ERROR, MASTER_ERROR_INTERRUPTED)) {
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  if (local || !self->request->options->best_effort)
    return refuse_codec (self, local ? local->message : "it does not settle",
        error);
  master_warn (self->request->delivery->output,
      "%s decodes to %.2f LUFS and %.2f dBTP",
      self->result->encoding.format->name,
      self->result->decoded.integrated_loudness,
      master_measurement_peak (&self->result->decoded));
  return TRUE;
}
