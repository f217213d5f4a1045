/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * reader.h - from the bytes of one file to the samples of its first audio
 * stream.
 *
 *   filesrc ! typefind ! what the file needs ! decoder ! (the pad of `sink`)
 *
 * Elements come as the file's type shows, from the list of plugs.h. Each is
 * linked before it starts, and nothing is plugged but towards the one stream
 * that is read: pads of other streams stay without a peer. Hence no element
 * waits for another, and the file named is the only thing that is opened.
 */
#ifndef MASTER_READER_H
#define MASTER_READER_H

#include "extent.h"

#include <gst/gst.h>

typedef struct {
  GstBin *bin;      /* where the elements go, and errors come from */
  GstElement *sink; /* takes the decoded sound by its pad "sink" */
  GstElement *gain; /* a "volume" behind, for decoders that forget theirs */
  MasterExtent extent;
  gint audio_streams; /* seen so far; atomic, as all of these: */
  gint complete;      /* all streams of the file's beginning are known */
  gint chained;       /* another set of streams followed, and was left out */
  gint unplaced;      /* channels that have no layout; 0: they have one */
  gchar *inexact;     /* the codec that was decoded to integers, or NULL */
} MasterReader;

/** Adds what reads the file at `path` to `bin`; it starts with the bin. The
 * struct stays in its place for as long as the bin lives. */
gboolean
master_reader_build (MasterReader *self, const gchar *path, GError **error);

void master_reader_clear (MasterReader *self);

#endif /* MASTER_READER_H */
