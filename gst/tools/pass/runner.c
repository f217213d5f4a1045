/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "runner.h"

#include <signal.h>

#include <glib-unix.h>

#include "diagnose.h"
#include "tools/base/errors.h"
#include "tools/base/progress.h"

#define PROGRESS_MS 100
#define PREROLL (30 * GST_SECOND) /* at most: a disk may have to wake up */

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

struct _MasterRunner {
  GMainContext *context; /* NULL: the default one, which gets the signals */
  GMainLoop *loop;
  MasterRunner *chief; /* NULL: it is the chief itself */
  guint signals[G_N_ELEMENTS (stop_signals)];
  gint interrupted; /* atomic */

  /* during a pass */
  const MasterPass *pass;
  GstMessage *failure; /* the first error: what follows is its echo */
  gchar *missing;      /* the decoder that lacks */
};

static gboolean
on_signal (gpointer user_data)
{
  MasterRunner *self = user_data;

  g_atomic_int_set (&self->interrupted, TRUE);
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

MasterRunner *
master_runner_new_helper (MasterRunner *chief)
{
  MasterRunner *self = g_new0 (MasterRunner, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->chief = chief;
  g_main_context_push_thread_default (self->context);
  return self;
}

void
master_runner_free (MasterRunner *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (stop_signals); i++)
    if (self->signals[i] != 0)
      g_source_remove (self->signals[i]);
  g_main_loop_unref (self->loop);
  if (self->context != NULL) {
    g_main_context_pop_thread_default (self->context);
    g_main_context_unref (self->context);
  }
  g_free (self);
}

static gboolean
fail_interrupted (const gchar *file, GError **error)
{
  g_set_error (error, MASTER_ERROR, MASTER_ERROR_INTERRUPTED, "%s: interrupted",
      file);
  return FALSE;
}

static gboolean
is_interrupted (MasterRunner *self)
{
  return g_atomic_int_get (
      self->chief ? &self->chief->interrupted : &self->interrupted);
}

gboolean
master_runner_check (MasterRunner *self, const gchar *file, GError **error)
{
  while (g_main_context_iteration (self->context, FALSE))
    ;
  return !is_interrupted (self) || fail_interrupted (file, error);
}

static gboolean
on_tick (gpointer user_data)
{
  MasterRunner *self = user_data;

  if (self->chief == NULL)
    master_progress_show (self->pass->label,
        master_source_progress (self->pass->source));
  else if (is_interrupted (self))
    g_main_loop_quit (self->loop);
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

static GSource *
add_tick (MasterRunner *self)
{
  GSource *tick = g_timeout_source_new (PROGRESS_MS);

  g_source_set_callback (tick, on_tick, self, NULL);
  g_source_attach (tick, self->context);
  return tick;
}

/* An element that cannot even start says so on the bus, which the loop reads
 * as anything else; hence the state change's own result says nothing new. */
static void
loop_until_done (MasterRunner *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pass->pipeline);
  GSource *tick = add_tick (self);

  gst_bus_add_watch (bus, on_message, self);
  gst_pipeline_use_clock (GST_PIPELINE (self->pass->pipeline), NULL);
  if (self->pass->length > 0)
    seek (self->pass);
  gst_element_set_state (self->pass->pipeline, GST_STATE_PLAYING);
  on_tick (self); /* a short pass is seen, too */
  g_main_loop_run (self->loop);
  g_source_destroy (tick);
  g_source_unref (tick);
  gst_bus_remove_watch (bus);
}

gboolean
master_runner_run (MasterRunner *self, const MasterPass *pass, GError **error)
{
  gboolean ok = FALSE;

  self->pass = pass;
  if (!master_runner_check (self, pass->input, error))
    return FALSE;
  loop_until_done (self);
  if (is_interrupted (self))
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
