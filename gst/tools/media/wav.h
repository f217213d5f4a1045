/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * wav.h - WAV files, RF64 where they pass 4 GiB.
 *
 * GStreamer's wavenc forgets the layout of surround, ends at 4 GiB and keeps
 * few tags. The sound is appended by a filesink to a header that is written
 * before; tags follow the sound, and the sizes are filled in at the end.
 *
 *   RIFF or RF64, room for "ds64", "fmt ", "fact" of float, "bext",
 *   "data", LIST of INFO, "id3 ", other chunks
 */
#ifndef MASTER_WAV_H
#define MASTER_WAV_H

#include <gst/gst.h>

#include "extras.h"
#include "tools/pass/measure.h"

/** Makes of the file at `path` one with nothing but a header. */
gboolean master_wav_begin (const gchar *path, const gchar *name,
    const MasterEncoding *encoding, const MasterExtras *extras, GError **error);

/** Lets `encoder` put the tags and other chunks behind the sound. Takes the
 * contents of `extras`. */
void master_wav_attach (GstElement *encoder, MasterExtras *extras);

/** Makes what follows `bytes` of sound: the tags, as "id3 " and INFO, and the
 * other chunks of `extras`. Either may be NULL. */
GByteArray *master_wav_make_tail (const MasterExtras *extras,
    const GstTagList *tags, guint64 bytes);

/** Fills in the sizes, and what is told of loudness in "bext". */
gboolean master_wav_finish (const gchar *path, const gchar *name,
    const MasterEncoding *encoding, const MasterMeasurement *output,
    GError **error);

#endif /* MASTER_WAV_H */
