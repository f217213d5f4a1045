/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "crew.h"

#include "tools/base/progress.h"

/* How long the user waits for the bar to move, or for an interrupt [us]. */
#define TICK_US (100 * G_TIME_SPAN_MILLISECOND)

typedef struct {
  const MasterCrew *crew;
  MasterRunner *chief;
  GMutex mutex; /* guards all that follows */
  GCond changed;
  gboolean *done;     /* of each piece */
  GPtrArray *runners; /* MasterRunner, of those that work */
  guint next, n_done, working;
  gboolean ends; /* no more work is begun */
} Shift;

static gboolean
take_piece (Shift *self, guint *i)
{
  gboolean more;

  g_mutex_lock (&self->mutex);
  more = !self->ends && self->next < self->crew->n;
  if (more)
    *i = self->next++;
  g_mutex_unlock (&self->mutex);
  return more;
}

static void
finish_piece (Shift *self, guint i, gboolean done)
{
  g_mutex_lock (&self->mutex);
  self->done[i] = done;
  self->n_done += done;
  self->ends |= !done;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
}

static void
enlist (Shift *self, MasterRunner *runner)
{
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->runners, runner);
  g_mutex_unlock (&self->mutex);
}

/* Pieces that are done, and parts of those at work. The mutex is locked. */
static void
tell_progress (const Shift *self, gdouble *shown)
{
  gdouble sum = self->n_done;

  for (guint i = 0; i < self->runners->len; i++)
    sum += master_runner_progress (g_ptr_array_index (self->runners, i));
  *shown = CLAMP (sum / self->crew->n, *shown, 1.0);
  master_progress_show (master_work_name (self->crew->kind), *shown, TRUE);
}

static gpointer
help (gpointer data)
{
  Shift *self = data;
  g_autoptr (MasterRunner) runner = master_runner_new_helper (self->chief);
  guint i;

  enlist (self, runner);
  while (master_runner_check (runner, NULL, NULL) && take_piece (self, &i)) {
    const gboolean done = self->crew->work (i, runner, self->crew->user_data);

    master_runner_begin_job (runner); /* a piece that is done counts once */
    finish_piece (self, i, done);
  }
  g_mutex_lock (&self->mutex);
  g_ptr_array_remove (self->runners, runner);
  self->working--;
  g_cond_signal (&self->changed);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/* The mutex is locked when this is called, and when it returns. */
static void
tell_finished (Shift *self, guint *told)
{
  while (*told < self->crew->n && self->done[*told]) {
    g_mutex_unlock (&self->mutex);
    if (self->crew->finish)
      self->crew->finish (*told, self->crew->user_data);
    ++*told;
    g_mutex_lock (&self->mutex);
  }
}

/* Signals are heard here; helpers ask whether there was one. */
static void
wait_for_all (Shift *self, guint *told)
{
  gdouble shown = 0.0;

  g_mutex_lock (&self->mutex);
  while (self->working > 0) {
    g_cond_wait_until (&self->changed, &self->mutex,
        g_get_monotonic_time () + TICK_US);
    tell_finished (self, told);
    tell_progress (self, &shown);
    g_mutex_unlock (&self->mutex);
    master_runner_check (self->chief, NULL, NULL);
    g_mutex_lock (&self->mutex);
  }
  g_mutex_unlock (&self->mutex);
}

static void
work (Shift *self, guint jobs)
{
  g_autofree GThread **helpers = g_new (GThread *, jobs);
  guint told = 0;

  self->working = jobs;
  for (guint i = 0; i < jobs; i++)
    helpers[i] = g_thread_new ("helper", help, self);
  wait_for_all (self, &told);
  for (guint i = 0; i < jobs; i++)
    g_thread_join (helpers[i]);
  /* Pieces behind one that was broken off may be done. */
  for (; told < self->crew->n; told++)
    if (self->done[told] && self->crew->finish)
      self->crew->finish (told, self->crew->user_data);
}

guint
master_crew_run (const MasterCrew *self, MasterRunner *chief)
{
  g_autofree gboolean *done = g_new0 (gboolean, self->n);
  g_autoptr (GPtrArray) runners = g_ptr_array_new ();
  Shift shift = { .crew = self,
    .chief = chief,
    .done = done,
    .runners = runners };

  g_mutex_init (&shift.mutex);
  g_cond_init (&shift.changed);
  work (&shift, CLAMP (self->jobs, 1, self->n));
  g_mutex_clear (&shift.mutex);
  g_cond_clear (&shift.changed);
  return shift.n_done;
}
