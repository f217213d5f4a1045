/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * project.h - the songs of one command, and the deliveries of each: one request
 * for every master. One INPUT is a project of one song.
 */
#ifndef MASTER_PROJECT_H
#define MASTER_PROJECT_H

#include "request.h"

typedef struct {
  const MasterOptions *options;
  GPtrArray *songs;      /* MasterSong */
  GPtrArray *deliveries; /* for each song, a GArray of MasterDelivery */
  GArray *requests;      /* MasterRequest, song after song */
  guint n_deliveries;    /* for each song */
  gchar *index;          /* the page of several songs; NULL: there is none */
} MasterProject;

/** Finds the songs, and where their masters go. Returns NULL, with an error,
 * where there are no songs, or where two masters would be one file. */
MasterProject *
master_project_new (const MasterOptions *options, GError **error);
void master_project_free (MasterProject *self);

/** Takes a song out, with its deliveries and requests. */
void master_project_drop (MasterProject *self, guint song);

/** The requests of a song: `n_deliveries` of them. */
const MasterRequest *
master_project_requests (const MasterProject *self, guint song);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MasterProject, master_project_free)

#endif /* MASTER_PROJECT_H */
