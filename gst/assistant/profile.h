/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * profile.h - what a kind of music measures when it is finished.
 *
 * For each feature (feature.h) a profile has the mean and the standard
 * deviation over its songs, and the five quantiles that are decided by: the
 * median is the centre, the quartiles are the inner spread. Means are kept for
 * reading; where some songs have silent bands they are led astray, quantiles
 * are not.
 *
 * A profile is a readable file of JSON:
 *
 *   {
 *     "version": 1,
 *     "name": "my-songs",
 *     "source": "where its figures come from",
 *     "count": 12,
 *     "features": {
 *       "loudness": { "mean": -14.2, "sd": 1.1, "p10": -15.8, "p25": -14.9,
 *                     "p50": -14.1, "p75": -13.5, "p90": -12.9 },
 *       ... all of the thirty
 *     },
 *     "model": { ... }              as modeljson.h has it; may be missing
 *   }
 *
 * Five are compiled in: pop, jazz, classical, loud-modern and all. Others are
 * learned (learn.h). What is wrong with a file is told in one line that names
 * it.
 */
#ifndef MST_PROFILE_H
#define MST_PROFILE_H

#include "model.h"

G_BEGIN_DECLS

#define MST_PROFILE_VERSION 1

/** A kind of music takes so many songs: with fewer the outer ones would be the
 * quartiles. */
#define MST_PROFILE_LEAST_SONGS 5

typedef enum {
  MST_P10,
  MST_P25,
  MST_P50,
  MST_P75,
  MST_P90,
  MST_N_QUANTILES,
} MstQuantile;

typedef struct {
  gdouble mean;
  gdouble sd;
  gdouble quantile[MST_N_QUANTILES];
} MstSpread;

typedef struct {
  gchar *name;
  gchar *source;
  guint count; /* of songs */
  MstSpread feature[MST_N_FEATURES];
  /* The model of the 27 features of bands. A file without one gets a normal
   * distribution about its medians, as wide as its quartiles say, in which
   * features go together as they do in the prior's songs. */
  MstModel model;
} MstProfile;

#define MST_PROFILE_ERROR (mst_profile_error_quark ())

typedef enum {
  MST_PROFILE_ERROR_READ,  /* the file */
  MST_PROFILE_ERROR_PARSE, /* what is in it */
  MST_PROFILE_ERROR_WRITE,
} MstProfileError;

GQuark mst_profile_error_quark (void);

/** From JSON; `what` names it in errors. The length may be -1. */
MstProfile *mst_profile_parse (const gchar *text, gssize length,
    const gchar *what, GError **error);

/** From a file. */
MstProfile *mst_profile_load (const gchar *path, GError **error);

/** One of those compiled in, by its name; an error lists them. */
MstProfile *mst_profile_shipped (const gchar *name, GError **error);

#define MST_PROFILE_AUTO "auto"

/** The profile of all kinds of music at once, so that none has to be chosen:
 * `all`, by the name "auto". */
MstProfile *mst_profile_auto (void);

/** Makes the model of the quantiles. */
void mst_profile_set_model (MstProfile *self);

/** The names of the shipped ones, NULL at the end. */
const gchar *const *mst_profile_names (void);

/** As JSON, which parses back to the very same numbers. */
gchar *mst_profile_to_json (const MstProfile *self);

/** Replaces the file, all at once. */
gboolean
mst_profile_save (const MstProfile *self, const gchar *path, GError **error);

void mst_profile_free (MstProfile *self);

/** The inner spread of a feature: where a song is left as it is. From the lower
 * to the upper quartile; a band's level cannot be above that of the whole, so
 * where its quartile says so (bands that are silent in most songs), the upper
 * half mirrors the lower. */
void mst_profile_inner (const MstProfile *self, int feature, gdouble *low,
    gdouble *high);

/** One unit of spread: what a standard deviation would be, from the quartiles,
 * and at least half of a unit of the feature. */
gdouble mst_profile_unit (const MstProfile *self, int feature);

/** The spectrum that the bands at a quantile stand for: thirds of an octave of
 * the middle [dB], against the loudness of the whole. Within a band it is
 * smooth; the sides' share, a few tenths, is neglected. */
void mst_profile_spectrum (const MstProfile *self, MstQuantile quantile,
    gdouble thirds[MST_ANALYSIS_THIRDS]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MstProfile, mst_profile_free)

G_END_DECLS

#endif /* MST_PROFILE_H */
