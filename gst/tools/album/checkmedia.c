/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "checkmedia.h"

#include "album/cdtext.h"
#include "album/sides.h"
#include "record.h"

/* Crossfades, which no master can do without. FALSE where there is a fault. */
static gboolean
check_sequence (const MasterPrepared *self)
{
  const guint n = self->project->songs->len;
  const gint rate = master_inputs_rate (&self->material, 0, n);
  g_autofree guint64 *frames = master_runs_frames (&self->material, rate);
  g_autoptr (GError) why = NULL;
  g_autoptr (MstSequence) sequence =
      mst_sequence_new (self->project, frames, (guint) rate, FALSE, &why);

  if (!sequence)
    g_ptr_array_add (self->problems, g_strdup (why->message));
  return sequence != NULL;
}

/* A song that has another rate than its run is resampled, one that has fewer
 * channels is spread. */
static void
check_run (const MasterPrepared *self, guint first, guint n)
{
  guint64 layout;
  const gint rate = master_inputs_rate (&self->material, first, n);
  const gint channels =
      master_inputs_channels (&self->material, first, n, &layout);

  for (guint i = first; n > 1 && i < first + n; i++) {
    const MasterMeasurement *measured = &self->facts[i].measured;
    g_autofree gchar *where = mst_project_place (self->project, i);
    if (measured->sample_rate != rate)
      mst_problem (self->notices, where,
          "it has %d Hz and flows into songs of %d Hz: it is resampled",
          measured->sample_rate, rate);
    if (measured->channels > 1 && measured->channels != channels)
      mst_problem (self->notices, where,
          "it has %d channels and flows into songs of %d: it gets as many",
          measured->channels, channels);
  }
}

static void
check_stereo (const MasterPrepared *self, const gchar *what)
{
  for (guint i = 0; i < self->project->songs->len; i++)
    if (self->facts[i].measured.channels > 2) {
      g_autofree gchar *where = mst_project_place (self->project, i);
      mst_problem (self->problems, where, "it has %d channels, and %s has two",
          self->facts[i].measured.channels, what);
    }
}

static void
check_one_rate (const MasterPrepared *self, gint rate, const gchar *what)
{
  guint others = 0;

  for (guint i = 0; i < self->project->songs->len; i++)
    others += self->facts[i].measured.sample_rate != rate;
  if (others > 0)
    mst_problem (self->notices, what,
        "%u songs are resampled to %d Hz, the rate of the whole", others, rate);
}

static void
check_disc (const MasterPrepared *self, const MstMaster *cd)
{
  g_autoptr (MstSequence) sequence = master_prepared_disc (self, NULL);
  g_autoptr (MstDisc) disc = mst_sequence_disc (sequence, self->project);
  g_autoptr (GPtrArray) faults = g_ptr_array_new_with_free_func (g_free);

  check_stereo (self, "a CD");
  check_one_rate (self, MST_DISC_RATE, "cd");
  mst_disc_find_faults (disc, faults);
  if (cd->cd_text)
    mst_cdtext_find_faults (disc, cd->cd_text_codes, faults, self->notices);
  for (guint i = 0; i < faults->len; i++)
    mst_problem (self->problems, "cd", "%s",
        (const gchar *) g_ptr_array_index (faults, i));
  if (faults->len == 0 && disc->lead_out > MST_DISC_LONG)
    mst_problem (self->notices, "cd",
        "it is longer than 74 minutes, which many presses want to be asked "
        "about");
}

static void
check_sides (MasterPrepared *self, const MstMaster *master, const gchar *what)
{
  const guint n = self->project->songs->len;
  g_autofree guint *sides = g_new0 (guint, n);
  g_autoptr (GError) why = NULL;

  check_stereo (self, what);
  check_one_rate (self, master_inputs_rate (&self->material, 0, n), what);
  if (!master_record_sides (&self->material, master, sides, &why))
    mst_problem (self->problems, what, "%s", why->message);
}

void
master_check_media (MasterPrepared *self)
{
  const MstProject *project = self->project;
  guint n;

  if (!check_sequence (self))
    return;
  for (guint i = 0; i < project->songs->len; i += n) {
    n = master_inputs_run (project, i);
    check_run (self, i, n);
  }
  for (guint i = 0; i < project->masters->len; i++) {
    const MstMaster *master = &g_array_index (project->masters, MstMaster, i);
    if (master->kind == MST_MASTER_CD)
      check_disc (self, master);
    else if (master->kind == MST_MASTER_VINYL)
      check_sides (self, master, "vinyl");
    else if (master->kind == MST_MASTER_CASSETTE)
      check_sides (self, master, "cassette");
    else if (master->kind == MST_MASTER_ARCHIVE)
      check_one_rate (self,
          master_inputs_rate (&self->material, 0, project->songs->len),
          "archive");
  }
}
