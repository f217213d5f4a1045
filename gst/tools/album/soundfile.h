/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * soundfile.h - a WAV file (media/wav.h) that is written by frames, for sound
 * that is put together of several files.
 */
#ifndef MASTER_SOUND_FILE_H
#define MASTER_SOUND_FILE_H

#include <stdio.h>

#include "tools/media/wav.h"

/** The form of the file. */
typedef struct {
  gint rate, channels;
  gint bits;              /* 16 or 24; 0: float32 */
  guint64 layout;         /* GStreamer's mask of the channels; 0: none */
  const GstTagList *tags; /* or NULL */
  MasterExtras *extras;   /* other chunks, of the caller; or NULL */
} MasterSoundForm;

typedef struct {
  FILE *file;
  gchar *path;
  MasterEncoding encoding;
  const MasterSoundForm *form; /* of the caller, until it is closed */
  guint64 frames;
} MasterSoundFile;

/** A file of interleaved samples. */
gboolean master_sound_file_open (MasterSoundFile *self, const gchar *path,
    const MasterSoundForm *form, GError **error);

/** Writes n frames of little-endian samples. FALSE: the disk is full, or
 * broken. */
gboolean master_sound_file_write (MasterSoundFile *self, gconstpointer frames,
    guint64 n);

/** Sets the error of a write that has just failed. Returns FALSE always. */
gboolean master_sound_file_fail (const MasterSoundFile *self, GError **error);

/** Writes n frames of silence. */
gboolean master_sound_file_write_silence (MasterSoundFile *self, guint64 n);

/** Writes tags and sizes, and closes. FALSE where anything could not be
 * written. */
gboolean master_sound_file_close (MasterSoundFile *self, GError **error);

/** Tells in the "bext" of a closed file how loud it is. */
gboolean master_sound_file_tell (const gchar *path, const MasterSoundForm *form,
    const MasterMeasurement *measured, GError **error);

#endif /* MASTER_SOUND_FILE_H */
