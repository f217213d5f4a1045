/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * eq/band.h - one band of the equaliser.
 *
 * A band is idle and costs nothing, or rests, its sections in direct form to be
 * run together with those of others, or moves, its sections as state-variable
 * filters whose coefficients ramp from one line of the grid to the next.
 *
 * Frequency, gain and q glide. What cannot glide, the form, changes while the
 * band is faded out.
 */
#ifndef MST_EQ_BAND_H
#define MST_EQ_BAND_H

#include <stdbool.h>

#include "dsp/common/time/grid.h"
#include "dsp/common/filter/matched.h"
#include "dsp/common/time/smooth.h"
#include "dsp/common/filter/svf.h"
#include "detector.h"
#include "table.h"

typedef struct {
  MstShape shape;
  int order;
  MstEqChannel channel;
  bool dynamic;
} MstEqForm;

typedef struct {
  MstEqForm form;      /* in force */
  MstEqForm wanted;    /* the form moves there while the amount is 0 */
  MstSmooth frequency; /* ln Hz */
  MstSmooth gain;      /* dB */
  MstSmooth q;         /* ln */
  MstSmooth amount;    /* 0 .. 1: dry to filtered */
  bool in_use;         /* enabled, not soloed away, not done elsewhere */
  bool idle;           /* does nothing now: skipped */
  bool moving;         /* the coefficients ramp until the next line */
  MstEqDetector detector;

  MstBandShape designed; /* the shape that the sections have, */
  double designed_amount;
  int n_sections;
  bool skipped[MST_MAX_SECTIONS]; /* the identity, at rest */
  MstBiquad biquad[MST_MAX_SECTIONS];
  MstSvf svf[MST_MAX_SECTIONS];
  MstSvf step[MST_MAX_SECTIONS]; /* per frame, while moving */
  MstBiquadState *states;        /* MST_MAX_SECTIONS for each slot */
} MstEqBand;

#define MST_EQ_DYNAMIC_GRID (MST_GRID / 2) /* lines of the dynamic bands */

/** The numbers that all bands share. */
typedef struct {
  double rate;
  int slots;         /* pairs of lanes that a band may have to run on */
  double share;      /* of a step of smoothing on the grid */
  double half_share; /* on the lines of the dynamic bands */
} MstEqPace;

MstEqPace mst_eq_pace (double rate, int slots);

/** Takes the values of this band, and glides towards them. */
void mst_eq_band_set (MstEqBand *band, const double *values, double rate);

/** Jumps to the targets, and forgets the stream. */
void mst_eq_band_settle (MstEqBand *band, const MstEqPace *pace);

/** True if nothing moves, nor is due to. */
bool mst_eq_band_is_settled (const MstEqBand *band);

/** Finds where the coefficients go until the next line. Called on lines of the
 * grid, and for a dynamic band also half-way between two. */
void mst_eq_band_advance (MstEqBand *band, const MstEqPace *pace);

/** Runs a moving band over n frames of the pairs x[0 .. slots-1]. A dynamic
 * band listens to those of its lanes that lead (1, else 0) and must not pass a
 * line; `at` is how many frames after the last one it begins. */
void mst_eq_band_run (MstEqBand *band, MstPair *const x[],
    const MstPair leads[], int slots, int n, int at);

#endif /* MST_EQ_BAND_H */
