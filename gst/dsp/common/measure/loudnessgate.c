/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "loudnessgate.h"

#define FINE MST_GATE_FINE

static void
bin_add (MstLoudnessBin *bin, double power, uint64_t count)
{
  bin->count += count;
  bin->power += power;
}

static double
bin_mean (const MstLoudnessBin *bin)
{
  return bin->count > 0 ? bin->power / (double) bin->count : 0.0;
}

void
mst_loudness_gate_add (MstLoudnessGate *self, double power)
{
  double lufs = mst_lufs (power);

  if (!(lufs > MST_GATE_LUFS))
    return;
  int i = (int) fmin ((lufs - MST_GATE_LUFS) * FINE, MST_GATE_BINS * FINE - 1);

  bin_add (&self->fine[i], power, 1);
  bin_add (&self->coarse[i / FINE], power, 1);
  bin_add (&self->all, power, 1);
}

/* A block that does not divide goes to the next bin, 0.01 LU up, so that lone
 * blocks neither all vanish nor all stay. */
void
mst_loudness_gate_halve (MstLoudnessGate *self)
{
  uint64_t odd = 0;

  self->all = (MstLoudnessBin){ 0 };
  for (int i = 0; i < MST_GATE_BINS; i++) {
    self->coarse[i] = (MstLoudnessBin){ 0 };
    for (int k = i * FINE; k < (i + 1) * FINE; k++) {
      MstLoudnessBin *bin = &self->fine[k];
      double mean = bin_mean (bin);

      if (bin->count == 0)
        continue;
      odd += bin->count;
      bin->count = odd / 2;
      bin->power = mean * (double) bin->count;
      odd %= 2;
      bin_add (&self->coarse[i], bin->power, bin->count);
    }
    bin_add (&self->all, self->coarse[i].power, self->coarse[i].count);
  }
}

/* The sum of the blocks above `threshold`; a bin is in or out as its mean is.
 * Walks at most MST_GATE_BINS + FINE bins. */
static MstLoudnessBin
sum_above (const MstLoudnessGate *self, double threshold)
{
  MstLoudnessBin sum = { 0 };
  double lu = mst_lufs (threshold) - MST_GATE_LUFS;
  int edge = (int) fmin (fmax (lu, 0.0), MST_GATE_BINS - 1);

  for (int i = MST_GATE_BINS - 1; i > edge; i--)
    bin_add (&sum, self->coarse[i].power, self->coarse[i].count);
  for (int i = edge * FINE; i < (edge + 1) * FINE; i++)
    if (bin_mean (&self->fine[i]) > threshold)
      bin_add (&sum, self->fine[i].power, self->fine[i].count);
  return sum;
}

double
mst_loudness_gate_integrated (const MstLoudnessGate *self, double *threshold)
{
  double gate = 0.1 * bin_mean (&self->all);
  MstLoudnessBin above = sum_above (self, gate);

  *threshold = mst_lufs (gate);
  return mst_lufs (bin_mean (&above));
}

/* Finds the one of `bins` that holds the block of `rank` (0 is the quietest);
 * `rank` counts from that bin on afterwards. */
static int
find_rank (const MstLoudnessBin *bins, int n, uint64_t *rank)
{
  int i = 0;

  while (i < n - 1 && *rank >= bins[i].count)
    *rank -= bins[i++].count;
  return i;
}

static double
lufs_of_rank (const MstLoudnessGate *self, uint64_t rank)
{
  int lu = find_rank (self->coarse, MST_GATE_BINS, &rank);
  const MstLoudnessBin *fine = self->fine + lu * FINE;

  return mst_lufs (bin_mean (&fine[find_rank (fine, FINE, &rank)]));
}

double
mst_loudness_gate_range (const MstLoudnessGate *self)
{
  MstLoudnessBin above = sum_above (self, 0.01 * bin_mean (&self->all));

  if (above.count == 0)
    return 0.0;
  uint64_t below = self->all.count - above.count;
  double last = (double) (above.count - 1);

  return lufs_of_rank (self, below + (uint64_t) (0.95 * last + 0.5)) -
      lufs_of_rank (self, below + (uint64_t) (0.10 * last + 0.5));
}
