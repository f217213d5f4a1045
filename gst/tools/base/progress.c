/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "progress.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

#include "colour.h"

#define BAR_WIDTH 40
/* The rest is told when this much is done, and has taken this long [s]. */
#define LEAST_FRACTION 0.04
#define LEAST_TIME 1.5
#define MINUTE 60

static gboolean enabled, coloured;
static gint64 began; /* [us] */
static gint shown;   /* atomic: helpers print warnings, too */

void
master_progress_enable (void)
{
  enabled = isatty (STDERR_FILENO);
  coloured = master_colour_is_wanted (STDERR_FILENO);
  began = g_get_monotonic_time ();
}

/* Full seconds would promise too much: they are rounded up to fives, and to
 * tens from a minute on. */
gchar *
master_progress_tell_left (gdouble elapsed, gdouble fraction)
{
  gdouble left, step;
  gint seconds;

  if (!(fraction >= LEAST_FRACTION && fraction < 1.0) || elapsed < LEAST_TIME)
    return g_strdup ("");
  left = elapsed * (1.0 - fraction) / fraction;
  step = left < MINUTE ? 5.0 : 10.0;
  seconds = (gint) (ceil (left / step) * step);
  return g_strdup_printf ("  %d:%02d left", seconds / MINUTE, seconds % MINUTE);
}

static void
print_bar (const gchar *name, gdouble fraction, gboolean known)
{
  const gint full = known ? (gint) (fraction * BAR_WIDTH) : 0;

  fprintf (stderr, "\r\033[K%-12s [%s", name, coloured ? MASTER_GREEN : "");
  for (gint i = 0; i < full; i++)
    fputc ('#', stderr);
  fputs (coloured ? MASTER_PLAIN : "", stderr);
  for (gint i = full; i < BAR_WIDTH; i++)
    fputc ('.', stderr);
  fputc (']', stderr);
}

void
master_progress_show (const gchar *name, gdouble fraction, gboolean whole)
{
  const gboolean known = fraction >= 0.0 && fraction <= 1.0;
  g_autofree gchar *left = NULL;

  if (!enabled)
    return;
  print_bar (name, fraction, known);
  if (known && whole)
    left = master_progress_tell_left (
        (gdouble) (g_get_monotonic_time () - began) / G_USEC_PER_SEC, fraction);
  if (known)
    fprintf (stderr, " %3.0f %%%s", 100.0 * fraction, left ? left : "");
  fflush (stderr);
  g_atomic_int_set (&shown, TRUE);
}

void
master_progress_clear (void)
{
  if (g_atomic_int_compare_and_exchange (&shown, TRUE, FALSE))
    fputs ("\r\033[K", stderr);
}
