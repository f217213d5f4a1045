/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * cohesion.h - the songs of an album brought nearer to one another.
 *
 * The middle half of the songs, third by third, is what the album is. A song
 * that lies outside it is moved towards it, in part and within limits, once; it
 * is not bent to look like the others. Width is treated in the same way, of the
 * bass and of all above. A song that is far from the others in several ways is
 * so on purpose: it is told, and left alone.
 *
 * Songs are those of an album's runs, each of which is one sound.
 */
#ifndef MST_COHESION_H
#define MST_COHESION_H

#include <glib.h>

#include "dsp/analysis.h"

/** With fewer songs nobody can tell which of them is the odd one. */
#define MST_COHESION_LEAST 3

/** Measurements that are compared, each as MstAnalysis has it; -INFINITY or NAN
 * where it is not known. */
typedef struct {
  gdouble loudness;                 /* [LUFS] */
  gdouble range;                    /* [LU] */
  gdouble plr;                      /* [dB] */
  gdouble mid[MST_ANALYSIS_THIRDS]; /* [dBFS] */
  gdouble side[MST_ANALYSIS_THIRDS];
} MstCohesionSong;

/** The features that are told of each song. */
typedef struct {
  gdouble tone;      /* distance to the album's middle [dB rms] */
  gdouble side;      /* side less mid, from 150 Hz up [dB] */
  gdouble bass_side; /* the same below [dB] */
} MstCohesionFeatures;

/** The change of a song. */
typedef struct {
  gboolean outlier;
  gdouble curve[MST_ANALYSIS_THIRDS]; /* gain of each third [dB] */
  gdouble width;                      /* gain of the side from 150 Hz up [dB] */
  gdouble bass_width;                 /* the same below [dB] */
  GPtrArray *texts; /* strings: what is done and why, or what is left */
} MstCohesionMove;

/** The places where bass and the rest meet [Hz]. */
#define MST_COHESION_BASS_HZ 150.0

/** Decides about n songs. `share` is 0 to 1: how much of what lies outside is
 * taken away; `strength` 0 to 1 weakens all moves. `moves` are to be cleared by
 * mst_cohesion_clear(). */
void mst_cohesion_decide (const MstCohesionSong *songs, guint n, gdouble share,
    gdouble strength, MstCohesionMove *moves);

void mst_cohesion_clear (MstCohesionMove *moves, guint n);

/** TRUE where there is something to be done. */
gboolean mst_cohesion_moves (const MstCohesionMove *move);

/** The features of n songs. */
void mst_cohesion_features (const MstCohesionSong *songs, guint n,
    MstCohesionFeatures *features);

#endif /* MST_COHESION_H */
