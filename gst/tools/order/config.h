/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * config.h - the user's file of defaults, gst-mastering/config in
 * $XDG_CONFIG_HOME or ~/.config:
 *
 *   [defaults]
 *   target = spotify
 *   genre = jazz
 *   strength = 60
 *
 * Its keys are options of the command line, by their long names; switches are
 * true or false. The command line stands above it: a key is left out where an
 * option says otherwise, or where it would not go with one.
 */
#ifndef MASTER_CONFIG_H
#define MASTER_CONFIG_H

#include "options.h"

/** Fills in what the command line does not say. Commands that say all by
 * themselves do not read it: --settings, --again, --undo, --learn, albums,
 * --analyze, lists. FALSE, with an error that names the file, where anything in
 * it is wrong. */
gboolean master_config_apply (MasterOptions *self, GError **error);

/** Names the file in an error to which its values may have led. Returns FALSE
 * always. */
gboolean master_config_explain (const MasterOptions *self, GError **error);

#endif /* MASTER_CONFIG_H */
