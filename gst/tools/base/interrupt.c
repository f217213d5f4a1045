/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "interrupt.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>

#include "errors.h"

#define MOST_FILES 256

static const int stop_signals[] = { SIGINT, SIGTERM, SIGHUP };

static volatile sig_atomic_t noted;
static int pipe_ends[2] = { -1, -1 };
static gchar *files[MOST_FILES]; /* atomic; a handler reads them */
static gchar last_words[512];

static G_GNUC_NORETURN void
end_at_once (void)
{
  for (gsize i = 0; i < MOST_FILES; i++) {
    const gchar *path = g_atomic_pointer_get (&files[i]);

    if (path)
      unlink (path);
  }
  _exit (MASTER_STATUS_TEMPORARY);
}

static void
on_signal (int number)
{
  static const gchar byte = '!';

  if (noted)
    end_at_once ();
  noted = TRUE;
  if (write (pipe_ends[1], &byte, 1) != 1)
    end_at_once ();
}

static void
on_deadline (int number)
{
  if (write (STDERR_FILENO, last_words, strlen (last_words)) < 0)
    _exit (MASTER_STATUS_TEMPORARY);
  end_at_once ();
}

void
master_interrupt_catch (void)
{
  struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };

  if (pipe_ends[0] >= 0 || !g_unix_open_pipe (pipe_ends, FD_CLOEXEC, NULL))
    return;
  sigemptyset (&action.sa_mask);
  for (gsize i = 0; i < G_N_ELEMENTS (stop_signals); i++)
    sigaction (stop_signals[i], &action, NULL);
  action.sa_handler = on_deadline;
  sigaction (SIGALRM, &action, NULL);
}

gboolean
master_interrupt_noted (void)
{
  return noted != 0;
}

int
master_interrupt_descriptor (void)
{
  return pipe_ends[0];
}

void
master_interrupt_set_deadline (guint seconds, const gchar *text)
{
  g_autofree gchar *line = master_printable (text);

  g_snprintf (last_words, sizeof (last_words), MASTER_TOOL ": %s\n", line);
  alarm (seconds);
}

void
master_interrupt_clear_deadline (void)
{
  alarm (0);
}

void
master_interrupt_add_file (const gchar *path)
{
  g_autofree gchar *copy = g_strdup (path);

  for (gsize i = 0; i < MOST_FILES; i++)
    if (g_atomic_pointer_compare_and_exchange (&files[i], NULL, copy)) {
      copy = NULL; /* the list has it now */
      return;
    }
}

void
master_interrupt_remove_file (const gchar *path)
{
  for (gsize i = 0; i < MOST_FILES; i++) {
    gchar *known = g_atomic_pointer_get (&files[i]);

    if (known && strcmp (known, path) == 0 &&
        g_atomic_pointer_compare_and_exchange (&files[i], known, NULL)) {
      g_free (known);
      return;
    }
  }
}
