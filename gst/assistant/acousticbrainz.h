/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * acousticbrainz.h - songs that others have measured.
 *
 * AcousticBrainz (CC0) publishes a low-level document for each recording: JSON,
 * made by Essentia. Of it `lowlevel.barkbands.mean` counts, the mean power in
 * 27 bands of the Bark scale; weighted by K and divided among the nine bands,
 * that is how strong these are. Nothing else that is compared is in a document.
 */
#ifndef MST_ACOUSTICBRAINZ_H
#define MST_ACOUSTICBRAINZ_H

#include "feature.h"

/** The features of a document, NAN where it says nothing of them. Returns why
 * it is not one, or NULL. */
const gchar *mst_acousticbrainz_read (const gchar *text, gssize length,
    gdouble features[MST_N_FEATURES]);

#endif /* MST_ACOUSTICBRAINZ_H */
