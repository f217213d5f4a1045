/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * ballistics.h - the static curve of a dynamics stage and its attack and
 * release, in the log domain.
 *
 * Source: D. Giannoulis, M. Massberg, J. D. Reiss, "Digital Dynamic Range
 * Compressor Design - A Tutorial and Analysis", JAES 60 (6), 2012: the soft
 * knee of section 2.1 and the smooth decoupled peak detector of section 2.3,
 * placed after the gain computer.
 */
#ifndef MST_BALLISTICS_H
#define MST_BALLISTICS_H

/** The static curve, made ready for the kernel. */
typedef struct {
  float start; /* dB: where the knee begins */
  float width; /* dB: the knee, > 0 */
  float half;  /* 1 / (2 width) */
  float slope; /* 1 - 1 / ratio */
} MstCurve;

/** `threshold` [dB], `ratio` >= 1, `knee` [dB] >= 0: its whole width. */
void
mst_curve_design (MstCurve *curve, double threshold, double ratio, double knee);

/** x[0 .. n-1] [dB of level] becomes the reduction [dB] >= 0. */
void mst_curve_run (const MstCurve *curve, float *x, int n);

/** One-pole coefficients: exp (-1 / (tau rate)). */
typedef struct {
  double attack;
  double release;
} MstTimes;

typedef struct {
  double held;   /* dB: instant attack, release */
  double smooth; /* dB: the output */
} MstBallistics;

/** `attack` and `release` [ms] >= 0: the time to cover 63 % of a step. */
void
mst_times_design (MstTimes *times, double rate, double attack, double release);

/** x[0 .. n-1] [dB of reduction] becomes its smooth follower, in place. Below
 * 1e-6 dB it is 0, so that no reduction is a fact. */
void mst_ballistics_run (MstBallistics *self, const MstTimes *times, float *x,
    int n);

#endif /* MST_BALLISTICS_H */
