/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "analyzer.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "blocks.h"
#include "dsp/common/measure/levels.h"
#include "dsp/common/measure/samplefaults.h"
#include "dsp/common/time/arena.h"
#include "dsp/common/time/span.h"
#include "dsp/common/vector/decibel.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/midside.h"
#include "frame.h"
#include "low.h"
#include "peaks.h"
#include "sections.h"
#include "spectrum.h"

#define SHORTEST 0.128 /* s: a frame lasts this long up to twice as long */
#define FEWEST 512     /* points of it */
#define REFRESH 3.0    /* s */

typedef struct {
  MstFormat format;
  int right; /* plane: 0 for mono */
  MstAnalyzerFrame frame;
  MstAnalyzerLow low;
  MstAnalyzerBlocks blocks;
  MstAnalyzerPeaks peaks;
  MstAnalyzerSections sections;
  MstLevels levels;
  MstWords words[2]; /* left, right */
  float *left_hop, *right_hop, *mid_hop, *side_hop;
  void *memory;

  uint64_t frames;
  uint64_t padding; /* frames of silence behind each end */
  uint64_t hops;
  int filled;     /* of the next hop */
  int to_refresh; /* hops */
  MstAnalysis found;
} Analyzer;

static void
analyzer_free (void *object)
{
  Analyzer *self = object;

  if (!self)
    return;
  mst_analyzer_frame_clear (&self->frame);
  mst_analyzer_low_clear (&self->low);
  mst_analyzer_blocks_clear (&self->blocks);
  mst_analyzer_peaks_clear (&self->peaks);
  mst_analyzer_sections_clear (&self->sections);
  mst_levels_clear (&self->levels);
  free (self->memory);
  free (self);
}

static int
refresh_hops (const Analyzer *self)
{
  return (int) ceil (REFRESH * self->format.rate / self->frame.hop);
}

static void
clear (Analyzer *self)
{
  double numbers[sizeof (self->found) / sizeof (double)];

  self->frames = self->padding = self->hops = 0;
  self->filled = 0;
  memset (self->words, 0, sizeof (self->words));
  self->to_refresh = refresh_hops (self);
  for (int i = 0; i < mst_stage_n_readouts (&mst_stage_analyzer); i++)
    numbers[i] = mst_stage_readout (&mst_stage_analyzer, i)->def;
  mst_analysis_from_numbers (&self->found, numbers);
  self->found.rate = self->format.rate;
  self->found.channels = self->format.channels;
}

static void
analyzer_reset (void *object)
{
  Analyzer *self = object;

  mst_analyzer_frame_reset (&self->frame);
  mst_analyzer_low_reset (&self->low);
  mst_analyzer_blocks_reset (&self->blocks);
  mst_analyzer_peaks_reset (&self->peaks);
  mst_analyzer_sections_reset (&self->sections);
  mst_levels_reset (&self->levels);
  clear (self);
}

static void
lay_out (void *object, MstArena *arena)
{
  Analyzer *self = object;
  float **hops[] = { &self->left_hop, &self->right_hop, &self->mid_hop,
    &self->side_hop };

  for (size_t i = 0; i < MST_N_ELEMENTS (hops); i++)
    mst_arena_planes (arena, hops[i], 1, self->frame.hop);
}

static bool
init_parts (Analyzer *self, int n)
{
  double rate = self->format.rate;

  if (!mst_levels_init (&self->levels, &self->format) ||
      !mst_analyzer_frame_init (&self->frame, n) ||
      !mst_analyzer_low_init (&self->low, n, rate) ||
      !mst_analyzer_blocks_init (&self->blocks, &self->frame, rate,
          self->format.channels) ||
      !mst_analyzer_peaks_init (&self->peaks, &self->frame, &self->blocks,
          rate) ||
      !mst_analyzer_sections_init (&self->sections))
    return false;
  self->memory = mst_arena_new (lay_out, self);
  return self->memory != NULL;
}

static void *
analyzer_new (const MstFormat *format, const double *values)
{
  Analyzer *self = mst_object_new (sizeof (*self));
  int n = FEWEST;

  if (!self)
    return NULL;
  self->format = *format;
  self->right = format->channels > 1;
  while (n < SHORTEST * format->rate && n < 1 << 20)
    n *= 2;
  if (!init_parts (self, n)) {
    analyzer_free (self);
    return NULL;
  }
  clear (self);
  return self;
}

static void
analyzer_set (void *object, const double *values)
{
}

static int
analyzer_latency (const void *object)
{
  return 0;
}

/* --- what has been found so far */

/* The padding is 0, which is a word of any length and adds to no sum. */
static void
read_words (const Analyzer *self, MstAnalysis *out)
{
  const MstWords *left = &self->words[0], *right = &self->words[1];
  double offset =
      fmax (fabs (mst_words_sum (left)), fabs (mst_words_sum (right)));

  if (self->frames == 0)
    return;
  out->dc = mst_to_db (offset / (double) self->frames);
  out->clipped_runs = (double) (left->runs + (self->right ? right->runs : 0));
  out->word_length = fmax (mst_words_length (left), mst_words_length (right));
}

static MstAnalyzerSpectrum
settle (Analyzer *self)
{
  mst_analyzer_frame_settle (&self->frame);
  mst_analyzer_frame_settle (&self->low.fine);
  return (MstAnalyzerSpectrum){ &self->frame, &self->low, &self->blocks,
    self->format.rate, (double) (self->frames + self->padding) };
}

static double
peak_to_loudness (const Analyzer *self, double power)
{
  double peak = (double) self->levels.sample_greatest;

  return power > 0.0 ? mst_loudness_over (peak * peak, power) : 0.0;
}

static void
refresh (Analyzer *self)
{
  double seconds = (double) self->frames / self->format.rate;
  MstAnalyzerSpectrum spectrum = settle (self);
  double power = mst_analyzer_blocks_power (&self->blocks);

  self->to_refresh = refresh_hops (self);
  mst_analyzer_blocks_read (&self->blocks, self->format.channels > 1, seconds,
      &self->found);
  mst_analyzer_peaks_read (&self->peaks, seconds, &self->found);
  mst_analyzer_spectrum_read (&spectrum, &self->found);
  mst_analyzer_sections_read (&self->sections, power, &self->found);
  self->found.peak_to_loudness = peak_to_loudness (self, power);
  read_words (self, &self->found);
}

/* --- the stream */

/* The finer frames take eight hops each. */
static void
push_sections (Analyzer *self)
{
  const double hops = MST_ANALYZER_LOW_FINER * (double) self->frame.hop;
  bool halfway = self->low.filled == self->low.fine.hop / 2;
  MstAnalyzerSpectrum spectrum;

  if (!halfway && self->low.filled > 0)
    return;
  if (!mst_analyzer_sections_are_due (&self->sections)) {
    if (!halfway)
      mst_analyzer_sections_push (&self->sections, NULL, hops);
    return;
  }
  spectrum = settle (self);
  if (halfway)
    mst_analyzer_sections_halfway (&self->sections, &spectrum);
  else
    mst_analyzer_sections_push (&self->sections, &spectrum, hops);
}

/* The hop is full, of which `valid` frames are of the piece. The frame that
 * ends with hop h has its middle where hop h starts. */
static void
end_hop (Analyzer *self, int valid)
{
  int hop = self->frame.hop;
  uint64_t h = self->hops++;
  uint64_t heard = self->frames + self->padding;

  self->filled = 0;
  mst_mid_side (self->mid_hop, self->side_hop, self->left_hop, self->right_hop,
      hop);
  mst_analyzer_peaks_listen (&self->peaks, self->left_hop, self->right_hop, hop,
      valid);
  mst_words_take (&self->words[0], self->left_hop, hop);
  mst_words_take (&self->words[1], self->right_hop, hop);
  mst_analyzer_frame_push (&self->frame, self->mid_hop, self->side_hop);
  mst_analyzer_low_push (&self->low, &self->frame);
  push_sections (self);
  if (h >= 1 && (2 * h + 1) * (uint64_t) hop <= 2 * heard) {
    mst_analyzer_blocks_push (&self->blocks, &self->frame);
    mst_analyzer_peaks_push (&self->peaks, &self->frame);
  }
  if (--self->to_refresh == 0)
    refresh (self);
}

static void
analyzer_process (void *object, float *const planes[], int n)
{
  Analyzer *self = object;
  bool valid = mst_levels_process (&self->levels, planes, n);
  int hop = self->frame.hop;
  MstGrid grid = { self->frames };
  MstSpan span;

  mst_span_start (&span, &grid, planes, self->right + 1, n, hop);
  while (mst_span_next (&span)) {
    float *to[] = { self->left_hop + self->filled,
      self->right_hop + self->filled };

    mst_span_limit (&span, hop - self->filled);
    memcpy (to[0], span.planes[0], (size_t) span.n * sizeof (float));
    memcpy (to[1], span.planes[self->right], (size_t) span.n * sizeof (float));
    if (!valid)
      mst_sanitize (to, 2, span.n);
    self->filled += span.n;
    self->frames += (uint64_t) span.n;
    if (self->filled == hop)
      end_hop (self, hop);
  }
}

/* Silence until the last frame has been in two windows. */
static void
analyzer_finish (void *object)
{
  Analyzer *self = object;
  int hop = self->frame.hop, valid = self->filled, padding = 2 * hop - valid;
  MstAnalyzerSpectrum spectrum;

  for (int i = 0; i < 2; i++) {
    size_t bytes = (size_t) (hop - valid) * sizeof (float);

    memset (self->left_hop + valid, 0, bytes);
    memset (self->right_hop + valid, 0, bytes);
    end_hop (self, valid);
    valid = 0;
  }
  mst_levels_finish (&self->levels);
  mst_analyzer_low_finish (&self->low);
  spectrum = settle (self);
  mst_analyzer_sections_finish (&self->sections, &spectrum,
      (double) self->frames);
  refresh (self);
  self->padding += (uint64_t) padding;
}

static void
read_levels (const MstLevels *levels, MstAnalysis *out)
{
  MstLoudnessGated gated = mst_loudness_gated (levels->loudness);
  MstLevelsPeaks peaks = mst_levels_peaks (levels, gated.integrated);
  MstDownmixFound downmix = mst_downmix_found (&levels->downmix);

  out->loudness = gated.integrated;
  out->threshold = gated.threshold;
  out->range = gated.range;
  out->max_momentary = mst_loudness_max_momentary (levels->loudness);
  out->max_shortterm = mst_loudness_max_shortterm (levels->loudness);
  out->true_peak = peaks.true_peak;
  out->true_peak_4x = peaks.true_peak_4x;
  out->sample_peak = peaks.sample_peak;
  out->downmix_loudness = downmix.loudness;
  out->downmix_true_peak = downmix.true_peak;
  out->plr = peaks.plr;
  out->psr = peaks.min_psr;
  out->overs = peaks.overs;
  out->invalid_samples = (double) levels->invalid;
}

static void
analyzer_read (const void *object, double *out)
{
  const Analyzer *self = object;
  MstAnalysis found = self->found;

  found.frames = (double) self->frames;
  read_levels (&self->levels, &found);
  mst_analysis_to_numbers (&found, out);
}

const MstStage mst_stage_analyzer = {
  .name = "analyzer",
  .title = "Mastering analyser",
  .klass = "Filter/Analyzer/Audio",
  .blurb = "Measures what there is to know of a piece: levels, spectrum, "
           "dynamics, stereo, faults",
  .flags = MST_STAGE_ANALYZER,
  .readouts = mst_analyzer_readouts,
  .n_readouts = MST_ANALYZER_SCALARS,
  .arrays = mst_analyzer_arrays,
  .n_arrays = MST_ANALYZER_ARRAYS,
  .new = analyzer_new,
  .set = analyzer_set,
  .latency = analyzer_latency,
  .process = analyzer_process,
  .reset = analyzer_reset,
  .finish = analyzer_finish,
  .read = analyzer_read,
  .free = analyzer_free,
};
