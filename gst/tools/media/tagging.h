/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * tagging.h - tags that are given by hand, and how they come into a new file.
 */
#ifndef MASTER_TAGGING_H
#define MASTER_TAGGING_H

#include "extras.h"

/** Reads texts as NAME=VALUE, by the names of Vorbis comments in whatever case,
 * and COVER=FILE. A name that is given several times has several values.
 * Returns NULL, with a usage error, where one is none. */
GstTagList *master_tagging_parse (gchar **texts, GError **error);

/** Puts tags in place of those of the same names; with `keeps`, only those that
 * are not there yet. Names that GStreamer does not know count each by itself.
 */
void master_tagging_apply (GstTagList *tags, const GstTagList *given,
    gboolean keeps);

/** Lets tags that are given by hand stand above those that come to the encoder,
 * and those that were only found in the file below; and collects all. */
void master_tagging_attach (GstElement *encoder, const MasterExtras *extras);

#endif /* MASTER_TAGGING_H */
