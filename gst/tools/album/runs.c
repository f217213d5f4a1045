/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "runs.h"

#include <math.h>

#include "join.h"
#include "tools/base/errors.h"
#include "tools/make/batch.h"
#include "tools/media/songs.h"

/* A run on its way: what it is made of, and how loud it is to become. */
typedef struct {
  MasterRun *run;
  gchar *input;
  gdouble loudness;
} Work;

static void
run_free (gpointer data)
{
  MasterRun *self = data;

  g_free (self->path);
  mst_sequence_free (self->own);
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

/* The rate of most songs of a run, the higher one of two. */
static gint
common_rate (const MasterAlbumMaterial *self, guint first, guint n)
{
  gint best = 0;
  guint most = 0;

  for (guint i = first; i < first + n; i++) {
    guint count = 0;
    for (guint k = first; k < first + n; k++)
      count += self->rates[k] == self->rates[i];
    if (count > most || (count == most && self->rates[i] > best)) {
      most = count;
      best = self->rates[i];
    }
  }
  return best;
}

static MasterRun *
new_run (const MasterAlbumMaterial *self, const MasterRunGoal *goal,
    guint first, GError **error)
{
  const guint songs = self->project->songs->len;
  MasterRun *run = g_new0 (MasterRun, 1);
  g_autofree guint64 *frames = NULL;

  run->first = first;
  run->n = 1;
  while (first + run->n < songs &&
      mst_project_flows (self->project, first + run->n))
    run->n++;
  run->rate = goal->rate > 0 ? goal->rate : common_rate (self, first, run->n);
  run->path = g_strdup_printf ("%s/%s-%02u.wav", self->work, goal->kind, first);
  frames = master_runs_frames (self, run->rate);
  run->own = mst_sequence_new (self->project, frames, run->rate, FALSE, error);
  return run;
}

/* --- what a run is made of */

/* The width of the widest song of the run; mono becomes stereo. */
static gint
channels_of (const MasterAlbumMaterial *self, const MasterRun *run)
{
  gint most = 2;

  for (guint i = run->first; i < run->first + run->n; i++)
    most = MAX (most, self->facts[i].measured.channels);
  return most;
}

/* Several songs have to become one; one song only where it is not as it is in
 * its file. */
static gboolean
is_as_it_is (const MasterAlbumMaterial *self, const MasterRun *run)
{
  const MstSong *song = mst_project_song (self->project, run->first);
  const MasterMeasurement *measured = &self->facts[run->first].measured;

  return run->n == 1 && run->rate == measured->sample_rate &&
      measured->channels == channels_of (self, run) &&
      self->skip[run->first] == 0 &&
      self->length[run->first] == measured->frames && song->fade_in == 0.0 &&
      song->fade_out == 0.0;
}

static guint
loudest_of (const MasterAlbumMaterial *self, const MasterRun *run)
{
  guint loudest = run->first;

  for (guint i = run->first; i < run->first + run->n; i++)
    if (self->facts[i].measured.integrated_loudness >
        self->facts[loudest].measured.integrated_loudness)
      loudest = i;
  return loudest;
}

/* The run's loudness is asked for, and it is its loudest song that is to lie on
 * its place: by so much the run is quieter than that song. */
static gboolean
find_loudness (MasterRunner *runner, const MasterAlbumMaterial *self,
    const MasterRunGoal *goal, Work *work, GError **error)
{
  const guint loudest = loudest_of (self, work->run);
  const gdouble own = self->facts[loudest].measured.integrated_loudness;
  MasterMeasurement whole;

  work->loudness = goal->target->loudness + self->offsets[loudest];
  if (work->run->n == 1)
    return TRUE;
  if (!master_measure_file (runner, work->input, "the joined songs",
          "Listening", &whole, error))
    return FALSE;
  work->loudness += whole.integrated_loudness - own;
  return TRUE;
}

static gboolean
make_input (MasterRunner *runner, const MasterAlbumMaterial *self,
    const MasterRunGoal *goal, Work *work, GError **error)
{
  MasterRun *run = work->run;
  const MasterJoin join = { .project = self->project,
    .first = run->first,
    .n = run->n,
    .rate = run->rate,
    .channels = channels_of (self, run),
    .skip = self->skip,
    .length = self->length,
    .song_rates = self->rates };

  if (is_as_it_is (self, run)) {
    work->input = g_strdup (mst_project_song (self->project, run->first)->path);
  } else {
    work->input = g_strdup_printf ("%s/%s-%02u-mix.wav", self->work, goal->kind,
        run->first);
    if (!master_join_write (runner, &join, work->input, error))
      return FALSE;
  }
  return find_loudness (runner, self, goal, work, error);
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
  options.explain = FALSE;
  options.profile = project->profile;
  options.strength = project->strength;
  options.assist = project->profile != NULL;
  return options;
}

static void
add_request (MasterProject *requests, const MasterAlbumMaterial *self,
    const MasterRunGoal *goal, const Work *work)
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
  MasterRequest request = { .options = requests->options,
    .input = work->input };

  g_array_append_val (deliveries, delivery);
  g_ptr_array_add (requests->deliveries, deliveries);
  g_ptr_array_add (requests->songs, song);
  song->name = song->path = work->input;
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
      return master_fail (error, where, "%s", results[i].error);
  }
  return TRUE;
}

static gboolean
master_works (MasterRunner *runner, const MasterAlbumMaterial *self,
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
    add_request (&project, self, goal, &works[i]);
  good = master_batch_make (runner, &project, results, error);
  if (!good && n > 1 && master_runner_check (runner, NULL, NULL)) {
    g_clear_error (error);
    check_results (self, works, n, results, error);
  }
  for (guint i = 0; i < n; i++)
    master_result_clear (&results[i]);
  g_ptr_array_unref (project.songs);
  g_ptr_array_unref (project.deliveries);
  g_array_unref (project.requests);
  return good;
}

static gboolean
make_works (MasterRunner *runner, const MasterAlbumMaterial *self,
    const MasterRunGoal *goal, GPtrArray *runs, GError **error)
{
  g_autofree Work *works = g_new0 (Work, runs->len);
  gboolean good = TRUE;

  for (guint i = 0; good && i < runs->len; i++) {
    works[i].run = g_ptr_array_index (runs, i);
    good = make_input (runner, self, goal, &works[i], error);
  }
  good = good && master_works (runner, self, goal, works, runs->len, error);
  for (guint i = 0; i < runs->len; i++)
    g_free (works[i].input);
  return good;
}

GPtrArray *
master_runs_make (MasterRunner *runner, const MasterAlbumMaterial *self,
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
