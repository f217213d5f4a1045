/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "run.h"

#include <signal.h>

#include <glib-unix.h>

#include "diagnose.h"
#include "errors.h"
#include "progress.h"

#define PROGRESS_MS 100
#define PREROLL (30 * GST_SECOND) /* at most: a disk may have to wake up */

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

struct _MasterRunner {
  GMainLoop *loop;
  guint signals[G_N_ELEMENTS (stop_signals)];
  gboolean interrupted;

  /* during a pass */
  const MasterPass *pass;
  GstMessage *failure; /* the first error: what follows is its echo */
  gchar *missing;      /* the decoder that lacks */
};

static gboolean
on_signal (gpointer user_data)
{
  MasterRunner *self = user_data;

  self->interrupted = TRUE;
  g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

MasterRunner *
master_runner_new (void)
{
  MasterRunner *self = g_new0 (MasterRunner, 1);

  self->loop = g_main_loop_new (NULL, FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS (stop_signals); i++)
    self->signals[i] = g_unix_signal_add (stop_signals[i], on_signal, self);
  return self;
}

void
master_runner_free (MasterRunner *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stop_signals); i++)
    g_source_remove (self->signals[i]);
  g_main_loop_unref (self->loop);
  g_free (self);
}

static gboolean
fail_interrupted (const gchar *file, GError **error)
{
  g_set_error (error, MASTER_ERROR, MASTER_ERROR_INTERRUPTED, "%s: interrupted",
      file);
  return FALSE;
}

gboolean
master_runner_check (MasterRunner *self, const gchar *file, GError **error)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return !self->interrupted || fail_interrupted (file, error);
}

static gboolean
on_tick (gpointer user_data)
{
  MasterRunner *self = user_data;

  master_progress_show (self->pass->label,
      master_source_progress (self->pass->source));
  return G_SOURCE_CONTINUE;
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  MasterRunner *self = user_data;

  switch (GST_MESSAGE_TYPE (message)) {
    case GST_MESSAGE_ERROR:
      if (self->failure == NULL)
        self->failure = gst_message_ref (message);
      g_main_loop_quit (self->loop);
      break;
    case GST_MESSAGE_EOS:
      g_main_loop_quit (self->loop);
      break;
    case GST_MESSAGE_ELEMENT:
      master_diagnose_missing (message, &self->missing);
      if (self->pass->heard != NULL)
        self->pass->heard (message, self->pass->user_data);
      break;
    default:
      break;
  }
  return G_SOURCE_CONTINUE;
}

/* Where nothing can be read from the middle, all of it is. */
static void
seek (const MasterPass *pass)
{
  gst_element_set_state (pass->pipeline, GST_STATE_PAUSED);
  if (gst_element_get_state (pass->pipeline, NULL, NULL, PREROLL) ==
      GST_STATE_CHANGE_SUCCESS)
    gst_element_seek (pass->pipeline, 1.0, GST_FORMAT_TIME,
        GST_SEEK_FLAG_FLUSH | GST_SEEK_FLAG_ACCURATE, GST_SEEK_TYPE_SET,
        (gint64) pass->start, GST_SEEK_TYPE_SET,
        (gint64) (pass->start + pass->length));
}

/* An element that cannot even start says so on the bus, which the loop reads
 * as anything else; hence the state change's own result says nothing new. */
static void
loop_until_done (MasterRunner *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pass->pipeline);
  guint watch = gst_bus_add_watch (bus, on_message, self);
  guint tick = g_timeout_add (PROGRESS_MS, on_tick, self);

  gst_pipeline_use_clock (GST_PIPELINE (self->pass->pipeline), NULL);
  if (self->pass->length > 0)
    seek (self->pass);
  gst_element_set_state (self->pass->pipeline, GST_STATE_PLAYING);
  g_main_loop_run (self->loop);
  g_source_remove (tick);
  g_source_remove (watch);
}

gboolean
master_runner_run (MasterRunner *self, const MasterPass *pass, GError **error)
{
  gboolean ok = FALSE;

  self->pass = pass;
  if (!master_runner_check (self, pass->input, error))
    return FALSE;
  loop_until_done (self);
  if (self->interrupted)
    fail_interrupted (pass->input, error);
  else if (self->failure != NULL)
    master_diagnose (pass, self->failure, self->missing, error);
  else
    ok = TRUE;
  g_clear_pointer (&self->failure, gst_message_unref);
  g_clear_pointer (&self->missing, g_free);
  return ok;
}

void
master_pipeline_free (GstElement *pipeline)
{
  gst_element_set_state (pipeline, GST_STATE_NULL);
  gst_object_unref (pipeline);
}
