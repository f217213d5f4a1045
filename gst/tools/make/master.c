/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "master.h"

#include <math.h>

#include "codec.h"
#include "verify.h"
#include "tools/base/errors.h"
#include "tools/media/extras.h"
#include "tools/media/mp4tags.h"

/* The user is always told of a loudness that is less than the one asked
 * for, and of what it costs where it is insisted upon. */
static void
tell_cost (MasterMaking *self)
{
  const MasterOptions *options = self->request->options;
  const gdouble wanted = self->request->delivery->loudness;
  const gdouble goal =
      self->search.goal.loudness - self->search.lift + self->search.offset;
  const MasterResult *result = self->result;

  if (goal < wanted - MASTER_TOLERANCE) {
    self->result->reached = FALSE;
    master_warn (master_request_name (self->request),
        "%.1f LUFS would do damage, so it is brought to %.1f LUFS (--explain "
        "says what the damage is; --loudness insists)",
        wanted, goal);
  } else if (self->search.yields && !result->reached && isfinite (goal)) {
    master_warn (master_request_name (self->request),
        "%.1f LUFS would take more than %g dB of limiting, so it is brought to "
        "%.1f LUFS (%s)",
        wanted, self->search.goal.max_limiting,
        result->output.integrated_loudness,
        self->request->delivery->target ? "--max-limiting allows more"
                                        : "--loudness insists");
  } else if (!options->replay &&
      !master_options_is_given (options->max_limiting) &&
      result->limiting > MASTER_LIMITING) {
    master_warn (master_request_name (self->request),
        "%.1f LUFS takes %.1f dB of limiting, which will be heard", wanted,
        result->limiting);
  }
}

static GstElement *
new_chain (MasterMaking *self, GError **error)
{
  GstElement *chain = master_chain_new (&self->rounds.settings, error);

  if (!chain)
    return NULL;
  gst_object_ref_sink (chain);
  master_chain_set_limiter (chain, self->result->drive, self->result->ceiling);
  self->result->chain = master_chain_describe (chain);
  return chain;
}

static void
tell_extras (const MasterMaking *self)
{
  const MasterEncoding *encoding = &self->result->encoding;
  g_auto (MasterExtras) extras = { NULL };

  master_extras_read (&extras, self->request->input, encoding->resample > 0);
  master_extras_tell (&extras, self->request->delivery->output, encoding);
  master_extras_tell_chapters (&extras, self->request->delivery->output,
      encoding, self->result->tags);
  if (self->result->tags && master_encoding_is (encoding, "m4a") &&
      !master_mp4_has_place (self->result->tags))
    master_warn (self->request->delivery->output,
        "a cover that is neither JPEG nor PNG cannot be kept in M4A");
}

static gboolean
make (MasterMaking *self, GError **error)
{
  const MasterRequest *request = self->request;
  MasterResult *result = self->result;

  return master_encoding_choose (&result->encoding, &result->input,
             request->delivery->output, &request->delivery->words, error) &&
      master_making_begin (self, error) && master_making_search (self, error) &&
      master_codec_verify (self, error);
}

GstElement *
master_make (MasterRunner *runner, const MasterRequest *request,
    const MasterMaterial *material, const gchar *path, MasterResult *result,
    GError **error)
{
  g_auto (GStrv) set = master_delivery_settings (request->delivery,
      result->input.integrated_loudness, request->options->set);
  MasterMaking self = { .request = request,
    .material = material,
    .runner = runner,
    .result = result,
    .set = set,
    .rounds = { .request = request,
        .runner = runner,
        .encoding = &result->encoding,
        .path = path,
        .recording = material->recording,
        .takes = material->takes,
        .tags = &result->tags,
        .seconds = master_measurement_duration (&result->input),
        .settings = { .location = request->options->settings,
            .preset = request->options->preset,
            .planned = request->options->base,
            .set = set },
        .hash = material->hash } };
  GstElement *chain = NULL;

  if (make (&self, error)) {
    master_verify_tell (request, result);
    tell_extras (&self);
    chain = new_chain (&self, error);
  }
  if (chain && self.assist.plan &&
      !master_assist_conclude (&self.assist, result->after, chain,
          result->limiting, error))
    gst_clear_object (&chain);
  if (chain)
    tell_cost (&self);
  result->record = g_steal_pointer (&self.rounds.record);
  if (self.assist.plan)
    result->plan = gst_structure_copy (self.assist.plan);
  master_assist_clear (&self.assist);
  master_rounds_clear (&self.rounds);
  return chain;
}
