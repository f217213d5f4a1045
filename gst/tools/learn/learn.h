/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * learn.h - a profile of the user's own songs.
 *
 * Several helpers measure a song each. What they find goes to masterchain,
 * which makes a profile of it (its action signals `learn-begin`, `learn` and
 * `learn-end`) and keeps it, line by line, in a journal beside the profile's
 * place: a run that was cut off goes on from there. The journal goes when the
 * profile stands.
 */
#ifndef MASTER_LEARN_H
#define MASTER_LEARN_H

#include "tools/order/options.h"

/** Carries out --learn. */
gboolean master_learn (const MasterOptions *options, GError **error);

#endif /* MASTER_LEARN_H */
