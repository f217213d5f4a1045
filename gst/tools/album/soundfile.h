/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * soundfile.h - a WAV file that is written by frames, of any size.
 *
 * Beyond 4 GiB it is an RF64 file (EBU Tech 3306), for which it keeps a place
 * in its header from the start.
 */
#ifndef MASTER_SOUND_FILE_H
#define MASTER_SOUND_FILE_H

#include <stdio.h>

#include <glib.h>

typedef struct {
  FILE *file;
  gchar *path;
  gint rate, channels;
  guint64 frames;
} MasterSoundFile;

/** A file of interleaved float32. */
gboolean master_sound_file_open (MasterSoundFile *self, const gchar *path,
    gint rate, gint channels, GError **error);

gboolean master_sound_file_write (MasterSoundFile *self, const gfloat *frames,
    guint64 n);

/** Writes what the header says, and closes. FALSE where anything could not be
 * written. */
gboolean master_sound_file_close (MasterSoundFile *self, GError **error);

#endif /* MASTER_SOUND_FILE_H */
