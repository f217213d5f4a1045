/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "excerpt.h"

#include "analysis.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "residual.h"

typedef struct {
  MasterSource *source;
  GstElement *before, *after; /* the analysers */
  MasterResidual *residual;   /* of the limiter */
} Parts;

/* --- getting them */

/* Of `length` 0: all there is. The sink has to be there for a seek. */
static MasterRecording *
read_recording (MasterRunner *runner, const gchar *path, const gchar *name,
    gdouble start, gdouble length, GError **error)
{
  g_autoptr (MasterRecording) read =
      master_recording_new (MASTER_RECORDING_BYTES);
  g_autoptr (MasterSource) source = master_source_new (path, 0, error);
  MasterPass pass = { .source = source,
    .input = name,
    .label = "Excerpt",
    .start = (GstClockTime) (start * GST_SECOND),
    .length = (GstClockTime) (length * GST_SECOND) };
  GstElement *sink = source != NULL ? master_element ("fakesink", error) : NULL;
  gboolean ok;

  if (sink == NULL)
    return NULL;
  pass.pipeline = gst_pipeline_new (NULL);
  gst_bin_add_many (GST_BIN (pass.pipeline), source->bin, sink, NULL);
  g_object_set (sink, "sync", FALSE, NULL);
  gst_element_link (source->bin, sink);
  master_recording_capture (read, source->bin, "src");
  ok = master_runner_run (runner, &pass, error);
  master_pipeline_free (pass.pipeline);
  return ok ? g_steal_pointer (&read) : NULL;
}

MasterRecording *
master_excerpt_read_all (MasterRunner *runner, const gchar *path,
    const gchar *name, GError **error)
{
  return read_recording (runner, path, name, 0.0, 0.0, error);
}

MasterRecording *
master_excerpt_get (MasterRunner *runner, MasterRecording *whole,
    const gchar *path, const gchar *name, gdouble start, GError **error)
{
  g_autoptr (MasterRecording) read = NULL;

  if (!master_recording_is_empty (whole))
    return master_recording_cut (whole, start, MASTER_EXCERPT_SECONDS);
  read =
      read_recording (runner, path, name, start, MASTER_EXCERPT_SECONDS, error);
  return read != NULL ? master_recording_cut (read, 0.0, MASTER_EXCERPT_SECONDS)
                      : NULL;
}

gboolean
master_excerpts_add (MasterExcerpts *self, MasterRunner *runner,
    MasterRecording *whole, gdouble start, GError **error)
{
  MasterExcerpt *part = &self->part[self->n];

  part->start = start;
  part->recording = master_excerpt_get (runner, whole, self->input, self->input,
      start, error);
  if (part->recording == NULL)
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

  if (!master_elements_chain (bin, factories, out, error))
    return NULL;
  master_elements_set_queue (out[0]);
  master_elements_set_free_running (out[2]);
  gst_element_link (from, out[0]);
  return out[1];
}

static gboolean
build (Parts *parts, GstBin *bin, const MasterSettings *settings,
    gboolean measured, GError **error)
{
  static const gchar *const factories[] = { "tee", "queue", NULL };
  GstElement *front, *limiter, *out[2];

  gst_bin_add (bin, parts->source->bin);
  if (!master_chain_new_pair (settings, &front, &limiter, error))
    return FALSE;
  gst_bin_add (bin, limiter);
  if (front != NULL)
    gst_bin_add (bin, front);
  parts->residual = master_residual_new (limiter);
  if (!master_elements_chain (bin, factories, out, error))
    return FALSE;
  master_elements_set_queue (out[1]);
  gst_element_link (parts->source->bin, out[0]);
  gst_element_link (out[1], front != NULL ? front : limiter);
  if (front != NULL)
    gst_element_link (front, limiter);
  parts->after = add_analyzer (bin, limiter, error);
  if (!measured)
    parts->before = add_analyzer (bin, out[0], error);
  return parts->after != NULL && (measured || parts->before != NULL);
}

static void
read_analyses (MasterExcerpts *self, const Parts *parts)
{
  for (guint i = 0; i < self->n; i++) {
    MasterExcerpt *part = &self->part[i];

    g_clear_pointer (&part->after, gst_structure_free);
    part->after = master_analysis_read (parts[i].after);
    gst_structure_set (part->after, MASTER_ANALYSIS_RESIDUAL, G_TYPE_DOUBLE,
        master_residual_read (parts[i].residual), NULL);
    if (part->before == NULL)
      part->before = master_analysis_read (parts[i].before);
  }
}

gboolean
master_excerpts_render (MasterExcerpts *self, MasterRunner *runner,
    const MasterSettings *settings, const gchar *label, GError **error)
{
  MasterPass pass = { .pipeline = gst_pipeline_new (NULL),
    .input = self->input,
    .label = label };
  Parts parts[MASTER_MAX_EXCERPTS] = { { NULL } };
  gboolean ok = TRUE;

  for (guint i = 0; i < self->n && ok; i++) {
    parts[i].source = master_source_new_from_recording (self->part[i].recording,
        self->resample, error);
    ok = parts[i].source != NULL &&
        build (&parts[i], GST_BIN (pass.pipeline), settings,
            self->part[i].before != NULL, error);
  }
  pass.source = parts[0].source;
  ok = ok && master_runner_run (runner, &pass, error);
  if (ok)
    read_analyses (self, parts);
  master_pipeline_free (pass.pipeline);
  for (guint i = 0; i < self->n; i++) {
    g_clear_pointer (&parts[i].source, master_source_free);
    g_clear_pointer (&parts[i].residual, master_residual_unref);
  }
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
