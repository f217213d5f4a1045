/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * extras.h - what a file says beside its sound and GStreamer's tags: chapters,
 * cue sheets, the chunks of broadcasters.
 */
#ifndef MASTER_EXTRAS_H
#define MASTER_EXTRAS_H

#include <gst/gst.h>

#include "encoding.h"

typedef struct {
  GByteArray *id3;      /* a tag to be taken over; or NULL */
  GstTagList *tags;     /* of a WAV, in place of the stream's; or NULL */
  GByteArray *bext;     /* of a WAV, EBU Tech 3285; or NULL */
  GByteArray *chunks;   /* others of a WAV, whole; or NULL */
  GByteArray *cuesheet; /* a FLAC's metadata block, without its header; NULL */
  GByteArray *chapters; /* Nero's box `chpl` of an MP4, whole; or NULL */
  GstTagList *own_tags; /* which GStreamer does not tell: chapters, and those of
                           one's own of an MP4; or NULL */
  gboolean undated;     /* an MP4 without a date, for which GStreamer tells the
                           one on which the file was made */

  /* Others own these: tags by hand, and a place for all that the new
   * file gets; or NULL. And how long the song is [s]. */
  gdouble seconds;
  const GstTagList *given;
  GstTagList **collected;
} MasterExtras;

/** Reads the file at `path`. Chunks that count frames are left out where the
 * sound is `resampled`. */
void
master_extras_read (MasterExtras *self, const gchar *path, gboolean resampled);

void master_extras_clear (MasterExtras *self);

/** Warns of what a file of that encoding cannot hold. `name` is for messages.
 */
void master_extras_tell (const MasterExtras *self, const gchar *name,
    const MasterEncoding *encoding);

/** Warns of chapters among the tags of the new file that are too many for it.
 */
void master_extras_tell_chapters (const MasterExtras *self, const gchar *name,
    const MasterEncoding *encoding, const GstTagList *tags);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (MasterExtras, master_extras_clear)

#endif /* MASTER_EXTRAS_H */
