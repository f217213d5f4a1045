/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "runner.h"

#include <glib-unix.h>

#include "diagnose.h"
#include "steady.h"
#include "tools/base/errors.h"
#include "tools/base/interrupt.h"
#include "tools/base/progress.h"

#define TICK_MS 100
#define PREROLL (30 * GST_SECOND) /* at most: a disk may have to wake up */
#define PATIENCE 45               /* without any progress [s] */
/* Then, and after an interrupt, elements get this long to come to rest [s]. */
#define TIME_TO_STOP 10
#define WHOLE 10000

struct _MasterRunner {
  GMainContext *context; /* NULL: the default one, which gets the signals */
  GMainLoop *loop;
  MasterRunner *chief; /* NULL: it is the chief itself */
  GSource *signals;    /* of the chief */
  guint patience;      /* [s] */
  MasterSteady *steady;

  /* during a pass */
  const MasterPass *pass;
  GstMessage *failure; /* the first error: what follows is its echo */
  gchar *missing;      /* the decoder that is missing */
  gint beats;          /* atomic: what has passed the ends of the pipeline */
  gint last_beats;     /* when it was looked at last, */
  gint64 moved;        /* and the time at which it had grown [us] */
  gboolean stalled;
  gboolean refused; /* the pipeline would not start */

  MasterEstimate estimate; /* of all passes */
  gint told;               /* atomic: how far all of it is, of WHOLE */
};

static gboolean
on_signal (gint descriptor, GIOCondition condition, gpointer user_data)
{
  MasterRunner *self = user_data;

  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

MasterRunner *
master_runner_new (void)
{
  MasterRunner *self = g_new0 (MasterRunner, 1);

  self->loop = g_main_loop_new (NULL, FALSE);
  self->patience = PATIENCE;
  self->steady = master_steady_new ();
  master_interrupt_catch ();
  if (master_interrupt_descriptor () >= 0) {
    self->signals =
        g_unix_fd_source_new (master_interrupt_descriptor (), G_IO_IN);
    g_source_set_callback (self->signals, G_SOURCE_FUNC (on_signal), self,
        NULL);
    g_source_attach (self->signals, NULL);
  }
  return self;
}

MasterRunner *
master_runner_new_helper (MasterRunner *chief)
{
  MasterRunner *self = g_new0 (MasterRunner, 1);

  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->patience = PATIENCE;
  self->steady = master_steady_new ();
  self->chief = chief;
  g_main_context_push_thread_default (self->context);
  return self;
}

void
master_runner_free (MasterRunner *self)
{
  if (self->signals) {
    g_source_destroy (self->signals);
    g_source_unref (self->signals);
  }
  g_main_loop_unref (self->loop);
  master_steady_free (self->steady);
  if (self->context) {
    g_main_context_pop_thread_default (self->context);
    g_main_context_unref (self->context);
  }
  g_free (self);
}

void
master_runner_set_patience (MasterRunner *self, guint seconds)
{
  self->patience = seconds;
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
  while (g_main_context_iteration (self->context, FALSE))
    ;
  return !master_interrupt_noted () || fail_interrupted (file, error);
}

/* --- progress */

void
master_runner_begin_job (MasterRunner *self)
{
  self->estimate = (MasterEstimate){ .at_work = FALSE };
  g_atomic_int_set (&self->told, 0);
}

void
master_runner_expect (MasterRunner *self, MasterWork work, guint passes)
{
  master_estimate_expect (&self->estimate, work, passes);
}

gdouble
master_runner_progress (MasterRunner *self)
{
  return (gdouble) g_atomic_int_get (&self->told) / WHOLE;
}

static void
tell_progress (MasterRunner *self)
{
  const gdouble fraction = master_estimate_get (&self->estimate,
      master_source_progress (master_pass_source (self->pass)));

  g_atomic_int_set (&self->told, (gint) (CLAMP (fraction, 0.0, 1.0) * WHOLE));
  if (!self->chief)
    master_progress_show (master_work_name (self->pass->work), fraction,
        self->estimate.knows);
}

static GstPadProbeReturn
count_beat (GstPad *pad, GstPadProbeInfo *info, gpointer user_data)
{
  MasterRunner *self = user_data;

  g_atomic_int_inc (&self->beats);
  return GST_PAD_PROBE_OK;
}

static void
listen_to_pad (MasterRunner *self, GstElement *element, const gchar *name)
{
  g_autoptr (GstPad) pad = gst_element_get_static_pad (element, name);

  if (pad)
    gst_pad_add_probe (pad,
        GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST |
            GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM,
        count_beat, self, NULL);
}

static void
listen_to_sink (const GValue *value, gpointer user_data)
{
  GstElement *element = g_value_get_object (value);

  if (!GST_IS_BIN (element))
    listen_to_pad (user_data, element, "sink");
}

/* At the beginning and at each end. */
static void
listen (MasterRunner *self)
{
  static const gchar *const sinks[] = { "fakesink", "filesink" };
  GstBin *bin = GST_BIN (self->pass->pipeline);

  for (gsize i = 0; i < G_N_ELEMENTS (sinks); i++) {
    GstIterator *found =
        gst_bin_iterate_all_by_element_factory_name (bin, sinks[i]);

    gst_iterator_foreach (found, listen_to_sink, self);
    gst_iterator_free (found);
  }
  listen_to_pad (self, master_pass_source (self->pass)->bin, "src");
  self->last_beats = g_atomic_int_get (&self->beats);
  self->moved = g_get_monotonic_time ();
}

/* Watches for a standstill: a broken element, or one whose thread could not be
 * started, waits for ever without a message. */
static void
watch (MasterRunner *self)
{
  const gint beats = g_atomic_int_get (&self->beats);
  const gint64 now = g_get_monotonic_time ();

  if (beats != self->last_beats) {
    self->last_beats = beats;
    self->moved = now;
  } else if (now - self->moved > (gint64) self->patience * G_USEC_PER_SEC) {
    self->stalled = TRUE;
    g_main_loop_quit (self->loop);
  }
}

static gboolean
on_tick (gpointer user_data)
{
  MasterRunner *self = user_data;

  watch (self);
  tell_progress (self);
  if (master_interrupt_noted ())
    g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_message (GstBus *bus, GstMessage *message, gpointer user_data)
{
  MasterRunner *self = user_data;

  switch (GST_MESSAGE_TYPE (message)) {
    case GST_MESSAGE_ERROR:
      if (!self->failure)
        self->failure = gst_message_ref (message);
      g_main_loop_quit (self->loop);
      break;
    case GST_MESSAGE_EOS:
      g_main_loop_quit (self->loop);
      break;
    case GST_MESSAGE_ELEMENT:
      master_diagnose_missing (message, &self->missing);
      if (self->pass->heard)
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
  GSource *tick = g_timeout_source_new (TICK_MS);

  g_source_set_callback (tick, on_tick, self, NULL);
  g_source_attach (tick, self->context);
  return tick;
}

/* An element that cannot even start mostly says so on the bus, which the loop
 * reads as anything else. */
static gboolean
start (MasterRunner *self, GstBus *bus)
{
  if (gst_element_set_state (self->pass->pipeline, GST_STATE_PLAYING) !=
          GST_STATE_CHANGE_FAILURE ||
      gst_bus_have_pending (bus))
    return TRUE;
  self->refused = TRUE;
  return FALSE;
}

static void
loop_until_done (MasterRunner *self)
{
  g_autoptr (GstBus) bus = gst_element_get_bus (self->pass->pipeline);
  GSource *tick = add_tick (self);

  gst_bus_add_watch (bus, on_message, self);
  gst_pipeline_use_clock (GST_PIPELINE (self->pass->pipeline), NULL);
  if (self->pass->length > 0)
    seek (self->pass);
  listen (self);
  on_tick (self); /* a short pass is seen, too */
  if (start (self, bus)) {
    self->moved = g_get_monotonic_time ();
    g_main_loop_run (self->loop);
  }
  g_source_destroy (tick);
  g_source_unref (tick);
  gst_bus_remove_watch (bus);
}

/* Files that are read by the name that messages give them are the user's;
 * others are our own, which grow. */
static gboolean
check_steady (MasterRunner *self, GError **failure)
{
  const MasterSource *source = master_pass_source (self->pass);
  const gboolean whole = self->pass->length == 0;

  return g_strcmp0 (source->path, self->pass->input) != 0 ||
      master_steady_note (self->steady, source->path, &source->stamp,
          whole ? master_timeline_count (source->timeline) : 0, failure);
}

static void
find_failure (MasterRunner *self, GError **failure)
{
  const gchar *input = self->pass->input;

  if (master_interrupt_noted ())
    fail_interrupted (input, failure);
  else if (self->failure)
    master_diagnose (self->pass, self->failure, self->missing, failure);
  else if (self->stalled)
    master_fail_as (failure, MASTER_ERROR_TEMPORARY, input,
        "nothing has moved for %u s: given up (an element is at fault, or the "
        "machine is out of memory or threads)",
        self->patience);
  else if (self->refused)
    master_fail_as (failure, MASTER_ERROR_TEMPORARY, input,
        "cannot be started: an element refuses, or the machine is out of "
        "memory or threads");
  else
    check_steady (self, failure);
}

gboolean
master_runner_run (MasterRunner *self, const MasterPass *pass, GError **error)
{
  g_autoptr (GError) failure = NULL;

  self->pass = pass;
  self->stalled = self->refused = FALSE;
  if (!master_runner_check (self, pass->input, error))
    return FALSE;
  master_estimate_begin (&self->estimate, pass->work);
  loop_until_done (self);
  master_estimate_end (&self->estimate);
  find_failure (self, &failure);
  g_clear_pointer (&self->failure, gst_message_unref);
  g_clear_pointer (&self->missing, g_free);
  if (!failure)
    return TRUE;
  if (master_interrupt_noted () || self->stalled)
    master_interrupt_set_deadline (TIME_TO_STOP, failure->message);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
