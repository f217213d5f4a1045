/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gst-master-1.0: masters a file with one command.
 *
 * The way through the sources, each with its header to read first:
 * order/options reads the command line, and order/project makes requests of it,
 * one for each master. make/batch does them all, make/job those of one song,
 * make/master one of them: it carries out the steps of make/search, which asks
 * make/solve for the drive, and has make/assist ask for a plan. make/render and
 * pass/measure run the two pipelines. tell/report, tell/json and tell/page say
 * what came of it. learn/learn is another story, of many songs that are
 * measured and not mastered.
 */
#include <locale.h>
#include <signal.h>
#include <stdio.h>

#include <gio/gio.h>
#include <gst/gst.h>

#include "tools/album/album.h"
#include "tools/album/fileset.h"
#include "tools/base/errors.h"
#include "tools/catalogue/catalogue.h"
#include "tools/learn/learn.h"
#include "tools/make/batch.h"
#include "tools/order/command.h"
#include "tools/order/presets.h"
#include "tools/stems/stems.h"

static void
print_version (void)
{
  g_autofree gchar *gstreamer = gst_version_string ();

  printf (MASTER_TOOL " " VERSION "\n%s\n", gstreamer);
}

/* Keeps warnings of libraries to itself, since they would break the promise of
 * one line; G_MESSAGES_DEBUG brings them back. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n,
    gpointer user_data)
{
  if (level >= G_LOG_LEVEL_WARNING && !g_getenv ("G_MESSAGES_DEBUG"))
    return G_LOG_WRITER_HANDLED;
  return g_log_writer_default (level, fields, n, user_data);
}

static gboolean
run (const MasterOptions *options, GError **error)
{
  if (options->version) {
    print_version ();
    return TRUE;
  }
  if (options->list_presets)
    return master_presets_print (error);
  if (options->manifest)
    return master_catalogue_run (options, error);
  if (options->learn)
    return master_learn (options, error);
  if (options->check_ddp)
    return master_fileset_check (options->check_ddp, error);
  if (options->new_album)
    return master_album_new (options, error);
  if (options->album)
    return master_album_run (options, error);
  if (options->stems)
    return master_stems_run (options, error);
  return options->list_targets ? master_targets_print (options->table, error)
                               : master_batch_run (options, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  MasterOptions options;
  int status = 0;

  setlocale (LC_CTYPE, "");
  /* See plugin.c: what is compiled in is opened before there are threads. */
  g_resources_get_info ("/gst-mastering", 0, NULL, NULL, NULL);
  g_log_set_writer_func (write_log, NULL, NULL);
  /* Where these kill, temporary files stay; where they do not, the write
   * fails, which is told like any other error. */
  signal (SIGXFSZ, SIG_IGN);
  signal (SIGPIPE, SIG_IGN);

  if (!master_command_parse (&options, &argc, &argv, &error) ||
      !run (&options, &error))
    status = master_tell_error (error);
  master_options_clear (&options);
  gst_deinit ();
  return status;
}
