/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "excerpt.h"

#include "analysis.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "residual.h"

/* The elements of one excerpt that are read afterwards. */
typedef struct {
  GstElement *before, *after; /* masteranalyzers */
  GstElement *limiter;
  MasterResidual *residual; /* of the limiter */
} Parts;

/* --- getting them */

/* Reads the whole file where `length` is 0. A seek needs the sink to be there.
 * */
static MasterRecording *
read_recording (MasterRunner *runner, const gchar *path, const gchar *name,
    gdouble start, gdouble length, GError **error)
{
  static const gchar *const factories[] = { "fakesink", NULL };
  g_autoptr (MasterRecording) read =
      master_recording_new (MASTER_RECORDING_BYTES);
  g_auto (MasterPass) pass = { .input = name,
    .work = MASTER_WORK_EXCERPT,
    .start = (GstClockTime) (start * GST_SECOND),
    .length = (GstClockTime) (length * GST_SECOND) };
  GstElement *source, *sink;

  if (!master_pass_add (&pass, master_source_new (path, 0, error)))
    return NULL;
  source = master_pass_source (&pass)->bin;
  if (!master_elements_append (GST_BIN (pass.pipeline), source, factories,
          &sink, error))
    return NULL;
  g_object_set (sink, "sync", FALSE, NULL);
  master_recording_capture (read, source, "src");
  return master_runner_run (runner, &pass, error) ? g_steal_pointer (&read)
                                                  : NULL;
}

MasterRecording *
master_excerpt_read_all (MasterRunner *runner, const gchar *path,
    const gchar *name, GError **error)
{
  return read_recording (runner, path, name, 0.0, 0.0, error);
}

MasterRecording *
master_excerpt_read (MasterRunner *runner, const gchar *path, const gchar *name,
    gdouble start, gdouble length, GError **error)
{
  g_autoptr (MasterRecording) read =
      read_recording (runner, path, name, start, length, error);

  return read ? master_recording_cut (read, 0.0, length) : NULL;
}

MasterRecording *
master_excerpt_get (MasterRunner *runner, MasterRecording *whole,
    const gchar *path, const gchar *name, gdouble start, GError **error)
{
  if (!master_recording_is_empty (whole))
    return master_recording_cut (whole, start, MASTER_EXCERPT_SECONDS);
  return master_excerpt_read (runner, path, name, start, MASTER_EXCERPT_SECONDS,
      error);
}

gboolean
master_excerpts_add (MasterExcerpts *self, MasterRunner *runner,
    MasterRecording *whole, gdouble start, GError **error)
{
  MasterExcerpt *part = &self->part[self->n];

  part->start = start;
  part->recording = master_excerpt_get (runner, whole, self->input, self->input,
      start, error);
  if (!part->recording)
    return FALSE;
  self->n++;
  return !master_recording_is_empty (part->recording) ||
      master_fail (error, self->input, "cannot be read from %.1f s on", start);
}

/* --- rendering them */

/* queue ! masteranalyzer ! fakesink */
static GstElement *
add_analyzer (GstBin *bin, GstElement *from, GError **error)
{
  static const gchar *const factories[] = { "queue", "masteranalyzer",
    "fakesink", NULL };
  GstElement *out[3];

  if (!master_elements_append (bin, from, factories, out, error))
    return NULL;
  master_elements_set_queue (out[0]);
  master_elements_set_free_running (out[2]);
  return out[1];
}

static gboolean
build (Parts *parts, GstBin *bin, GstElement *source,
    const MasterSettings *settings, gboolean measured, GError **error)
{
  static const gchar *const factories[] = { "tee", "queue", NULL };
  GstElement *front, *out[2];

  if (!master_chain_new_pair (settings, &front, &parts->limiter, error))
    return FALSE;
  gst_bin_add (bin, parts->limiter);
  if (front)
    gst_bin_add (bin, front);
  parts->residual = master_residual_new (parts->limiter);
  if (!master_elements_append (bin, source, factories, out, error))
    return FALSE;
  master_elements_set_queue (out[1]);
  gst_element_link (out[1], front ? front : parts->limiter);
  if (front)
    gst_element_link (front, parts->limiter);
  parts->after = add_analyzer (bin, parts->limiter, error);
  if (!measured)
    parts->before = add_analyzer (bin, out[0], error);
  return parts->after && (measured || parts->before);
}

static void
read_analyses (MasterExcerpts *self, const Parts *parts, gdouble drive,
    gdouble ceiling)
{
  for (guint i = 0; i < self->n; i++) {
    MasterExcerpt *part = &self->part[i];

    g_clear_pointer (&part->after, gst_structure_free);
    part->after = master_analysis_read (parts[i].after);
    part->limiting = master_chain_get_limiting (parts[i].limiter);
    master_analysis_set_limiter (part->after, drive, ceiling,
        master_residual_read (parts[i].residual));
    if (!part->before)
      part->before = master_analysis_read (parts[i].before);
  }
}

static gboolean
render (MasterExcerpts *self, MasterRunner *runner, Parts *parts,
    const MasterSettings *settings, gdouble drive, gdouble ceiling,
    GError **error)
{
  g_auto (MasterPass)
      pass = { .input = self->input, .work = MASTER_WORK_REHEARSE };

  for (guint i = 0; i < self->n; i++) {
    MasterSource *source = master_source_new_from_recording (
        self->part[i].recording, self->resample, error);

    if (!master_pass_add (&pass, source) ||
        !build (&parts[i], GST_BIN (pass.pipeline), source->bin, settings,
            !!self->part[i].before, error))
      return FALSE;
    master_chain_set_limiter (parts[i].limiter, drive, ceiling);
  }
  if (!master_runner_run (runner, &pass, error))
    return FALSE;
  read_analyses (self, parts, drive, ceiling);
  return TRUE;
}

gboolean
master_excerpts_render (MasterExcerpts *self, MasterRunner *runner,
    const MasterSettings *settings, gdouble drive, gdouble ceiling,
    GError **error)
{
  Parts parts[MASTER_MAX_EXCERPTS] = { { NULL } };
  const gboolean ok =
      render (self, runner, parts, settings, drive, ceiling, error);

  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&parts[i].residual, master_residual_unref);
  return ok;
}

void
master_excerpts_clear (MasterExcerpts *self)
{
  for (guint i = 0; i < MASTER_MAX_EXCERPTS; i++) {
    MasterExcerpt *part = &self->part[i];

    g_clear_pointer (&part->recording, master_recording_unref);
    g_clear_pointer (&part->before, gst_structure_free);
    g_clear_pointer (&part->after, gst_structure_free);
  }
  self->n = 0;
}
