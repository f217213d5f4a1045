/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "inspect.h"

#include <math.h>

#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/media/input.h"
#include "tools/pass/crew.h"

/* A song is longer; a CD wants 4 s, which its own check tells. */
#define SHORTEST 0.4 /* s */
#define SILENT_DB -70.0
#define LOW_RATE 16000

typedef struct {
  const MstProject *project;
  MasterSongFacts *facts;
} Inspection;

static GstPadProbeReturn
take_tags (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  MasterSongFacts *facts = user_data;
  GstEvent *event = GST_PAD_PROBE_INFO_EVENT (info);
  GstTagList *tags, *merged;

  if (GST_EVENT_TYPE (event) != GST_EVENT_TAG)
    return GST_PAD_PROBE_OK;
  gst_event_parse_tag (event, &tags);
  merged = gst_tag_list_merge (facts->tags, tags, GST_TAG_MERGE_KEEP);
  g_clear_pointer (&facts->tags, gst_tag_list_unref);
  facts->tags = merged;
  return GST_PAD_PROBE_OK;
}

static gboolean
measure (MasterRunner *runner, const gchar *path, const gchar *name,
    MasterSongFacts *facts)
{
  static const gchar *const factories[] = { "mastermeter", "fakesink", NULL };
  g_auto (MasterPass) pass = { .input = name, .label = "Listening" };
  g_autoptr (GstPad) pad = NULL;
  GstElement *out[2];

  if (!master_input_check (path, &facts->error) ||
      !master_pass_add (&pass, master_source_new (path, 0, &facts->error)) ||
      !master_elements_append (GST_BIN (pass.pipeline),
          master_pass_source (&pass)->bin, factories, out, &facts->error))
    return FALSE;
  master_elements_set_free_running (out[1]);
  pad = gst_element_get_static_pad (out[0], "sink");
  gst_pad_add_probe (pad, GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, take_tags, facts,
      NULL);
  if (!master_runner_run (runner, &pass, &facts->error))
    return FALSE;
  master_measurement_read (&facts->measured, out[0]);
  return TRUE;
}

static gboolean
work (guint i, MasterRunner *runner, gpointer user_data)
{
  const Inspection *self = user_data;
  const MstSong *song = mst_project_song (self->project, i);
  MasterSongFacts *facts = &self->facts[i];

  return measure (runner, song->path, song->file, facts) ||
      !g_error_matches (facts->error, MASTER_ERROR, MASTER_ERROR_INTERRUPTED);
}

/* Tells the findings when all songs have been heard. */
static void
finish (guint i, gpointer user_data)
{
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

static void
check_song (const Inspection *self, guint i, GPtrArray *problems,
    GPtrArray *notices)
{
  const MasterSongFacts *facts = &self->facts[i];
  const MstSong *song = mst_project_song (self->project, i);
  g_autofree gchar *where = mst_project_place (self->project, i);
  const gdouble end = song->trim.to,
                seconds = master_measurement_duration (&facts->measured);

  if (facts->error) {
    mst_problem (problems, where, "%s", facts->error->message);
    return;
  }
  check_sound (facts, where, problems, notices);
  if (end > seconds || song->trim.from >= seconds)
    mst_problem (problems, where, "\"trim\" reaches beyond its end at %.3f s",
        seconds);
  if (song->index && song->index->len > 0 &&
      g_array_index (song->index, gdouble, song->index->len - 1) >= seconds)
    mst_problem (problems, where, "a mark lies beyond its end at %.3f s",
        seconds);
}

MasterSongFacts *
master_inspect (MasterRunner *runner, const MstProject *project, guint jobs,
    GPtrArray *problems, GPtrArray *notices, GError **error)
{
  const guint n = project->songs->len;
  Inspection self = { .project = project,
    .facts = g_new0 (MasterSongFacts, n) };
  const MasterCrew crew = { .n = n,
    .jobs = jobs,
    .label = "Listening",
    .work = work,
    .finish = finish,
    .user_data = &self };

  if (master_crew_run (&crew, runner) < n &&
      !master_runner_check (runner, NULL, error)) {
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
    g_clear_error (&facts[i].error);
  }
  g_free (facts);
}
