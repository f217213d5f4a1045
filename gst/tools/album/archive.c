/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "archive.h"

#include "frames.h"
#include "soundfile.h"
#include "tools/base/errors.h"
#include "tools/media/bext.h"

#define FLOAT_BITS 32

static gboolean
take (gconstpointer frames, guint64 n, gpointer user_data)
{
  return master_sound_file_write (user_data, frames, n);
}

static gboolean
put_run (MasterRunner *runner, MasterSoundFile *file, const MasterRun *run,
    guint64 at, GError **error)
{
  const MasterFrames wanted = { .path = run->path,
    .name = run->path,
    .work = MASTER_WORK_ARCHIVE,
    .samples = "F32LE",
    .channels = file->form->channels,
    .layout = file->form->layout };

  return (master_sound_file_write_silence (file, at - file->frames) ||
             master_sound_file_fail (file, error)) &&
      master_frames_read (runner, &wanted, take, file, error);
}

static gboolean
put_runs (MasterRunner *runner, const gchar *path, const MasterSoundForm *form,
    const GPtrArray *runs, const MstSequence *sequence, GError **error)
{
  MasterSoundFile file;
  gboolean good = master_sound_file_open (&file, path, form, error);

  if (!good)
    return FALSE;
  for (guint i = 0; good && i < runs->len; i++) {
    const MasterRun *run = g_ptr_array_index (runs, i);
    good = put_run (runner, &file, run,
        mst_sequence_place (sequence, run->first)->start, error);
  }
  return master_sound_file_close (&file, good ? error : NULL) && good;
}

static GByteArray *
make_marks (const MstProject *project, const MstSequence *sequence)
{
  const guint n = project->songs->len;
  g_autofree MasterMark *marks = g_new0 (MasterMark, n);
  GByteArray *out;

  for (guint i = 0; i < n; i++) {
    const MstSong *song = mst_project_song (project, i);
    marks[i].frame = mst_sequence_place (sequence, i)->start;
    marks[i].label = song->title ? song->title : song->file;
  }
  out = master_marks_make (marks, n);
  return out;
}

static gboolean
read_back (MasterRunner *runner, const gchar *path, const MasterSoundForm *form,
    guint64 frames, const MasterTarget *target, MasterMeasurement *measured,
    GError **error)
{
  if (!master_measure_file (runner, path, "archive/album.wav",
          MASTER_WORK_CHECK, measured, error))
    return FALSE;
  if (measured->frames != frames ||
      !(master_measurement_peak (measured) <= target->ceiling))
    return master_fail (error, "archive/album.wav", "reads back differently");
  return master_sound_file_tell (path, form, measured, error);
}

static gboolean
write_archive (MasterRunner *runner, const MstProject *project,
    const gchar *path, MasterSoundForm *form, const GPtrArray *runs,
    const MstSequence *sequence, const MasterTarget *target,
    MasterMeasurement *measured, GError **error)
{
  const MasterEncoding encoding = { .rate = form->rate,
    .channels = form->channels };
  const MasterBext bext = { .description = project->title,
    .reference = project->ean,
    .date = project->date };
  g_auto (MasterExtras) extras = { .bext = master_bext_make (&bext, &encoding),
    .chunks = make_marks (project, sequence) };

  form->extras = &extras;
  return put_runs (runner, path, form, runs, sequence, error) &&
      read_back (runner, path, form, sequence->length, target, measured, error);
}

gboolean
master_archive_make (MasterRunner *runner, MasterAlbumMaterial *material,
    const MasterTree *tree, const MasterTarget *target,
    MasterMeasurement *measured, GError **error)
{
  const guint n = material->project->songs->len;
  const gint rate = master_inputs_rate (material, 0, n);
  const MasterRunGoal goal = { .kind = "archive",
    .target = target,
    .rate = rate,
    .bits = FLOAT_BITS };
  MasterSoundForm form = { .rate = rate };
  g_autofree gchar *path =
      master_tree_path (tree, "archive", "album.wav", NULL);
  g_autoptr (GPtrArray) runs =
      master_runs_make (runner, material, &goal, error);
  g_autofree guint64 *frames = master_runs_frames (material, rate);
  g_autoptr (MstSequence) sequence = runs
      ? mst_sequence_new (material->project, frames, (guint) rate, FALSE, error)
      : NULL;

  form.channels = master_inputs_channels (material, 0, n, &form.layout);
  return sequence &&
      write_archive (runner, material->project, path, &form, runs, sequence,
          target, measured, error);
}
