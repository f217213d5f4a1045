/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * kind.h - the kind of music that a mix is, where that can be told.
 */
#ifndef MST_KIND_H
#define MST_KIND_H

#include "estimate.h"

/** A kind is told where it is as sure as this. */
#define MST_KIND_SURE 0.7

/** The name of a shipped profile, by an estimate made with the prior's songs;
 * NULL where none is sure enough. The certainty is that of the songs: of those
 * that are as likely to have such traits, so many are of the kind. */
const gchar *mst_kind_of (const MstEstimate *estimate, gdouble *sure);

#endif /* MST_KIND_H */
