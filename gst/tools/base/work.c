/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "work.h"

/* How long a pass takes beside one that listens: the mean of three unmastered
 * mixes of two and a half minutes, with the assistant and a page. */
static const struct {
  const gchar *name;
  gdouble cost;
} works[MASTER_N_WORKS] = {
  [MASTER_WORK_LISTEN] = { "Listening", 1.0 },
  [MASTER_WORK_REHEARSE] = { "Rehearsing", 0.8 },
  [MASTER_WORK_TRY] = { "Trying", 1.2 },
  [MASTER_WORK_WRITE] = { "Writing", 0.9 },
  [MASTER_WORK_CHECK] = { "Checking", 0.5 },
  [MASTER_WORK_WATCH] = { "Page", 1.4 },
  [MASTER_WORK_EXCERPT] = { "Page", 0.2 },
  [MASTER_WORK_CODEC] = { "Codecs", 0.6 },
  [MASTER_WORK_ADD] = { "Adding up", 1.0 },
  [MASTER_WORK_SONGS] = { "Mastering", 1.0 },
  [MASTER_WORK_LEARN] = { "Learning", 1.0 },
  [MASTER_WORK_JOIN] = { "Joining", 1.0 },
  [MASTER_WORK_SHAPE] = { "Shaping", 1.0 },
  [MASTER_WORK_CUT] = { "Cutting", 1.0 },
  [MASTER_WORK_DISC] = { "Writing the disc", 1.0 },
  [MASTER_WORK_SIDE] = { "Writing the side", 1.0 },
  [MASTER_WORK_ARCHIVE] = { "Writing the archive", 1.0 },
};

const gchar *
master_work_name (MasterWork work)
{
  return works[work].name;
}

void
master_estimate_expect (MasterEstimate *self, MasterWork work, guint passes)
{
  self->left[work] = passes;
  if (work == MASTER_WORK_TRY)
    self->overtime = FALSE;
  self->knows = TRUE;
}

void
master_estimate_begin (MasterEstimate *self, MasterWork work)
{
  if (work == MASTER_WORK_TRY && self->knows && self->left[work] == 0)
    self->overtime = TRUE;
  if (work == MASTER_WORK_TRY && self->overtime)
    self->left[work] = 1;
  else if (self->left[work] > 0)
    self->left[work]--;
  self->now = work;
  self->at_work = TRUE;
}

void
master_estimate_end (MasterEstimate *self)
{
  if (self->at_work)
    self->done += works[self->now].cost;
  self->at_work = FALSE;
}

gdouble
master_estimate_get (MasterEstimate *self, gdouble fraction)
{
  const gdouble now = self->at_work ? works[self->now].cost : 0.0;
  const gboolean known = fraction >= 0.0 && fraction <= 1.0;
  gdouble left = 0.0, all;

  if (!self->knows)
    return fraction;
  for (guint i = 0; i < MASTER_N_WORKS; i++)
    left += self->left[i] * works[i].cost;
  all = self->done + now + left;
  if (all > 0.0)
    self->shown =
        MAX (self->shown, (self->done + (known ? fraction * now : 0.0)) / all);
  return self->shown;
}
