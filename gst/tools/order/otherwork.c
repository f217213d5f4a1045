/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "otherwork.h"

#include "tools/base/errors.h"

#define MAX_JOBS 1024

/* Options that say how to master do not go with --learn. */
static gboolean
masters_too (const MasterOptions *self)
{
  const gpointer texts[] = { self->output, self->format, self->target,
    self->targets, self->json, self->set, self->preset, self->make,
    self->settings, self->save_settings, self->profile, self->reference,
    self->match_text, self->report, self->codec_ceiling, self->again,
    self->undo, self->mix, self->tag, self->stems };
  gboolean given = master_options_is_given (self->loudness) ||
      master_options_is_given (self->ceiling) ||
      master_options_is_given (self->strength) ||
      self->bits != MASTER_NO_NUMBER || self->rate != 0 || self->dual_mono ||
      master_options_is_given (self->max_limiting) || self->analyze ||
      self->explain || self->best_effort || self->plain || self->dry_run;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    given |= texts[i] != NULL;
  return given;
}

gboolean
master_other_check_learning (const MasterOptions *self, GError **error)
{
  if (self->jobs < 0 || self->jobs > MAX_JOBS)
    return master_usage (error, "--jobs must be 1 to %d", MAX_JOBS);
  if (!self->learn)
    return TRUE;
  if (masters_too (self))
    return master_usage (error,
        "--learn makes a profile and no master; the only options that go with "
        "it are --jobs, --force and --quiet");
  /* --profile takes a name that ends so for a file. */
  return g_str_has_suffix (self->learn, ".json") ||
      master_usage (error, "--learn: the name of a profile must end in .json");
}

/* An album's project says what else is wanted. */
gboolean
master_other_check_album (const MasterOptions *self, GError **error)
{
  const gboolean makes = self->album && !self->check;

  if (!!self->album + !!self->new_album + !!self->check_ddp > 1)
    return master_usage (error,
        "--album, --new-album and --check-ddp: only one of them");
  if (self->new_album)
    return TRUE;
  if (self->names)
    return master_usage (error, "%s: the songs of an album are in its project",
        *self->names);
  if (makes && (!self->output || !*self->output))
    return master_usage (error, "no folder for the album: give -o DIR/");
  if (!makes && self->output)
    return master_usage (error, "nothing is written, and -o has no use");
  if (self->profile || self->reference || self->target || self->settings ||
      self->preset || self->make || self->again || self->undo ||
      self->codec_ceiling || self->tag || self->stems ||
      master_options_is_given (self->loudness) ||
      master_options_is_given (self->ceiling))
    return master_usage (error,
        "an album's project says how it is mastered: of the other options "
        "--album knows -o, --report, --json, --explain, --jobs, --targets, "
        "--set, --max-limiting, --force and --quiet");
  if (!makes && (self->json || self->report || self->explain))
    return master_usage (error,
        "nothing is made, so there is nothing to report");
  if (self->jobs < 0 || self->jobs > MAX_JOBS)
    return master_usage (error, "--jobs must be 1 to %d", MAX_JOBS);
  return TRUE;
}

/* The manifest says what is made of what. */
gboolean
master_other_check_manifest (const MasterOptions *self, GError **error)
{
  if (!self->manifest)
    return (!self->shard && !self->results) ||
        master_usage (error, "--shard and --results are for --manifest");
  if (!self->results)
    return master_usage (error,
        "--manifest needs a file for what came of its jobs: --results "
        "FILE.jsonl");
  if (self->names)
    return master_usage (error,
        "%s: the manifest names the songs, and no other is taken",
        *self->names);
  if (self->output || self->json || self->report || self->save_settings ||
      self->analyze || self->again || self->undo || self->stems)
    return master_usage (error,
        "--manifest makes the master that each of its lines names; -o, --json, "
        "--report and --save-settings can be options of a line");
  return self->jobs >= 0 && self->jobs <= MAX_JOBS
      ? TRUE
      : master_usage (error, "--jobs must be 1 to %d", MAX_JOBS);
}
