/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * presets.h - masterchain's presets, for --list-presets.
 */
#ifndef MASTER_PRESETS_H
#define MASTER_PRESETS_H

#include <glib.h>

/** Prints their names, with a line about each, to the standard output. */
gboolean master_presets_print (GError **error);

#endif /* MASTER_PRESETS_H */
