/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * places.h - the places that a project writes to: the masters, the files beside
 * them, and the standard output.
 */
#ifndef MASTER_PLACES_H
#define MASTER_PLACES_H

#include "tools/media/output.h"
#include "tools/order/project.h"
#include "tools/pass/runner.h"
#include "tools/tell/result.h"
#include "tools/tell/survey.h"

typedef struct {
  const MasterProject *project;
  MasterOutput
      *outputs; /* one for each request; without a temporary, there is none */
  MasterOutput json;
  MasterOutput settings; /* where they are saved */
  MasterOutput page;     /* the report for a browser, or the index */
  gchar *made_folder;    /* the folder of the masters, where it is new */
  gint opened;           /* songs whose outputs have a place; atomic */
  gboolean told;         /* JSON is on the standard output */
} MasterPlaces;

/** Begins without any file. */
void master_places_init (MasterPlaces *self, const MasterProject *project);

/** Makes sure of the files beside the masters before any work is done. */
gboolean master_places_open (MasterPlaces *self, GError **error);

/** Does the same for the masters of one song. Several songs may do so at once.
 * */
gboolean
master_places_open_song (MasterPlaces *self, guint song, GError **error);

/** Returns where the master of a request grows; NULL where there is none. */
const gchar *master_places_get_path (const MasterPlaces *self, guint request);

/** Gives up one master. */
void master_places_drop (MasterPlaces *self, guint request);

/** Writes the page of the only master. */
gboolean master_places_write_page (MasterPlaces *self,
    const MasterResult *result, const MasterSurvey *survey, GError **error);

/** Writes the page of several songs, and puts it in place. */
gboolean master_places_write_index (MasterPlaces *self,
    const MasterResult *results, GError **error);

/** Tells a song's tables and puts its masters in place. With the last song come
 * the JSON of all `results` and the files beside, before its masters: where
 * this fails, there is no new master of it. One of several masters that finds
 * no place is noted in its result, and does not keep the others from theirs. */
gboolean master_places_finish_song (MasterPlaces *self, guint song,
    MasterResult *results, MasterRunner *runner, GError **error);

/** Tells of a project whose last song, or all of it, failed: JSON of all
 * results, where that is wanted. */
void master_places_fail (MasterPlaces *self, const MasterResult *results);

void master_places_clear (MasterPlaces *self);

#endif /* MASTER_PLACES_H */
