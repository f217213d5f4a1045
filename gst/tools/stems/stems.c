/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "stems.h"

#include <math.h>

#include <gst/gst.h>

#include "sum.h"
#include "tools/album/shape.h"
#include "tools/album/tree.h"
#include "tools/base/array.h"
#include "tools/base/elements.h"
#include "tools/base/errors.h"
#include "tools/base/progress.h"
#include "tools/make/assist.h"
#include "tools/make/batch.h"
#include "tools/media/faults.h"
#include "tools/media/songs.h"
#include "tools/pass/analysis.h"

#define THIRDS 31 /* of the spectra of an analysis */
#define SHORT 0.1 /* a stem may end so much before the others [s] */

typedef struct {
  const MasterSong *file;
  gchar *name; /* "bass.wav" */
  gchar *path; /* of what is added up: the file, or what was made of it */
  MasterMeasurement measured;
  GstStructure *analysis;
} Stem;

typedef struct {
  const MasterOptions *options;
  MasterRunner *runner;
  GPtrArray *files; /* MasterSong */
  GArray *stems;    /* Stem */
  MasterTree tree;  /* never put in its place: it is for what is not kept */
  gchar *path;      /* of the sum */
  MasterMeasurement measured; /* the same */
  GstStructure *analysis;
  GstStructure *told; /* what was done to the stems, and by how much the sum
                         changed */
} Stems;

static Stem *
stem_at (const Stems *self, guint i)
{
  return &g_array_index (self->stems, Stem, i);
}

static void
clear_stem (gpointer data)
{
  Stem *self = data;

  g_free (self->name);
  g_free (self->path);
  g_clear_pointer (&self->analysis, gst_structure_free);
}

/* --- finding them */

static gboolean
find (Stems *self, GError **error)
{
  gchar *names[] = { self->options->stems, NULL };

  if (!g_file_test (self->options->stems, G_FILE_TEST_IS_DIR))
    return master_fail_as (error, MASTER_ERROR_INPUT, self->options->stems,
        "is not a folder");
  self->files = master_songs_find (names);
  if (self->files->len == 0)
    return master_fail_as (error, MASTER_ERROR_INPUT, self->options->stems,
        "there are no stems in it");
  for (guint i = 0; i < self->files->len; i++) {
    const MasterSong *file = g_ptr_array_index (self->files, i);
    const Stem stem = { .file = file,
      .name = g_path_get_basename (file->name),
      .path = g_strdup (file->path) };

    g_array_append_val (self->stems, stem);
  }
  return TRUE;
}

static gboolean
listen (Stems *self, Stem *stem, GError **error)
{
  const MasterFaults how =
      self->options->best_effort ? MASTER_FAULTS_WARN : MASTER_FAULTS_OFFER;

  return master_analyze_file (self->runner, stem->path, stem->file->name,
             MASTER_WORK_LISTEN, &stem->measured, &stem->analysis, error) &&
      master_faults_check (&stem->measured, stem->path, stem->file->name, how,
          FALSE, error);
}

static gboolean
check_form (const Stems *self, const Stem *stem, GError **error)
{
  const Stem *first = stem_at (self, 0);

  return (first->measured.sample_rate == stem->measured.sample_rate &&
             first->measured.channels == stem->measured.channels) ||
      master_fail_as (error, MASTER_ERROR_INPUT, self->options->stems,
          "stems must have one rate and as many channels: %s has %d of %d Hz, "
          "%s has %d of %d Hz",
          first->name, first->measured.channels, first->measured.sample_rate,
          stem->name, stem->measured.channels, stem->measured.sample_rate);
}

static guint64
longest (const Stems *self)
{
  guint64 frames = 0;

  for (guint i = 0; i < self->stems->len; i++)
    frames = MAX (frames, stem_at (self, i)->measured.frames);
  return frames;
}

static void
tell_missing (const Stems *self)
{
  const gdouble rate = stem_at (self, 0)->measured.sample_rate;

  if (self->stems->len == 1)
    master_warn (self->options->stems, "there is one stem in it");
  for (guint i = 0; i < self->stems->len; i++) {
    const Stem *stem = stem_at (self, i);
    const gdouble missing =
        (gdouble) (longest (self) - stem->measured.frames) / rate;

    if (!isfinite (stem->measured.integrated_loudness))
      master_warn (stem->file->name, "is silent");
    else if (missing > SHORT)
      master_warn (stem->file->name,
          "ends %.1f s before the longest stem; silence follows", missing);
  }
}

static gboolean
listen_all (Stems *self, GError **error)
{
  for (guint i = 0; i < self->stems->len; i++)
    if (!listen (self, stem_at (self, i), error) ||
        !check_form (self, stem_at (self, i), error))
      return FALSE;
  tell_missing (self);
  return TRUE;
}

/* --- the sum */

static gboolean
add_up (Stems *self, GError **error)
{
  const guint n = self->stems->len;
  const MasterMeasurement *form = &stem_at (self, 0)->measured;
  g_autofree const gchar **paths = g_new0 (const gchar *, n);
  g_autofree const gchar **names = g_new0 (const gchar *, n);
  const MasterSum sum = { .paths = paths,
    .names = names,
    .n = n,
    .rate = form->sample_rate,
    .channels = form->channels,
    .layout = form->channel_mask,
    .frames = longest (self) };

  for (guint i = 0; i < n; i++) {
    paths[i] = stem_at (self, i)->path;
    names[i] = stem_at (self, i)->file->name;
  }
  g_clear_pointer (&self->analysis, gst_structure_free);
  return master_sum_write (self->runner, &sum, self->path, error) &&
      master_analyze_file (self->runner, self->path, self->options->stems,
          MASTER_WORK_LISTEN, &self->measured, &self->analysis, error);
}

/* --- the stems' moves */

static GstStructure *
ask (const Stems *self, const MasterDelivery *delivery, GError **error)
{
  g_autoptr (GstElement) planner = master_element ("masterchain", error);
  g_autoptr (GstStructure) goal =
      master_assist_new_goal (self->options, delivery, NULL, NULL);
  GValue array = G_VALUE_INIT;
  GstStructure *plan = NULL;
  const gchar *fault;

  if (!planner)
    return NULL;
  gst_object_ref_sink (planner);
  master_array_init (&array);
  for (guint i = 0; i < self->stems->len; i++) {
    const Stem *stem = stem_at (self, i);
    g_autoptr (GstStructure) row = gst_structure_copy (stem->analysis);

    gst_structure_set (row, "name", G_TYPE_STRING, stem->name, NULL);
    master_array_add_structure (&array, row);
  }
  gst_structure_take_value (goal, "stems", &array);
  g_signal_emit_by_name (planner, "plan", self->analysis, goal, &plan);
  fault = plan ? gst_structure_get_string (plan, "error")
               : "masterchain has no plan";
  if (!fault)
    return plan;
  master_fail (error, self->options->stems, "%s", fault);
  g_clear_pointer (&plan, gst_structure_free);
  return NULL;
}

static gboolean
shape (Stems *self, guint i, const GstStructure *settings, GError **error)
{
  Stem *stem = stem_at (self, i);
  g_autofree gchar *name = g_strdup_printf ("stem-%u.wav", i + 1);
  g_autofree gchar *path = master_tree_path (&self->tree, name, NULL);
  const MasterSettings planned = { .planned = settings };
  const MasterSettings *const chains[] = { &planned, NULL };
  const MasterShape shape = { .input = stem->path,
    .name = stem->file->name,
    .output = path,
    .chains = chains };
  MasterMeasurement measured;
  GstStructure *analysis = NULL;

  if (!master_shape_write (self->runner, &shape, &measured, &analysis, error))
    return FALSE;
  gst_structure_free (analysis);
  g_free (stem->path);
  stem->path = g_steal_pointer (&path);
  return TRUE;
}

/* TRUE in `changed` where any of them is not as it was. */
static gboolean
shape_all (Stems *self, const GstStructure *plan, gboolean *changed,
    GError **error)
{
  const GValue *rows = gst_structure_get_value (plan, "stems");

  *changed = FALSE;
  for (guint i = 0; rows && i < gst_value_array_get_size (rows); i++) {
    const GstStructure *row =
        gst_value_get_structure (gst_value_array_get_value (rows, i));
    const GstStructure *settings =
        gst_value_get_structure (gst_structure_get_value (row, "settings"));

    if (gst_structure_n_fields (settings) == 0)
      continue;
    *changed = TRUE;
    if (!shape (self, i, settings, error))
      return FALSE;
  }
  return TRUE;
}

/* The power of a third, middle and sides. */
static gdouble
power_at (const GstStructure *analysis, guint k)
{
  return pow (10.0, 0.1 * master_analysis_at (analysis, "mid-spectrum", k)) +
      pow (10.0, 0.1 * master_analysis_at (analysis, "side-spectrum", k));
}

static void
tell_easing (Stems *self, const GstStructure *plan, const GstStructure *before)
{
  GValue eased = G_VALUE_INIT;

  master_array_init (&eased);
  for (guint k = 0; k < THIRDS; k++) {
    const gdouble change =
        10.0 * log10 (power_at (self->analysis, k) / power_at (before, k));

    master_array_add_double (&eased, isfinite (change) ? change : 0.0);
  }
  self->told = gst_structure_new_empty ("stems");
  gst_structure_set_value (self->told, "stems",
      gst_structure_get_value (plan, "stems"));
  gst_structure_take_value (self->told, "eased", &eased);
}

static gboolean
change (Stems *self, const MasterDelivery *delivery, GError **error)
{
  g_autoptr (GstStructure) plan = ask (self, delivery, error);
  g_autoptr (GstStructure) before = NULL;
  gboolean changed;

  if (!plan || !shape_all (self, plan, &changed, error))
    return FALSE;
  before = gst_structure_copy (self->analysis);
  if (changed && !add_up (self, error))
    return FALSE;
  tell_easing (self, plan, before);
  return TRUE;
}

/* --- the master */

static gboolean
make (Stems *self, MasterProject *project, GError **error)
{
  g_autofree MasterResult *results =
      g_new0 (MasterResult, project->requests->len);
  MasterRequest *requests =
      &g_array_index (project->requests, MasterRequest, 0);
  const MasterOptions *options = self->options;
  const gboolean may_change = options->assist &&
      options->references->len == 0 && options->strength > 0.0;
  gboolean good;

  if (may_change && !change (self, requests->delivery, error))
    return FALSE;
  for (guint i = 0; i < project->requests->len; i++) {
    requests[i].called = options->stems;
    requests[i].stems = self->told;
    requests[i].measured = &self->measured;
    requests[i].analysis = self->analysis;
  }
  good = master_batch_make (self->runner, project, results, error);
  for (guint i = 0; i < project->requests->len; i++)
    master_result_clear (&results[i]);
  return good;
}

/* The command line is checked before hours of music are read. */
static gboolean
run (Stems *self, GError **error)
{
  gchar *inputs[] = { self->path, NULL };
  MasterOptions options = *self->options;
  g_autoptr (MasterProject) project = NULL;

  options.inputs = inputs;
  project = master_project_new (&options, error);
  return project && find (self, error) && listen_all (self, error) &&
      add_up (self, error) && make (self, project, error);
}

/* "songs/one/" is called "one". */
static gchar *
name_sum (const MasterTree *tree, const gchar *folder)
{
  g_autofree gchar *place = g_canonicalize_filename (folder, NULL);
  g_autofree gchar *base = g_path_get_basename (place);
  g_autofree gchar *name = g_strconcat (base, ".wav", NULL);

  return master_tree_path (tree, name, NULL);
}

/* The hidden folder is beside the master, or the folder of it. */
static gboolean
open_tree (Stems *self, GError **error)
{
  g_autofree gchar *output =
      g_canonicalize_filename (self->options->output, NULL);
  g_autofree gchar *above = g_path_get_dirname (output);
  g_autofree gchar *place = g_strconcat (output, "-stems", NULL);

  if (!g_file_test (above, G_FILE_TEST_IS_DIR))
    return master_fail (error, self->options->output, "%s is not a folder",
        above);
  return master_tree_open (&self->tree, place, FALSE, error);
}

gboolean
master_stems_run (const MasterOptions *options, GError **error)
{
  Stems self = { .options = options,
    .stems = g_array_new (FALSE, FALSE, sizeof (Stem)) };
  gboolean good;

  g_array_set_clear_func (self.stems, clear_stem);
  self.runner = master_runner_new ();
  if (!options->quiet)
    master_progress_enable ();
  good = open_tree (&self, error);
  if (good) {
    self.path = name_sum (&self.tree, options->stems);
    good = run (&self, error);
  }
  master_progress_clear ();
  master_tree_clear (&self.tree);
  g_array_unref (self.stems);
  g_clear_pointer (&self.files, g_ptr_array_unref);
  g_clear_pointer (&self.analysis, gst_structure_free);
  g_clear_pointer (&self.told, gst_structure_free);
  g_free (self.path);
  master_runner_free (self.runner);
  return good;
}
