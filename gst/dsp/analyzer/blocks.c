/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "blocks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/measure/loudness.h"
#include "dsp/common/vector/vectors.h"

#define BLOCK 0.4    /* s */
#define GATE_LU 20.0 /* below the mean of all blocks */
#define PER_LU 10    /* bins of `levels` */
#define WIDEST 70.0  /* LU: side over mid, or the reverse */
#define SLOT_HOPS 4
#define EXCERPT 15.0     /* s */
#define EXCERPT_GATE 0.1 /* -10 LU, as BS.1770-5 */
#define LANES 16

/* As many floats as the longest vector; the same on all machines. */
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

bool
mst_analyzer_blocks_init (MstAnalyzerBlocks *self,
    const MstAnalyzerFrame *frame, double rate, int channels)
{
  double sum = 0.0;

  self->hop = frame->hop / rate;
  self->weight = malloc ((size_t) frame->bins * sizeof (float));
  if (!self->weight)
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
  free (self->weight);
}

void
mst_analyzer_blocks_reset (MstAnalyzerBlocks *self)
{
  size_t from = offsetof (MstAnalyzerBlocks, held);

  memset ((char *) self + from, 0, sizeof (*self) - from);
  self->excerpt.length = (int) (EXCERPT / (SLOT_HOPS * self->hop) + 0.5);
}

/* Always in sixteen sums, whatever the vectors. */
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

/* Of the last frame to place `at` of the ring. */
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
count_block (MstAnalyzerBlocks *self, int set, double mid, double side)
{
  double level = mst_lufs (mid + side);

  if (!(level > MST_GATE_LUFS))
    return;
  int bin =
      (int) fmin ((level - MST_GATE_LUFS) * PER_LU, MST_ANALYZER_LEVELS - 1);
  MstAnalyzerLevel *to = &self->levels[set][bin];

  to->count++;
  to->level += level;
  to->side += ratio_lu (side, mid);
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
    count_block (self, set, mid, side);
    if (set == MST_ANALYZER_WHOLE) {
      mst_loudness_gate_add (&self->whole, mid + side);
      mst_loudness_gate_add (&self->fold, mid);
    }
  }
}

static void
end_slot (MstAnalyzerBlocks *self)
{
  int length = self->excerpt.length;
  double mean = mst_sliding_sum_push (&self->excerpt, self->slot) / length;
  double lufs = mst_lufs (mean);

  self->slot = 0.0;
  self->slot_frames = 0;
  self->slots++;
  if (self->slots < (uint64_t) length)
    return;
  uint64_t start = self->slots - (uint64_t) length;

  if (mean > self->loudest) {
    self->loudest = mean;
    self->loudest_slot = start;
  }
  if (!(lufs > MST_GATE_LUFS))
    return;
  int bin =
      (int) fmin ((lufs - MST_GATE_LUFS) * PER_LU, MST_ANALYZER_LEVELS - 1);

  self->excerpts.count++;
  self->excerpts.power += mean;
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

/* The level in the middle of bin `i`, or of what is in it. */
static double
level_of (const MstAnalyzerLevel *bins, int i)
{
  return bins[i].level / (double) bins[i].count;
}

/* The first bin that passes the gate, and what passes; count 0: nothing. */
static MstAnalyzerLevel
pass_gate (const MstAnalyzerLevel *bins, int *first)
{
  MstAnalyzerLevel all = { 0 }, passed = { 0 };

  *first = MST_ANALYZER_LEVELS;
  for (int i = 0; i < MST_ANALYZER_LEVELS; i++) {
    all.count += bins[i].count;
    all.level += bins[i].level;
  }
  for (int i = MST_ANALYZER_LEVELS - 1; i >= 0; i--) {
    if (bins[i].count == 0)
      continue;
    if (level_of (bins, i) < all.level / (double) all.count - GATE_LU)
      break;
    passed.count += bins[i].count;
    passed.level += bins[i].level;
    passed.side += bins[i].side;
    *first = i;
  }
  return passed;
}

/* The level of the block of `rank` from bin `i` on. */
static double
level_at (const MstAnalyzerLevel *bins, int i, uint64_t rank)
{
  while (rank >= bins[i].count)
    rank -= bins[i++].count;
  return level_of (bins, i);
}

static double
range_of (const MstAnalyzerLevel *bins, int first, uint64_t count)
{
  double last = (double) count - 1.0;

  return level_at (bins, first, (uint64_t) (0.95 * last + 0.5)) -
      level_at (bins, first, (uint64_t) (0.10 * last + 0.5));
}

static void
read_band (const MstAnalyzerBlocks *self, int b, double integrated,
    MstAnalysisBand *out)
{
  int first;
  MstAnalyzerLevel passed = pass_gate (self->levels[b], &first);
  double n = (double) passed.count, side;

  out->level = out->side = -INFINITY;
  out->range = 0.0;
  if (passed.count == 0)
    return;
  side = passed.side / n;
  out->level = passed.level / n - integrated;
  out->side = side > -WIDEST ? side : -INFINITY;
  out->range = range_of (self->levels[b], first, passed.count);
}

/* Loudness of 15 s: from the bin nearest to `lufs` that has any; -1: none. */
static int
nearest_excerpt (const MstAnalyzerBlocks *self, double lufs)
{
  int best = -1;
  double centre = (lufs - MST_GATE_LUFS) * PER_LU - 0.5;

  for (int i = 0; i < MST_ANALYZER_LEVELS; i++)
    if (self->first_slot[i] > 0 &&
        (best < 0 || fabs (i - centre) < fabs (best - centre)))
      best = i;
  return best;
}

static int
quietest_excerpt (const MstAnalyzerBlocks *self)
{
  double mean = self->excerpts.power / (double) self->excerpts.count;
  double gate = (mst_lufs (EXCERPT_GATE * mean) - MST_GATE_LUFS) * PER_LU;

  for (int i = (int) fmax (0.0, gate); i < MST_ANALYZER_LEVELS; i++)
    if (self->first_slot[i] > 0)
      return i;
  return -1;
}

static void
read_excerpts (const MstAnalyzerBlocks *self, double integrated, double seconds,
    MstAnalysisExcerpts *out)
{
  double slot = SLOT_HOPS * self->hop;
  double last = fmax (0.0, seconds - EXCERPT);

  *out = (MstAnalysisExcerpts){ 0 };
  if (self->excerpts.count == 0)
    return;
  int typical = nearest_excerpt (self, integrated);
  int quietest = quietest_excerpt (self);

  out->loudest = fmin (last, slot * (double) self->loudest_slot);
  if (typical >= 0)
    out->typical = fmin (last, slot * (double) (self->first_slot[typical] - 1));
  if (quietest >= 0)
    out->quietest =
        fmin (last, slot * (double) (self->first_slot[quietest] - 1));
}

void
mst_analyzer_blocks_read (const MstAnalyzerBlocks *self, bool stereo,
    double seconds, MstAnalysis *out)
{
  double threshold;
  double integrated = mst_loudness_gate_integrated (&self->whole, &threshold);
  double fold = mst_loudness_gate_integrated (&self->fold, &threshold);
  MstAnalysisBand whole;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    read_band (self, b, integrated, &out->band[b]);
  read_band (self, MST_ANALYZER_WHOLE, integrated, &whole);
  out->block_range = whole.range;
  out->mono_loss = 0.0;
  if (stereo && isfinite (integrated))
    out->mono_loss = fmin (WIDEST, integrated - fold); /* or nothing is left */
  read_excerpts (self, integrated, seconds, &out->excerpts);
}
