/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * projects.h - projects for the tests of albums, in a folder of their own.
 */
#ifndef PROJECTS_H
#define PROJECTS_H

#include <glib/gstdio.h>

#include "album/project.h"
#include "mst-test.h"

typedef struct {
  gchar *folder;
  MstProject *project; /* NULL where it could not be read */
  GPtrArray *problems;
  GPtrArray *notices;
  GError *error;
} Loaded;

static const gchar *const song_files[] = { "1.wav", "2.wav", "3.wav", "4.wav" };

/** Loads a project of this text, beside which four files lie. In the text, ' is
 * written for ". */
static MST_UNUSED Loaded
load_project (const gchar *text)
{
  Loaded self = { .folder = g_dir_make_tmp ("mst-album-XXXXXX", NULL) };
  g_autofree gchar *path = g_build_filename (self.folder, "album.json", NULL);
  g_autofree gchar *json = g_strdelimit (g_strdup (text), "'", '"');

  for (guint i = 0; i < G_N_ELEMENTS (song_files); i++) {
    g_autofree gchar *song =
        g_build_filename (self.folder, song_files[i], NULL);
    g_file_set_contents (song, "", 0, NULL);
  }
  g_file_set_contents (path, json, -1, NULL);
  self.problems = g_ptr_array_new_with_free_func (g_free);
  self.notices = g_ptr_array_new_with_free_func (g_free);
  self.project =
      mst_project_load (path, self.problems, self.notices, &self.error);
  g_unlink (path);
  return self;
}

static MST_UNUSED void
unload_project (Loaded *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (song_files); i++) {
    g_autofree gchar *song =
        g_build_filename (self->folder, song_files[i], NULL);
    g_unlink (song);
  }
  g_rmdir (self->folder);
  g_free (self->folder);
  mst_project_free (self->project);
  g_ptr_array_unref (self->problems);
  g_ptr_array_unref (self->notices);
  g_clear_error (&self->error);
}

#endif /* PROJECTS_H */
