/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "inspect.h"

#include <math.h>

#include "tools/base/errors.h"
#include "tools/media/faults.h"
#include "tools/media/input.h"
#include "tools/pass/crew.h"

/* A song is longer; a CD wants 4 s, which its own check tells. */
#define SHORTEST 0.4 /* s */
#define SILENT_DB -70.0
#define LOW_RATE 16000
#define WORTH_TELLING 1.0 /* s of silence */

typedef struct {
  const MasterOptions *options;
  const MstProject *project;
  gboolean analyzes;
  MasterSongFacts *facts;
} Inspection;

static gboolean
measure (const Inspection *self, MasterRunner *runner, const MstSong *song,
    MasterSongFacts *facts)
{
  g_autoptr (GArray) envelope = g_array_new (FALSE, FALSE, sizeof (gfloat));
  const MasterHarvest harvest = { .tags = &facts->tags,
    .analysis = self->analyzes ? &facts->analysis : NULL,
    .envelope = envelope,
    .block = MST_TRIM_BLOCK };
  const gboolean goes_on = self->options->best_effort;

  if (!master_input_check (song->path, &facts->error) ||
      !master_record_file (runner, song->path, song->file, MASTER_WORK_LISTEN,
          &facts->measured, &harvest, &facts->error))
    return FALSE;
  facts->sound = mst_trim_find (envelope);
  return master_faults_check (&facts->measured, song->path, song->file,
      goes_on ? MASTER_FAULTS_WARN : MASTER_FAULTS_OFFER, FALSE, &facts->error);
}

static gboolean
work (guint i, MasterRunner *runner, gpointer user_data)
{
  const Inspection *self = user_data;
  const MstSong *song = mst_project_song (self->project, i);
  MasterSongFacts *facts = &self->facts[i];

  return measure (self, runner, song, facts) ||
      !g_error_matches (facts->error, MASTER_ERROR, MASTER_ERROR_INTERRUPTED);
}

static void
check_sound (const MasterSongFacts *facts, const gchar *where,
    GPtrArray *problems, GPtrArray *notices)
{
  const MasterMeasurement *measured = &facts->measured;
  const gdouble seconds = master_measurement_duration (measured);

  if (seconds < SHORTEST)
    mst_problem (problems, where, "it is shorter than %g s", SHORTEST);
  else if (!(measured->integrated_loudness > SILENT_DB))
    mst_problem (problems, where, "it is silent");
  if (measured->channels == 1)
    mst_problem (notices, where, "it is mono, and becomes stereo");
  if (measured->sample_rate < LOW_RATE)
    mst_problem (notices, where, "its rate is %d Hz, which sounds dull",
        measured->sample_rate);
}

/* Whoever cuts by hand, or lets a song flow into another, knows what is there.
 */
static void
check_silence (const Inspection *self, guint i, const gchar *where,
    GPtrArray *notices)
{
  const MasterSongFacts *facts = &self->facts[i];
  const MstSong *song = mst_project_song (self->project, i);
  const gdouble end =
      master_measurement_duration (&facts->measured) - facts->sound.to;
  const gboolean next = i + 1 < self->project->songs->len &&
      mst_project_flows (self->project, i + 1);

  if (song->trim.automatic)
    return;
  if (facts->sound.from > WORTH_TELLING && isnan (song->trim.from) &&
      !mst_project_flows (self->project, i))
    mst_problem (notices, where, "%.1f s of silence at the start",
        facts->sound.from);
  if (end > WORTH_TELLING && isnan (song->trim.to) && !next)
    mst_problem (notices, where, "%.1f s of silence at the end", end);
}

static void
check_song (const Inspection *self, guint i, GPtrArray *problems,
    GPtrArray *notices)
{
  const MasterSongFacts *facts = &self->facts[i];
  const MstSong *song = mst_project_song (self->project, i);
  g_autofree gchar *where = mst_project_place (self->project, i);
  const gdouble end = song->trim.to,
                seconds = master_measurement_duration (&facts->measured),
                kept = (isnan (end) ? seconds : end) -
      (isnan (song->trim.from) ? 0.0 : song->trim.from);

  if (facts->error) {
    mst_problem (problems, where, "%s", facts->error->message);
    return;
  }
  check_sound (facts, where, problems, notices);
  check_silence (self, i, where, notices);
  if (end > seconds || song->trim.from >= seconds)
    mst_problem (problems, where, "\"trim\" reaches beyond its end at %.3f s",
        seconds);
  if (song->index && song->index->len > 0 &&
      g_array_index (song->index, gdouble, song->index->len - 1) >= kept)
    mst_problem (problems, where, "a mark lies beyond its end at %.3f s", kept);
}

MasterSongFacts *
master_inspect (MasterRunner *runner, const MasterOptions *options,
    const MstProject *project, gboolean analyzes, GPtrArray *problems,
    GPtrArray *notices, GError **error)
{
  const guint n = project->songs->len;
  Inspection self = { .options = options,
    .project = project,
    .analyzes = analyzes,
    .facts = g_new0 (MasterSongFacts, n) };
  const MasterCrew crew = { .n = n,
    .jobs = options->jobs > 0 ? (guint) options->jobs : g_get_num_processors (),
    .kind = MASTER_WORK_LISTEN,
    .work = work,
    .user_data = &self };

  if (master_crew_run (&crew, runner) < n &&
      !master_runner_check (runner, options->album, error)) {
    master_inspect_free (self.facts, n);
    return NULL;
  }
  for (guint i = 0; i < n; i++)
    check_song (&self, i, problems, notices);
  return self.facts;
}

void
master_inspect_free (MasterSongFacts *facts, guint n)
{
  for (guint i = 0; facts && i < n; i++) {
    g_clear_pointer (&facts[i].tags, gst_tag_list_unref);
    g_clear_pointer (&facts[i].analysis, gst_structure_free);
    g_clear_error (&facts[i].error);
  }
  g_free (facts);
}
