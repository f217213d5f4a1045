/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * recording.h - sound kept in memory, to be played again without reading,
 * decoding or processing it once more.
 *
 * A recording records what passes a pad until the end of the stream, with its
 * caps and tags; it starts at time 0. One that was not long enough is empty:
 * whoever would play it does the work again.
 */
#ifndef MASTER_RECORDING_H
#define MASTER_RECORDING_H

#include <gst/gst.h>

/** The most that one recording holds [bytes]: 23 minutes of stereo at 48 kHz.
 */
#define MASTER_RECORDING_BYTES ((gsize) 512 << 20)

typedef struct _MasterRecording MasterRecording;

/** Holds at most `most` bytes, and what master_recording_set_most() says. */
MasterRecording *master_recording_new (gsize most);

/** The most that any recording holds from now on, in the whole process [bytes].
 */
void master_recording_set_most (gsize most);

MasterRecording *master_recording_ref (MasterRecording *self);
void master_recording_unref (MasterRecording *self);

/** Records all that passes the static pad `pad` of `element` from now on. */
void master_recording_capture (MasterRecording *self, GstElement *element,
    const gchar *pad);

/** Returns TRUE where there is nothing to be played, because nothing came, or
 * too much. */
gboolean master_recording_is_empty (const MasterRecording *self);

/** Returns a recording of the part that begins at `start` and lasts `length`,
 * or to the end where that is shorter [s]. It shares the memory, and begins at
 * time 0. */
MasterRecording *master_recording_cut (const MasterRecording *self,
    gdouble start, gdouble length);

/** Makes an appsrc, which is floating, that plays the recording to its end.
 * The recording stays as it is, and several may play it at once. */
GstElement *master_recording_play (MasterRecording *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterRecording, master_recording_unref)

#endif /* MASTER_RECORDING_H */
