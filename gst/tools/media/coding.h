/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * coding.h - lossy codecs as listeners get them, each at a bit rate: what a
 * lossless master is tried with before it is handed to those who will encode
 * it. One is named by codec and kbit/s, as "mp3-128".
 */
#ifndef MASTER_CODING_H
#define MASTER_CODING_H

#include "encoding.h"

typedef struct {
  gchar *name;
  const MasterFormat *format;
  MasterCodec codec; /* that is installed, at this bit rate */
  gchar *launch;     /* of the codec */
} MasterCoding;

/** Reads a list of names, parted by commas: MasterCoding. Returns NULL, with a
 * usage error, where one is not known or is there twice, or, with another
 * error, where its encoder is not installed. */
GPtrArray *master_codings_new (const gchar *list, GError **error);

/** Finds out how a sound is written so. Returns FALSE where it cannot be. */
gboolean master_coding_choose (const MasterCoding *self,
    const MasterMeasurement *sound, MasterEncoding *encoding, GError **error);

#endif /* MASTER_CODING_H */
