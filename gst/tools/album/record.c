/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "record.h"

#include <math.h>

#include "album/cutting.h"
#include "album/sides.h"
#include "frames.h"
#include "shape.h"
#include "sound.h"
#include "soundfile.h"
#include "tools/base/errors.h"
#include "tools/order/deliveries.h"
#include "tools/pass/groove.h"

#define BITS 24
#define MARGIN 0.005 /* dB: dither of 24 bits, and the digits of a reading */

/* A run that has gone through its sound and the medium's. */
typedef struct {
  guint first, n; /* songs */
  gchar *path;
  gdouble peak; /* [dBTP] */
  gdouble gain; /* [dB] */
} Shaped;

typedef struct {
  MasterRunner *runner;
  MasterAlbumMaterial *material;
  const MasterTree *tree;
  const MstMaster *master;
  const MasterTarget *target;
  const gchar *folder; /* in the tree */
  gint rate;
  GArray *runs; /* of Shaped */
  MstSequence *sequence;
  guint *sides;
  MstSideSong *songs;
} Record;

/* --- sides */

static MstSideSpan *
spans_of (const MstSequence *sequence)
{
  const guint n = sequence->places->len;
  const gdouble rate = sequence->rate;
  MstSideSpan *spans = g_new (MstSideSpan, n);
  guint64 end = 0;

  for (guint i = 0; i < n; i++) {
    const MstPlace *place = mst_sequence_place (sequence, i);
    const guint64 start = MAX (place->start, end);
    spans[i].gap = (gdouble) (start - end) / rate;
    spans[i].length = (gdouble) (place->end - start) / rate;
    end = place->end;
  }
  return spans;
}

static MstSequence *
new_sequence (const MasterAlbumMaterial *material, gint rate, GError **error)
{
  g_autofree guint64 *frames = master_runs_frames (material, rate);

  return mst_sequence_new (material->project, frames, (guint) rate, FALSE,
      error);
}

gboolean
master_record_sides (const MasterAlbumMaterial *material,
    const MstMaster *master, guint *sides, GError **error)
{
  const guint n = material->project->songs->len;
  g_autoptr (MstSequence) sequence =
      new_sequence (material, master_inputs_rate (material, 0, n), error);
  g_autofree MstSideSpan *spans = sequence ? spans_of (sequence) : NULL;

  return spans &&
      mst_sides_assign (material->project, spans, (MstRecord) master->record,
          sides, error);
}

/* --- the sound */

static gboolean
lacks_sound (const Record *self)
{
  const MstProject *project = self->material->project;
  MasterOptions options = *self->material->options;
  gboolean lacks = FALSE;

  for (guint i = 0; i < project->songs->len;
       i += master_inputs_run (project, i)) {
    master_sound_choose (self->material, i, &options);
    lacks |= options.assist;
  }
  return lacks;
}

/* The assistant decides with the first master that is made; a record alone has
 * none before it, so one is made for that, and not kept. */
static gboolean
find_sounds (Record *self, GError **error)
{
  const MasterRunGoal goal = { .kind = self->folder,
    .target = self->target,
    .rate = self->rate,
    .bits = BITS };
  g_autoptr (GPtrArray) runs = NULL;

  if (!lacks_sound (self))
    return TRUE;
  runs = master_runs_make (self->runner, self->material, &goal, error);
  return runs != NULL;
}

static gboolean
run_chains (Record *self, const MasterRunInput *input, const Shaped *run,
    const MasterSettings *sound, const MasterSettings *medium,
    MasterMeasurement *measured, GError **error)
{
  const MasterSettings *const chains[] = { sound, medium, NULL };
  const MasterShape job = { .input = input->path,
    .name = mst_project_song (self->material->project, run->first)->file,
    .output = run->path,
    .chains = chains };
  g_autoptr (GstStructure) analysis = NULL;

  return master_shape_write (self->runner, &job, measured, &analysis, error);
}

static gboolean
shape (Record *self, const MasterRunInput *input, const Shaped *run,
    MasterMeasurement *measured, GError **error)
{
  const MasterDelivery delivery = { .settings = self->target->settings };
  const gdouble loudness = input->known ? input->measured.integrated_loudness
                                        : self->target->loudness;
  g_auto (GStrv) own = master_delivery_settings (&delivery, loudness, NULL);
  const MasterSettings medium = { .set = own };
  MasterOptions options = *self->material->options;
  MasterSettings first;

  master_sound_choose (self->material, run->first, &options);
  first = (MasterSettings){ .location = options.settings,
    .preset = options.preset,
    .set = options.set };
  return run_chains (self, input, run, &first, &medium, measured, error);
}

/* With nothing but the medium at work all songs have the same gain, to the bit;
 * where each has a sound of its own, its loudness is that of the result. */
static gdouble
loudness_before (const Record *self, const MasterRunInput *input, guint loudest,
    const MasterMeasurement *measured)
{
  const MstProject *project = self->material->project;
  const MstSong *song = mst_project_song (project, input->first);
  const gboolean plain = !project->profile && !project->preset &&
      !project->make && !song->make && !song->preset && !song->settings_path &&
      !self->material->moves;

  if (!plain)
    return measured->integrated_loudness - input->above;
  return self->material->facts[loudest].measured.integrated_loudness +
      (input->n > 1 ? mst_project_song (project, loudest)->level : 0.0);
}

static gboolean
shape_run (Record *self, guint first, GError **error)
{
  const MasterRunInput *input = master_inputs_get (self->runner, self->material,
      first, self->rate, error);
  guint loudest;
  MasterMeasurement measured;
  Shaped run = { .first = first };

  if (!input)
    return FALSE;
  run.n = input->n;
  run.path = g_strdup_printf ("%s/%s-side-%02u.wav", self->material->work,
      self->folder, first + 1);
  g_array_append_val (self->runs, run);
  if (!shape (self, input,
          &g_array_index (self->runs, Shaped, self->runs->len - 1), &measured,
          error))
    return FALSE;
  loudest = master_inputs_loudest (self->material, first, run.n);
  run.peak = master_measurement_peak (&measured);
  run.gain = self->material->offsets[loudest] -
      loudness_before (self, input, loudest, &measured);
  g_array_index (self->runs, Shaped, self->runs->len - 1) = run;
  return TRUE;
}

static void
find_gain (Record *self)
{
  gdouble most = -INFINITY;

  for (guint i = 0; i < self->runs->len; i++) {
    const Shaped *run = &g_array_index (self->runs, Shaped, i);
    most = fmax (most, run->peak + run->gain);
  }
  for (guint i = 0; i < self->runs->len; i++)
    g_array_index (self->runs, Shaped, i).gain +=
        self->target->ceiling - MARGIN - most;
}

static gboolean
shape_all (Record *self, GError **error)
{
  const guint n = self->material->project->songs->len;

  for (guint i = 0; i < n; i += master_inputs_run (self->material->project, i))
    if (!shape_run (self, i, error))
      return FALSE;
  find_gain (self);
  return TRUE;
}

/* --- the files */

static gchar *
path_of_side (const Record *self, guint side)
{
  g_autofree gchar *name = g_strdup_printf ("Side %c.wav", 'A' + side);

  return master_tree_path (self->tree, self->folder, name, NULL);
}

static gboolean
take (gconstpointer frames, guint64 n, gpointer user_data)
{
  return master_sound_file_write (user_data, frames, n);
}

static gboolean
put_run (Record *self, MasterSoundFile *file, const Shaped *run, guint64 at,
    GError **error)
{
  const MasterFrames wanted = { .path = run->path,
    .name = mst_project_song (self->material->project, run->first)->file,
    .work = MASTER_WORK_SIDE,
    .samples = "S24LE",
    .channels = 2,
    .gain = run->gain,
    .dithers = TRUE };

  return (master_sound_file_write_silence (file, at - file->frames) ||
             master_sound_file_fail (file, error)) &&
      master_frames_read (self->runner, &wanted, take, file, error);
}

static guint64
start_of (const Record *self, guint song)
{
  return mst_sequence_place (self->sequence, song)->start;
}

static gboolean
put_side (Record *self, MasterSoundFile *file, guint side, GError **error)
{
  guint64 zero = G_MAXUINT64;

  for (guint i = 0; i < self->runs->len; i++) {
    const Shaped *run = &g_array_index (self->runs, Shaped, i);
    if (self->sides[run->first] != side)
      continue;
    zero = MIN (zero, start_of (self, run->first));
    if (!put_run (self, file, run, start_of (self, run->first) - zero, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean
write_side (Record *self, guint side, GError **error)
{
  const MasterSoundForm form = { .rate = self->rate,
    .channels = 2,
    .bits = BITS };
  g_autofree gchar *path = path_of_side (self, side);
  MasterSoundFile file;
  gboolean good;

  if (!master_sound_file_open (&file, path, &form, error))
    return FALSE;
  good = put_side (self, &file, side, error);
  return master_sound_file_close (&file, good ? error : NULL) && good;
}

/* Reads back what was written, song by song. */
static gboolean
read_song (Record *self, guint i, guint64 zero, GError **error)
{
  const MstPlace *place = mst_sequence_place (self->sequence, i);
  g_autofree gchar *path = path_of_side (self, self->sides[i]);
  g_autoptr (GstStructure) analysis = NULL;
  MasterMeasurement measured;

  if (!master_analyze_part (self->runner, path,
          mst_project_song (self->material->project, i)->file,
          place->start - zero, place->end - place->start, self->rate, &measured,
          &analysis, error))
    return FALSE;
  self->songs[i] = master_groove_read (analysis);
  return self->songs[i].peak <= self->target->ceiling ||
      master_fail (error, path, "has a peak of %.2f dBTP, over %.2f",
          self->songs[i].peak, self->target->ceiling);
}

static gboolean
write_sheet (const Record *self, GError **error)
{
  const MstRecord record = (MstRecord) self->master->record;
  g_autoptr (GArray) cuts =
      mst_cutting_cuts (self->sequence, self->sides, self->songs);
  g_autofree gchar *text = mst_cutting_sheet_write (self->material->project,
      record, cuts, self->sides);
  g_autofree gchar *path = master_tree_path (self->tree, self->folder,
      self->master->kind == MST_MASTER_VINYL ? "cutting-sheet.txt"
                                             : "cassette-sheet.txt",
      NULL);

  return g_file_set_contents (path, text, -1, error);
}

static gboolean
write_all (Record *self, GError **error)
{
  const guint n = self->sequence->places->len;
  guint64 zero = 0;

  for (guint side = 0; side <= self->sides[n - 1]; side++)
    if (!write_side (self, side, error))
      return FALSE;
  for (guint i = 0; i < n; i++) {
    if (i == 0 || self->sides[i] != self->sides[i - 1])
      zero = start_of (self, i);
    if (!read_song (self, i, zero, error))
      return FALSE;
  }
  return write_sheet (self, error);
}

static void
clear_run (gpointer data)
{
  Shaped *run = data;

  if (run->path)
    remove (run->path);
  g_free (run->path);
}

gboolean
master_record_make (MasterRunner *runner, MasterAlbumMaterial *material,
    const MasterTree *tree, const MstMaster *master, const MasterTarget *target,
    GError **error)
{
  const guint n = material->project->songs->len;
  Record self = { .runner = runner,
    .material = material,
    .tree = tree,
    .master = master,
    .target = target,
    .folder = master->kind == MST_MASTER_VINYL ? "vinyl" : "cassette",
    .rate = master_inputs_rate (material, 0, n),
    .runs = g_array_new (FALSE, FALSE, sizeof (Shaped)),
    .sides = g_new0 (guint, n),
    .songs = g_new0 (MstSideSong, n) };
  gboolean good;

  g_array_set_clear_func (self.runs, clear_run);
  self.sequence = new_sequence (material, self.rate, error);
  good = self.sequence &&
      master_record_sides (material, master, self.sides, error) &&
      find_sounds (&self, error) && shape_all (&self, error) &&
      write_all (&self, error);
  g_array_unref (self.runs);
  mst_sequence_free (self.sequence);
  g_free (self.sides);
  g_free (self.songs);
  return good;
}
