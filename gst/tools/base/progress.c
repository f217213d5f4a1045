/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "progress.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_WIDTH 40

static gboolean enabled;
static gint shown; /* atomic: helpers print warnings, too */

void
master_progress_enable (void)
{
  enabled = isatty (STDERR_FILENO);
}

void
master_progress_show (const gchar *label, gdouble fraction)
{
  gchar bar[BAR_WIDTH + 1];
  gboolean known = fraction >= 0.0 && fraction <= 1.0;

  if (!enabled)
    return;
  for (int i = 0; i < BAR_WIDTH; i++)
    bar[i] = known && i < fraction * BAR_WIDTH ? '#' : '.';
  bar[BAR_WIDTH] = '\0';
  if (known)
    fprintf (stderr, "\r\033[K%-12s [%s] %3.0f %%", label, bar,
        100.0 * fraction);
  else
    fprintf (stderr, "\r\033[K%-12s [%s]", label, bar);
  fflush (stderr);
  g_atomic_int_set (&shown, TRUE);
}

void
master_progress_clear (void)
{
  if (g_atomic_int_compare_and_exchange (&shown, TRUE, FALSE))
    fputs ("\r\033[K", stderr);
}
