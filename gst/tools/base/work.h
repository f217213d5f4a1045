/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * work.h - the kinds of work that a command is made of, and how far it is.
 *
 * An estimate knows what is still to come, as far as somebody says so, and how
 * much work each kind is beside the others. No I/O and no clock here.
 */
#ifndef MASTER_WORK_H
#define MASTER_WORK_H

#include <glib.h>

typedef enum {
  MASTER_WORK_LISTEN,   /* to the mix, or to a reference */
  MASTER_WORK_REHEARSE, /* excerpts through the chain */
  MASTER_WORK_TRY,      /* the whole through the chain */
  MASTER_WORK_WRITE,    /* a sound that is kept into a file */
  MASTER_WORK_CHECK,    /* a file that is written */
  MASTER_WORK_WATCH,    /* the whole once more, for a page */
  MASTER_WORK_EXCERPT,  /* excerpts for a page: cut, measured, encoded */
  MASTER_WORK_CODEC,    /* through a lossy codec */
  MASTER_WORK_ADD,      /* stems up to a song */
  /* Work of albums, and many songs at once; nobody estimates it. */
  MASTER_WORK_SONGS,
  MASTER_WORK_LEARN,
  MASTER_WORK_JOIN,
  MASTER_WORK_SHAPE,
  MASTER_WORK_CUT,
  MASTER_WORK_DISC,
  MASTER_WORK_SIDE,
  MASTER_WORK_ARCHIVE,
  MASTER_N_WORKS
} MasterWork;

/** Zeroed, it knows of nothing to come. */
typedef struct {
  guint left[MASTER_N_WORKS]; /* passes of each kind that are to come */
  gdouble done;               /* work, in passes of the first kind */
  MasterWork now;
  gboolean at_work;
  gboolean knows;    /* somebody has said what is to come */
  gboolean overtime; /* a search takes more rounds than that */
  gdouble shown;     /* the furthest that was told, 0 to 1 */
} MasterEstimate;

/** The name of the work, for the bar. */
const gchar *master_work_name (MasterWork work);

/** Says how many passes of a kind are still to come, whatever was said before.
 */
void
master_estimate_expect (MasterEstimate *self, MasterWork work, guint passes);

/** A pass begins: one that was expected, or one more. A search that takes a
 * round more than was expected is taken to need yet another one. */
void master_estimate_begin (MasterEstimate *self, MasterWork work);
void master_estimate_end (MasterEstimate *self);

/** Returns how far all of it is, 0 to 1, where the pass at work is as far as
 * `fraction`. Never less than before. Without expectations it is the fraction.
 */
gdouble master_estimate_get (MasterEstimate *self, gdouble fraction);

#endif /* MASTER_WORK_H */
