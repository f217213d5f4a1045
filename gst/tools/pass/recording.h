/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * tape.h - sound kept in memory, to be played again without reading, decoding
 * or processing it once more.
 *
 * A tape records what passes a pad until the end of the stream, with its caps
 * and tags; it starts at time 0. One that was not long enough is blank: whoever
 * would play it does the work again.
 */
#ifndef MASTER_TAPE_H
#define MASTER_TAPE_H

#include <gst/gst.h>

/** The most that one tape holds [bytes]: 23 minutes of stereo at 48 kHz. */
#define MASTER_TAPE_BYTES ((gsize) 512 << 20)

typedef struct _MasterTape MasterTape;

MasterTape *master_tape_new (gsize most);
MasterTape *master_tape_ref (MasterTape *self);
void master_tape_unref (MasterTape *self);

/** Records from here on what passes the static pad `pad` of `element`. */
void
master_tape_record (MasterTape *self, GstElement *element, const gchar *pad);

/** Whether there is nothing to be played: nothing came, or too much. */
gboolean master_tape_is_blank (const MasterTape *self);

/** The frames from `start` on, `length` of them or as many as there are [s];
 * what is played begins at time 0. Shares the memory. */
MasterTape *
master_tape_cut (const MasterTape *self, gdouble start, gdouble length);

/** An appsrc, floating, that plays the tape to its end; the tape stays as it
 * is, and several may play it at once. */
GstElement *master_tape_play (MasterTape *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterTape, master_tape_unref)

#endif /* MASTER_TAPE_H */
