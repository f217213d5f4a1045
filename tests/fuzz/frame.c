/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#define _GNU_SOURCE /* memfd_create() */
#include "frame.h"

#include <string.h>

#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

/* libFuzzer's. */
int LLVMFuzzerInitialize (int *argc, char ***argv);
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static const char *wanted;
static int file = -1;

static void
be_silent (const gchar *text)
{
}

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  wanted = g_getenv ("FUZZ_READER");
  g_log_set_always_fatal (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR);
  g_set_printerr_handler (be_silent);
  file = memfd_create ("fuzz", 0);
  fuzz_check (file >= 0, "there is no memory for a file");
  fuzz_start ();
  return 0;
}

const char *
fuzz_file (const uint8_t *data, size_t size)
{
  static char path[64];

  fuzz_check (ftruncate (file, 0) == 0, "the file cannot be emptied");
  fuzz_check (pwrite (file, data, size, 0) == (ssize_t) size,
      "the file cannot be written");
  snprintf (path, sizeof (path), "/proc/self/fd/%d", file);
  return path;
}

static gchar *folder;

static void
remove_folder (void)
{
  GDir *dir = g_dir_open (folder, 0, NULL);
  const gchar *name;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree gchar *path = g_build_filename (folder, name, NULL);

    g_unlink (path);
  }
  if (dir)
    g_dir_close (dir);
  g_rmdir (folder);
  g_free (folder);
}

const char *
fuzz_folder (void)
{
  if (folder)
    return folder;
  folder = g_dir_make_tmp ("gst-mastering-fuzz-XXXXXX", NULL);
  fuzz_check (folder, "there is no room for a folder");
  atexit (remove_folder);
  return folder;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  for (size_t i = 0; i < fuzz_n_readers; i++)
    if (!wanted || strcmp (wanted, fuzz_readers[i].name) == 0)
      fuzz_readers[i].read (data, size);
  return 0;
}
