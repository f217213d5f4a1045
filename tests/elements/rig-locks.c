/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* GLib's GMutex and GCond over those of POSIX, which ThreadSanitizer knows. In
 * a program that is linked with this, they take the place of GLib's own, which
 * are system calls; what GLib locks within itself stays as it is. Only for
 * tests/checks/threads.sh.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include <glib.h>

static pthread_mutex_t *
mutex_of (GMutex *self)
{
  pthread_mutex_t *mine = __atomic_load_n (&self->p, __ATOMIC_ACQUIRE);
  gpointer none = NULL;

  if (mine)
    return mine;
  mine = malloc (sizeof (*mine));
  pthread_mutex_init (mine, NULL);
  if (__atomic_compare_exchange_n (&self->p, &none, mine, FALSE,
          __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return mine;
  free (mine);
  return none;
}

static pthread_cond_t *
cond_of (GCond *self)
{
  pthread_cond_t *mine = __atomic_load_n (&self->p, __ATOMIC_ACQUIRE);
  pthread_condattr_t monotonic;
  gpointer none = NULL;

  if (mine)
    return mine;
  mine = malloc (sizeof (*mine));
  pthread_condattr_init (&monotonic);
  pthread_condattr_setclock (&monotonic, CLOCK_MONOTONIC);
  pthread_cond_init (mine, &monotonic);
  if (__atomic_compare_exchange_n (&self->p, &none, mine, FALSE,
          __ATOMIC_ACQ_REL, __ATOMIC_ACQUIRE))
    return mine;
  free (mine);
  return none;
}

#define OURS __attribute__ ((visibility ("default")))

OURS void
g_mutex_init (GMutex *mutex)
{
  mutex->p = NULL;
}

OURS void
g_mutex_clear (GMutex *mutex)
{
  if (mutex->p)
    pthread_mutex_destroy (mutex->p);
  free (mutex->p);
  mutex->p = NULL;
}

OURS void
g_mutex_lock (GMutex *mutex)
{
  pthread_mutex_lock (mutex_of (mutex));
}

OURS gboolean
g_mutex_trylock (GMutex *mutex)
{
  return pthread_mutex_trylock (mutex_of (mutex)) == 0;
}

OURS void
g_mutex_unlock (GMutex *mutex)
{
  pthread_mutex_unlock (mutex_of (mutex));
}

OURS void
g_cond_init (GCond *cond)
{
  cond->p = NULL;
}

OURS void
g_cond_clear (GCond *cond)
{
  if (cond->p)
    pthread_cond_destroy (cond->p);
  free (cond->p);
  cond->p = NULL;
}

OURS void
g_cond_wait (GCond *cond, GMutex *mutex)
{
  pthread_cond_wait (cond_of (cond), mutex_of (mutex));
}

OURS gboolean
g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  const struct timespec until = { .tv_sec = end_time / G_USEC_PER_SEC,
    .tv_nsec = end_time % G_USEC_PER_SEC * 1000 };

  return pthread_cond_timedwait (cond_of (cond), mutex_of (mutex), &until) !=
      ETIMEDOUT;
}

OURS void
g_cond_signal (GCond *cond)
{
  pthread_cond_signal (cond_of (cond));
}

OURS void
g_cond_broadcast (GCond *cond)
{
  pthread_cond_broadcast (cond_of (cond));
}
