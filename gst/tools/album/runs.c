/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "runs.h"

#include <math.h>

#include "join.h"
#include "sound.h"
#include "tools/base/errors.h"
#include "tools/make/batch.h"
#include "tools/media/songs.h"

/* All runs become quieter where one of them misses its loudness by more [LU].
 */
#define MISSES 0.1

/* A run on its way: what it is made of, how loud it is to become, and how. */
typedef struct {
  MasterRun *run;
  const MasterRunInput *input;
  gdouble loudness;
  MasterOptions options;
} Work;

static void
run_free (gpointer data)
{
  MasterRun *self = data;

  g_free (self->path);
  mst_sequence_free (self->own);
  g_clear_pointer (&self->plan, gst_structure_free);
  g_free (self);
}

guint64 *
master_runs_frames (const MasterAlbumMaterial *self, gint rate)
{
  guint64 *frames = g_new (guint64, self->project->songs->len);

  for (guint i = 0; i < self->project->songs->len; i++)
    frames[i] = master_join_frames (self->length[i], self->rates[i], rate);
  return frames;
}

static MasterRun *
new_run (const MasterAlbumMaterial *self, const MasterRunGoal *goal,
    guint first, GError **error)
{
  MasterRun *run = g_new0 (MasterRun, 1);
  g_autofree guint64 *frames = NULL;

  run->first = first;
  run->n = master_inputs_run (self->project, first);
  run->rate =
      goal->rate > 0 ? goal->rate : master_inputs_rate (self, first, run->n);
  run->channels = master_inputs_channels (self, first, run->n, &run->layout);
  run->path =
      g_strdup_printf ("%s/%s-%02u.wav", self->work, goal->kind, first + 1);
  frames = master_runs_frames (self, run->rate);
  run->own = mst_sequence_new (self->project, frames, run->rate, FALSE, error);
  return run;
}

/* --- the masters */

static MasterOptions
options_of (const MasterAlbumMaterial *self, const MasterRunGoal *goal)
{
  const MstProject *project = self->project;
  MasterOptions options = *self->options;

  options.bits = goal->bits;
  options.force = options.quiet = TRUE;
  options.json = options.report = options.save_settings = NULL;
  options.explain = options.keeps = FALSE;
  options.profile = project->profile;
  options.strength = project->strength;
  options.assist = project->profile || project->make;
  return options;
}

static gboolean
prepare (Work *work, MasterRunner *runner, MasterAlbumMaterial *self,
    const MasterRunGoal *goal, GError **error)
{
  const MasterRun *run = work->run;
  const guint loudest = master_inputs_loudest (self, run->first, run->n);

  work->input = master_inputs_get (runner, self, run->first, run->rate, error);
  if (!work->input)
    return FALSE;
  work->loudness =
      goal->target->loudness + self->offsets[loudest] + work->input->above;
  work->options = options_of (self, goal);
  master_sound_choose (self, run->first, &work->options);
  return TRUE;
}

static void
add_request (MasterProject *requests, const MasterRunGoal *goal,
    const Work *work)
{
  GArray *deliveries = g_array_new (FALSE, TRUE, sizeof (MasterDelivery));
  MasterSong *song = g_new0 (MasterSong, 1);
  const MasterDelivery delivery = { .output = work->run->path,
    .loudness = work->loudness,
    .ceiling = goal->target->ceiling,
    .max_limiting = isnan (goal->target->max_limiting)
        ? requests->options->max_limiting
        : goal->target->max_limiting,
    .yields = !isnan (goal->target->max_limiting),
    .settings = goal->target->settings,
    .record = MASTER_NO_RECORD,
    .words = { .bits = goal->bits, .shaping = goal->target->shaping } };
  MasterRequest request = { .options = &work->options,
    .input = work->input->path,
    .measured = work->input->known ? &work->input->measured : NULL,
    .analysis = work->input->analysis };

  g_array_append_val (deliveries, delivery);
  g_ptr_array_add (requests->deliveries, deliveries);
  g_ptr_array_add (requests->songs, song);
  song->name = song->path = work->input->path;
  request.delivery = &g_array_index (deliveries, MasterDelivery, 0);
  g_array_append_val (requests->requests, request);
}

/* A run that fails is told with the songs that it is made of. */
static gboolean
check_results (const MasterAlbumMaterial *self, const Work *works, guint n,
    const MasterResult *results, GError **error)
{
  for (guint i = 0; i < n; i++) {
    g_autofree gchar *where =
        mst_project_place (self->project, works[i].run->first);
    if (results[i].error)
      return master_fail_as (error, master_error_of_status (results[i].status),
          where, "%s", results[i].error);
  }
  return TRUE;
}

static void
take_result (MasterRun *run, const Work *work, const MasterResult *result)
{
  run->goal = work->loudness;
  run->output = result->output;
  run->limiting = result->limiting;
  if (!result->plan)
    return;
  g_clear_pointer (&run->plan, gst_structure_free);
  run->plan = gst_structure_copy (result->plan);
}

static gboolean
take_results (MasterAlbumMaterial *self, const Work *works, guint n,
    const MasterResult *results, GError **error)
{
  for (guint i = 0; i < n; i++) {
    take_result (works[i].run, &works[i], &results[i]);
    if (!master_sound_keep (self, works[i].run->first, works[i].run->plan,
            error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
master_works (MasterRunner *runner, MasterAlbumMaterial *self,
    const MasterRunGoal *goal, const Work *works, guint n, GError **error)
{
  const MasterOptions options = options_of (self, goal);
  g_autofree MasterResult *results = g_new0 (MasterResult, n);
  MasterProject project = { .options = &options,
    .songs = g_ptr_array_new_with_free_func (g_free),
    .deliveries =
        g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref),
    .requests = g_array_new (FALSE, FALSE, sizeof (MasterRequest)),
    .n_deliveries = 1 };
  gboolean good;

  for (guint i = 0; i < n; i++)
    add_request (&project, goal, &works[i]);
  good = master_batch_make (runner, &project, results, error);
  if (!good && n > 1 && master_runner_check (runner, NULL, NULL)) {
    g_clear_error (error);
    check_results (self, works, n, results, error);
  }
  good = good && take_results (self, works, n, results, error);
  for (guint i = 0; i < n; i++)
    master_result_clear (&results[i]);
  g_ptr_array_unref (project.songs);
  g_ptr_array_unref (project.deliveries);
  g_array_unref (project.requests);
  return good;
}

/* --- distances */

static gdouble
missing (const Work *work)
{
  return work->loudness - work->run->output.integrated_loudness;
}

/* The assistant makes a song quieter where its loudness would do damage. Then
 * the others follow, with the sound that was found for them; that one stays as
 * it is. */
static gboolean
keep_distances (MasterRunner *runner, MasterAlbumMaterial *self,
    const MasterRunGoal *goal, const Work *works, guint n, GError **error)
{
  g_autofree Work *others = g_new0 (Work, n);
  gdouble most = 0.0;
  guint odd = 0, count = 0;

  for (guint i = 0; i < n; i++)
    if (missing (&works[i]) > most) {
      most = missing (&works[i]);
      odd = i;
    }
  if (n < 2 || !(most > MISSES) || self->project->level == MST_LEVEL_EVEN)
    return TRUE;
  for (guint i = 0; i < n; i++) {
    if (most - missing (&works[i]) <= MISSES)
      continue;
    others[count] = works[i];
    others[count].loudness -= most;
    others[count].options = options_of (self, goal);
    master_sound_choose (self, works[i].run->first, &others[count].options);
    count++;
  }
  master_warn (mst_project_song (self->project, works[odd].run->first)->file,
      "its loudness would do damage, so all songs are %.1f LU quieter, and "
      "keep their distances",
      most);
  return count == 0 || master_works (runner, self, goal, others, count, error);
}

static gboolean
make_works (MasterRunner *runner, MasterAlbumMaterial *self,
    const MasterRunGoal *goal, GPtrArray *runs, GError **error)
{
  g_autofree Work *works = g_new0 (Work, runs->len);
  gboolean good = TRUE;

  for (guint i = 0; good && i < runs->len; i++) {
    works[i].run = g_ptr_array_index (runs, i);
    good = prepare (&works[i], runner, self, goal, error);
  }
  return good && master_works (runner, self, goal, works, runs->len, error) &&
      keep_distances (runner, self, goal, works, runs->len, error);
}

GPtrArray *
master_runs_make (MasterRunner *runner, MasterAlbumMaterial *self,
    const MasterRunGoal *goal, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (run_free);

  for (guint i = 0; i < self->project->songs->len;) {
    MasterRun *run = new_run (self, goal, i, error);
    g_ptr_array_add (runs, run);
    if (!run->own)
      return NULL;
    i += run->n;
  }
  return make_works (runner, self, goal, runs, error) ? g_steal_pointer (&runs)
                                                      : NULL;
}
