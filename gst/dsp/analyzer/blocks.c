/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "blocks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/measure/loudness.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/vectors.h"

#define BLOCK 0.4 /* s */
/* Gates of a band [LU]: under the loudness of the whole, which is as far as
 * -70 LUFS lies under the median of released music (-13.5 LUFS); and under the
 * mean of the levels that are left. */
#define BASE_GATE_LU 56.5
#define GATE_LU 20.0
#define WIDEST 70.0 /* LU: side over mid, or the reverse */
#define SLOT_HOPS 4
#define EXCERPT 15.0 /* s */
#define EXCERPT_GATE_LU 10.0
#define LANES 16
#define DB MST_POWER_DOUBLING_DB

/* As many floats as the longest vector has, on all machines. */
typedef float Lanes
    __attribute__ ((vector_size (LANES * sizeof (float)), aligned (4)));

static void
find_bands (MstAnalyzerBlocks *self, const MstAnalyzerFrame *frame, double rate)
{
  static const double edges[] = MST_ANALYSIS_EDGES;

  for (int b = 0; b <= MST_ANALYSIS_BANDS; b++) {
    double bin = floor (edges[b] * frame->n / rate + 0.5);

    self->first[b] = (int) fmin (fmax (bin, 1.0), frame->bins);
  }
}

static void
lay_out (void *object, MstArena *arena)
{
  MstAnalyzerBlocks *self = object;
  int n = mst_power_bins (MST_POWER_LOWEST, MST_POWER_HIGHEST);

  self->weight = mst_arena_take (arena, (size_t) self->bins, sizeof (float));
  self->first_slot = mst_arena_take (arena, (size_t) n, sizeof (uint64_t));
  for (int i = 0; i < MST_ANALYZER_HISTOGRAMS; i++)
    self->levels[i] = (MstPowerHistogram){ .lowest = MST_POWER_LOWEST,
      .n = n,
      .bins = mst_arena_take (arena, (size_t) n, sizeof (MstPowerBin)) };
}

bool
mst_analyzer_blocks_init (MstAnalyzerBlocks *self,
    const MstAnalyzerFrame *frame, double rate, int channels)
{
  double sum = 0.0;

  self->hop = frame->hop / rate;
  self->bins = frame->bins;
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory)
    return false;
  find_bands (self, frame, rate);
  /* L^2 + R^2 = 2 (M^2 + S^2); a single channel counts once. */
  for (int k = 0; k < frame->bins; k++)
    self->weight[k] = (float) ((channels > 1 ? 2.0 : 1.0) *
        mst_loudness_weight (rate, k * rate / frame->n));
  self->reach = (int) (0.5 * BLOCK / self->hop);
  for (int i = 0; i <= 2 * self->reach; i++)
    sum += self->shape[i] =
        0.5 + 0.5 * cos (2.0 * M_PI * (i - self->reach) * self->hop / BLOCK);
  for (int i = 0; i <= 2 * self->reach; i++)
    self->shape[i] /= sum;
  mst_analyzer_blocks_reset (self);
  return true;
}

void
mst_analyzer_blocks_clear (MstAnalyzerBlocks *self)
{
  free (self->memory);
}

void
mst_analyzer_blocks_reset (MstAnalyzerBlocks *self)
{
  size_t from = offsetof (MstAnalyzerBlocks, held);
  size_t n = (size_t) self->levels[0].n;

  memset ((char *) self + from, 0, sizeof (*self) - from);
  memset (self->first_slot, 0, n * sizeof (uint64_t));
  for (int i = 0; i < MST_ANALYZER_HISTOGRAMS; i++)
    mst_power_reset (&self->levels[i]);
  self->excerpt.length = (int) (EXCERPT / (SLOT_HOPS * self->hop) + 0.5);
}

/* Sums always in sixteen parts, whatever the length of vectors. */
static MST_VECTORS (double, weigh,
    (const float *power, const float *weight, int from, int to),
    (power, weight, from, to))
{
  Lanes sum = { 0 };
  double all = 0.0;
  int k = from;

  for (; k + LANES <= to; k += LANES)
    sum += *(const Lanes *) (power + k) * *(const Lanes *) (weight + k);
  for (int i = 0; k < to; k++, i++)
    sum[i] += power[k] * weight[k];
  for (int i = 0; i < LANES; i++)
    all += (double) sum[i];
  return all;
}

/* Puts the powers of the last frame to place `at` of the ring. */
static void
weigh_bands (MstAnalyzerBlocks *self, const MstAnalyzerFrame *frame)
{
  int at = self->at, below = self->first[0];
  int above = self->first[MST_ANALYSIS_BANDS];
  double *mid = &self->mid[MST_ANALYZER_WHOLE][at];
  double *side = &self->side[MST_ANALYZER_WHOLE][at];

  *mid = weigh (frame->mid, self->weight, 0, below) +
      weigh (frame->mid, self->weight, above, frame->bins);
  *side = weigh (frame->side, self->weight, 0, below) +
      weigh (frame->side, self->weight, above, frame->bins);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    int from = self->first[b], to = self->first[b + 1];

    *mid += self->mid[b][at] = weigh (frame->mid, self->weight, from, to);
    *side += self->side[b][at] = weigh (frame->side, self->weight, from, to);
  }
}

static double
ratio_lu (double side, double mid)
{
  if (side <= 0.0 || mid <= 0.0)
    return side > 0.0 ? WIDEST : -WIDEST;
  return fmax (-WIDEST, fmin (WIDEST, 10.0 * log10 (side / mid)));
}

static void
end_block (MstAnalyzerBlocks *self)
{
  int length = 2 * self->reach + 1;

  for (int set = 0; set < MST_ANALYZER_SETS; set++) {
    double mid = 0.0, side = 0.0;

    for (int i = 0; i < length; i++) {
      int at = (self->at + i) % length; /* the oldest first */

      mid += self->shape[i] * self->mid[set][at];
      side += self->shape[i] * self->side[set][at];
    }
    mst_power_add (&self->levels[set], mid + side, ratio_lu (side, mid));
    if (set == MST_ANALYZER_WHOLE)
      mst_power_add (&self->levels[MST_ANALYZER_FOLD], mid, 0.0);
  }
}

static void
end_slot (MstAnalyzerBlocks *self)
{
  int length = self->excerpt.length;
  double mean = mst_sliding_sum_push (&self->excerpt, self->slot) / length;
  double within;

  self->slot = 0.0;
  self->slot_frames = 0;
  self->slots++;
  if (self->slots < (uint64_t) length || !(mean > 0.0))
    return;
  uint64_t start = self->slots - (uint64_t) length;
  int bin = mst_power_bin (&self->levels[MST_ANALYZER_EXCERPTS], mean, &within);

  if (mean > self->loudest) {
    self->loudest = mean;
    self->loudest_slot = start;
  }
  mst_power_add (&self->levels[MST_ANALYZER_EXCERPTS], mean, 0.0);
  if (self->first_slot[bin] == 0)
    self->first_slot[bin] = start + 1;
}

void
mst_analyzer_blocks_push (MstAnalyzerBlocks *self,
    const MstAnalyzerFrame *frame)
{
  int length = 2 * self->reach + 1;

  weigh_bands (self, frame);
  self->slot += (self->mid[MST_ANALYZER_WHOLE][self->at] +
                    self->side[MST_ANALYZER_WHOLE][self->at]) /
      SLOT_HOPS;
  if (++self->slot_frames == SLOT_HOPS)
    end_slot (self);
  self->at = (self->at + 1) % length;
  if (++self->held < length)
    return;
  end_block (self);
  self->held--;
}

/* --- at the end */

double
mst_analyzer_blocks_weigh (const MstAnalyzerBlocks *self, const double *sums,
    int from, int to)
{
  double sum = 0.0;

  for (int k = from; k < to; k++)
    sum += sums[k] * (double) self->weight[k];
  return sum;
}

static const MstPowerHistogram *
whole_of (const MstAnalyzerBlocks *self)
{
  return &self->levels[MST_ANALYZER_WHOLE];
}

/* Gains of whole powers of two move it by whole numbers. */
static int
origin_of (const MstAnalyzerBlocks *self)
{
  const MstPowerHistogram *whole = whole_of (self);

  return whole->power > 0.0 ? mst_power_origin (whole->power / whole->count)
                            : 0;
}

double
mst_analyzer_blocks_power (const MstAnalyzerBlocks *self)
{
  return mst_power_gated (whole_of (self), origin_of (self));
}

static void
read_band (const MstAnalyzerBlocks *self, int b, int origin, double loudness,
    MstAnalysisBand *out)
{
  const MstPowerHistogram *levels = &self->levels[b];
  double base = loudness - BASE_GATE_LU / DB, gate, side;
  MstPowerPassed passed = mst_power_pass (levels, origin, base);

  out->level = out->side = -INFINITY;
  out->range = 0.0;
  if (!(passed.count > 0.0))
    return;
  gate = fmax (base, passed.level / passed.count - GATE_LU / DB);
  passed = mst_power_pass (levels, origin, gate);
  side = passed.beside / passed.count;
  out->level = DB * (passed.level / passed.count - loudness);
  out->side = side > -WIDEST + 1e-6 ? side : -INFINITY;
  out->range = DB *
      (mst_power_quantile (levels, origin, gate, 0.95) -
          mst_power_quantile (levels, origin, gate, 0.10));
}

/* Reads how the blocks of the whole are spread about the loudness. */
static void
read_block_levels (const MstAnalyzerBlocks *self, int origin, double loudness,
    MstAnalysis *out)
{
  static const double shares[] = MST_ANALYSIS_SHARES;
  double gate = loudness - GATE_LU / DB;

  for (int i = 0; i < MST_ANALYSIS_QUANTILES; i++)
    out->block_level[i] = DB *
        (mst_power_quantile (whole_of (self), origin, gate, shares[i]) -
            loudness);
}

/* Excerpts whose level is in a bin that has any: the nearest to `level`; -1:
 * there is none. */
static int
nearest_excerpt (const MstAnalyzerBlocks *self, double level)
{
  double centre = level * MST_POWER_PER_DOUBLING - 0.5;
  int best = -1;

  for (int i = 0; i < self->levels[MST_ANALYZER_EXCERPTS].n; i++)
    if (self->first_slot[i] > 0 &&
        (best < 0 || fabs (i - centre) < fabs (best - centre)))
      best = i;
  return best;
}

static int
quietest_excerpt (const MstAnalyzerBlocks *self, double gate)
{
  int first = (int) fmax (0.0, gate * MST_POWER_PER_DOUBLING);

  for (int i = first; i < self->levels[MST_ANALYZER_EXCERPTS].n; i++)
    if (self->first_slot[i] > 0)
      return i;
  return -1;
}

static void
read_excerpts (const MstAnalyzerBlocks *self, int origin, double loudness,
    double seconds, MstAnalysisExcerpts *out)
{
  double slot = SLOT_HOPS * self->hop;
  double last = fmax (0.0, seconds - EXCERPT);
  double lowest = MST_POWER_LOWEST - origin;
  const MstPowerHistogram *all = &self->levels[MST_ANALYZER_EXCERPTS];

  *out = (MstAnalysisExcerpts){ 0 };
  if (!(all->count > 0.0))
    return;
  double gate =
      mst_power_level (all->power / all->count, origin) - EXCERPT_GATE_LU / DB;
  int typical = nearest_excerpt (self, loudness - lowest);
  int quietest = quietest_excerpt (self, gate - lowest);

  out->loudest = fmin (last, slot * (double) self->loudest_slot);
  if (typical >= 0)
    out->typical = fmin (last, slot * (double) (self->first_slot[typical] - 1));
  if (quietest >= 0)
    out->quietest =
        fmin (last, slot * (double) (self->first_slot[quietest] - 1));
}

static double
mono_loss_of (double power, double fold)
{
  if (!(power > 0.0))
    return 0.0;
  return fold > 0.0 ? fmin (WIDEST, 10.0 * log10 (power / fold)) : WIDEST;
}

void
mst_analyzer_blocks_read (const MstAnalyzerBlocks *self, bool stereo,
    double seconds, MstAnalysis *out)
{
  int origin = origin_of (self);
  double power = mst_power_gated (whole_of (self), origin);
  double fold = mst_power_gated (&self->levels[MST_ANALYZER_FOLD], origin);
  double loudness =
      power > 0.0 ? mst_power_level (power, origin) : (double) INFINITY;
  MstAnalysisBand whole;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    read_band (self, b, origin, loudness, &out->band[b]);
  read_band (self, MST_ANALYZER_WHOLE, origin, loudness, &whole);
  out->block_range = whole.range;
  read_block_levels (self, origin, loudness, out);
  out->mono_loss = stereo ? mono_loss_of (power, fold) : 0.0;
  read_excerpts (self, origin, loudness, seconds, &out->excerpts);
}
