/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * colour.h - colours of a terminal, where there is one that wants them.
 */
#ifndef MASTER_COLOUR_H
#define MASTER_COLOUR_H

#include <glib.h>

#define MASTER_GREEN "\033[32m"
#define MASTER_YELLOW "\033[33m"
#define MASTER_RED "\033[31m"
#define MASTER_PLAIN "\033[0m"

/** Returns TRUE where the descriptor is a terminal with colours, and NO_COLOR
 * (no-color.org) is not set. */
gboolean master_colour_is_wanted (gint descriptor);

#endif /* MASTER_COLOUR_H */
