/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * powerhistogram.h - the distribution of powers, whatever their scale.
 *
 * Levels are counted in doublings of power (3.01 dB), 64 bins to one, and each
 * bin keeps how its powers lie in it, so that means are exact, quantiles nearly
 * so, and only the few blocks of one bin at a gate are shared out by estimate.
 * A bin's place follows from the exponent of the number and what it holds from
 * the mantissa: a gain of a whole power of two moves everything by a whole
 * number of bins, and every figure relative to an origin that moves along stays
 * the same to the bit.
 */
#ifndef MST_POWERHISTOGRAM_H
#define MST_POWERHISTOGRAM_H

#include <math.h>
#include <stdint.h>

#define MST_POWER_PER_DOUBLING 64
/** Decibels in a doubling of power, 10 lg 2. */
#define MST_POWER_DOUBLING_DB 3.0102999566398120
/** A range that holds all powers of music, -120 to 24 dB, and of silence, from
 * -181 dB. */
#define MST_POWER_LOWEST (-40)
#define MST_POWER_FAINTEST (-60)
#define MST_POWER_HIGHEST 8

typedef struct {
  uint64_t count;
  double power;      /* sum of the powers */
  double within;     /* sum of the levels over the lower edge [doublings] */
  double beside;     /* sum of what was counted with them */
  float least, most; /* of the levels */
} MstPowerBin;

typedef struct {
  int lowest; /* doublings: the lower edge */
  int n;
  MstPowerBin *bins;   /* the caller's, `n` of them */
  int first, end;      /* those that hold anything */
  double count, power; /* of all */
} MstPowerHistogram;

/** Powers that pass a gate. Where it passes through a bin, of that bin a share
 * that assumes its powers to be spread evenly. */
typedef struct {
  double count, power;
  double level;  /* sum of the levels over the origin [doublings] */
  double beside; /* sum */
} MstPowerPassed;

/** The number of bins from `lowest` to `highest` doublings. */
static inline int
mst_power_bins (int lowest, int highest)
{
  return (highest - lowest) * MST_POWER_PER_DOUBLING;
}

/** Empties it. */
void mst_power_reset (MstPowerHistogram *self);

/** The bin of a power above 0, and where in it its level lies [doublings]; what
 * is outside is counted at the end that is nearer. */
int mst_power_bin (const MstPowerHistogram *self, double power, double *within);

/** Counts a power and, with it, `beside`. Nothing is counted of a power that is
 * not above 0. */
void mst_power_add (MstPowerHistogram *self, double power, double beside);

/** The whole even number of doublings at or below a power above 0: an origin
 * that moves along with gains of whole powers of two. */
int mst_power_origin (double power);

/** The level of a power above 0 over an origin [doublings]. */
double mst_power_level (double power, int origin);

/** The powers at or above `gate` [doublings over the origin]. */
MstPowerPassed
mst_power_pass (const MstPowerHistogram *self, int origin, double gate);

/** The level below which `share` (0 .. 1) of what passes the gate lies
 * [doublings over the origin]; -INFINITY where nothing does. */
double mst_power_quantile (const MstPowerHistogram *self, int origin,
    double gate, double share);

/** The mean power of all blocks at or above a gate that lies 10 LU under the
 * mean of those within 60 LU of the mean of all: BS.1770-5 with an absolute
 * gate that goes along with the level. 0 where there is nothing. */
double mst_power_gated (const MstPowerHistogram *self, int origin);

/** A power over a loudness, both as powers: the one is read in dB, the other in
 * LUFS, which are 0.691 less (BS.1770-5 annex 1, equation 2). */
static inline double
mst_loudness_over (double power, double loudness)
{
  return 10.0 * log10 (power / loudness) + 0.691;
}

#endif /* MST_POWERHISTOGRAM_H */
