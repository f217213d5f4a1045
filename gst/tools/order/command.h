/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * command.h - what a command line means, also where it does not say all.
 *
 *   mix.wav             masters to mix-master.flac, with a page beside it
 *   mix.wav out.flac    two names are INPUT and OUTPUT
 *   songs/              masters each song into songs-master/
 *
 * The assistant is asked, unless --plain or --settings say otherwise.
 */
#ifndef MASTER_COMMAND_H
#define MASTER_COMMAND_H

#include "options.h"

/** Reads the command line, fills in what it does not say, and checks it.
 * Returns FALSE where it is wrong. */
gboolean master_command_parse (MasterOptions *self, int *argc, char ***argv,
    GError **error);

#endif /* MASTER_COMMAND_H */
