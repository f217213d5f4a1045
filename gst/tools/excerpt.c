/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "excerpt.h"

#include "analysis.h"
#include "elements.h"
#include "errors.h"

typedef struct {
  GstElement *chain;
  GstElement *before, *after; /* the analysers */
} Parts;

/* [queue !] masteranalyzer ! fakesink; the sink has to be there for the seek. */
static GstElement *
add_analyzer (GstBin *bin, GstElement *from, GError **error)
{
  static const gchar *const factories[] = { "queue", "masteranalyzer",
    "fakesink", NULL };
  GstElement *out[3];

  if (!master_elements_chain (bin, factories, out, error))
    return NULL;
  master_elements_set_queue (out[0]);
  g_object_set (out[2], "sync", FALSE, NULL);
  gst_element_link (from, out[0]);
  return out[1];
}

static gboolean
build (Parts *parts, GstBin *bin, GstElement *source,
    const MasterSettings *settings, GError **error)
{
  static const gchar *const factories[] = { "tee", "queue", NULL };
  GstElement *out[2];

  gst_bin_add (bin, source);
  parts->chain = master_chain_new (settings, error);
  if (parts->chain == NULL)
    return FALSE;
  gst_bin_add (bin, parts->chain);
  if (!master_elements_chain (bin, factories, out, error))
    return FALSE;
  master_elements_set_queue (out[1]);
  gst_element_link (source, out[0]);
  gst_element_link (out[1], parts->chain);
  parts->before = add_analyzer (bin, out[0], error);
  parts->after = parts->before ? add_analyzer (bin, parts->chain, error) : NULL;
  return parts->after != NULL;
}

gboolean
master_excerpt_render (MasterRunner *runner, const MasterExcerpt *self,
    const gchar *label, GstStructure **before, GstStructure **after,
    gdouble *limiting, GError **error)
{
  g_autoptr (MasterSource) source =
      master_source_new (self->input, self->resample, error);
  MasterPass pass = { .source = source,
    .input = self->input,
    .label = label,
    .start = (GstClockTime) (self->start * GST_SECOND),
    .length = MASTER_EXCERPT_SECONDS * GST_SECOND };
  Parts parts;
  gboolean ok;

  if (source == NULL)
    return FALSE;
  pass.pipeline = gst_pipeline_new (NULL);
  ok = build (&parts, GST_BIN (pass.pipeline), source->bin, self->settings,
           error) &&
      master_runner_run (runner, &pass, error);
  if (ok) {
    *before = master_analysis_read (parts.before);
    *after = master_analysis_read (parts.after);
    *limiting = master_chain_get_limiting (parts.chain);
  }
  master_pipeline_free (pass.pipeline);
  return ok;
}
