/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "peaks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/measure/correlation.h"
#include "dsp/common/fir/magnitude.h"
#include "dsp/common/vector/vectors.h"

#define BLOCK 0.4       /* s */
#define FLOOR_BLOCK 0.1 /* s */
#define SLOW 0.1        /* s */
#define REST 0.06       /* s between two onsets */
#define RISE 6.0        /* 7.8 dB */
#define QUIET 1e-7      /* -70 dBFS: quieter blocks have no crest */
#define LOWEST -150.0   /* dBFS, of the noise floor */
#define SMALLEST 256    /* points; fewer would be slower */
#define LANES 16

typedef float Lanes
    __attribute__ ((vector_size (LANES * sizeof (float)), aligned (4)));

static int
points_for (int bins)
{
  int m = SMALLEST;

  while (m < bins)
    m *= 2;
  return m;
}

/* A sine of amplitude a in a window w reads a w here (see the window of the
 * frames). */
static bool
envelope_init (MstAnalyzerEnvelope *self, int n, int from, int to)
{
  self->n = n;
  self->m = points_for (to - from);
  self->from = from;
  self->to = to;
  self->fft = mst_fft_new (self->m);
  self->unwindow = malloc ((size_t) self->m / 2 * sizeof (float));
  if (!self->fft || !self->unwindow)
    return false;
  for (int i = 0; i < self->m / 2; i++) {
    /* Point i of m is frame i n / m of n; the window is of i + 1/2. */
    double at = (double) (i + self->m / 4) / self->m + 0.5 / n;
    double w = sin (M_PI * at);

    self->unwindow[i] = (float) (1.0 / (w * w));
  }
  return true;
}

bool
mst_analyzer_peaks_init (MstAnalyzerPeaks *self, const MstAnalyzerFrame *frame,
    const MstAnalyzerBlocks *bands, double rate)
{
  void *memory = NULL;
  double step = frame->hop / rate / MST_ANALYZER_STEPS;
  size_t most = SMALLEST;

  self->hop = frame->hop / rate;
  self->block_hops = (int) (BLOCK / self->hop + 0.5);
  self->floor_steps = (int) (FLOOR_BLOCK / step + 0.5);
  self->slowness = exp (-step / SLOW);
  self->rest = (int) (REST / step + 0.5);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    MstAnalyzerEnvelope *envelope = &self->envelope[b];

    if (!envelope_init (envelope, frame->n, bands->first[b],
            bands->first[b + 1]))
      return false;
    if ((size_t) envelope->m > most)
      most = (size_t) envelope->m;
  }
  if (posix_memalign (&memory, 64, 4 * most * sizeof (float)) != 0)
    return false;
  self->memory = memory;
  self->mid_re = self->memory;
  self->mid_im = self->mid_re + most;
  self->side_re = self->mid_im + most;
  self->side_im = self->side_re + most;
  mst_analyzer_peaks_reset (self);
  return true;
}

void
mst_analyzer_peaks_clear (MstAnalyzerPeaks *self)
{
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    mst_fft_free (self->envelope[b].fft);
    free (self->envelope[b].unwindow);
  }
  free (self->memory);
}

void
mst_analyzer_peaks_reset (MstAnalyzerPeaks *self)
{
  size_t from = offsetof (MstAnalyzerPeaks, hops);

  memset ((char *) self + from, 0, sizeof (*self) - from);
}

/* --- crest */

static void
block_end (MstAnalyzerPeaks *self, int set)
{
  MstAnalyzerBlock *block = &self->block[set];
  int c = block->power[1] > block->power[0]; /* the louder channel */
  double power = block->power[c] / self->block_hops;

  if (power > QUIET) {
    double crest = 10.0 * log10 (fmax (1.0, block->peak[c] / power));

    self->crests[set][(int) fmin (10.0 * crest, MST_ANALYZER_CRESTS - 1)]++;
  }
  *block = (MstAnalyzerBlock){ 0 };
}

/* --- the audio itself */

/* Digital silence is no noise. */
static void
count_floor (MstAnalyzerPeaks *self, double power)
{
  self->floor_power += power / self->floor_steps;
  if (++self->steps < self->floor_steps)
    return;
  double db = 10.0 * log10 (self->floor_power);
  double bin = fmax (0.0, 10.0 * (db - LOWEST));

  if (self->floor_power > 0.0)
    self->floors[(int) fmin (bin, MST_ANALYZER_FLOORS - 1)]++;
  self->floor_power = 0.0;
  self->steps = 0;
}

void
mst_analyzer_peaks_listen (MstAnalyzerPeaks *self, const float *left,
    const float *right, int hop, int valid)
{
  MstAnalyzerBlock *block = &self->block[MST_ANALYZER_WHOLE];
  int n = hop / MST_ANALYZER_STEPS;
  float peaks[2] = { 0.0f, 0.0f };

  for (int i = 0; i < hop; i += n) {
    MstStereoSums step = mst_stereo_sums (left + i, right + i, n);

    self->left += step.left;
    self->right += step.right;
    self->cross += step.cross;
    block->power[0] += step.left / hop;
    block->power[1] += step.right / hop;
    peaks[0] = fmaxf (peaks[0], mst_greatest (left + i, n));
    peaks[1] = fmaxf (peaks[1], mst_greatest (right + i, n));
    if (i + n <= valid)
      count_floor (self, (step.left + step.right) / (2 * n));
  }
  for (int c = 0; c < 2; c++)
    block->peak[c] = fmax (block->peak[c], (double) peaks[c] * peaks[c]);
  if (valid == hop && ++self->whole_hops == self->block_hops) {
    block_end (self, MST_ANALYZER_WHOLE);
    self->whole_hops = 0;
  }
}

/* --- the bands */

/* The power of one step of a band. An onset is two steps that are RISE times
 * what was before, and no less than the band's mean so far. */
static void
onsets_push (MstAnalyzerPeaks *self, MstAnalyzerOnsets *onsets, double power)
{
  double now = 0.5 * (power + onsets->last[0]);

  onsets->sum += power;
  onsets->steps++;
  if (onsets->rest > 0)
    onsets->rest--;
  else if (now > RISE * onsets->slow &&
      now * (double) onsets->steps >= onsets->sum && now > QUIET * 1e-3) {
    onsets->onsets++;
    onsets->rest = self->rest;
  }
  onsets->slow =
      onsets->last[1] + self->slowness * (onsets->slow - onsets->last[1]);
  onsets->last[1] = onsets->last[0];
  onsets->last[0] = power;
}

static void
to_time (const MstAnalyzerEnvelope *self, const float *re, const float *im,
    float *to_re, float *to_im)
{
  int bins = self->to - self->from;
  size_t had = (size_t) bins * sizeof (float);
  size_t all = (size_t) self->m * sizeof (float);

  memcpy (to_re, re + self->from, had);
  memcpy (to_im, im + self->from, had);
  memset ((char *) to_re + had, 0, all - had);
  memset ((char *) to_im + had, 0, all - had);
  mst_fft_inverse (self->fft, to_re, to_im);
}

/* The envelopes of left and right, squared, in place of the real and the
 * imaginary part of mid. */
static MST_VECTORS (void, to_envelopes,
    (const float *unwindow, float *mr, float *mi, const float *sr,
        const float *si, int n),
    (unwindow, mr, mi, sr, si, n))
{
  MST_INDEPENDENT
  for (int i = 0; i < n; i++) {
    float lr = mr[i] + sr[i], li = mi[i] + si[i];
    float rr = mr[i] - sr[i], ri = mi[i] - si[i];

    mr[i] = (lr * lr + li * li) * unwindow[i];
    mi[i] = (rr * rr + ri * ri) * unwindow[i];
  }
}

static MST_VECTORS (double, sum_of, (const float *x, int n), (x, n))
{
  double sum = 0.0;

  for (int i = 0; i < n; i += 8)
    sum += (double) (((x[i] + x[i + 1]) + (x[i + 2] + x[i + 3])) +
        ((x[i + 4] + x[i + 5]) + (x[i + 6] + x[i + 7])));
  return sum;
}

static void
push_band (MstAnalyzerPeaks *self, const MstAnalyzerFrame *frame, int b)
{
  const MstAnalyzerEnvelope *envelope = &self->envelope[b];
  MstAnalyzerBlock *block = &self->block[b];
  int half = envelope->m / 2, n = half / MST_ANALYZER_STEPS;
  float *left = self->mid_re + envelope->m / 4;
  float *right = self->mid_im + envelope->m / 4;

  to_time (envelope, frame->mid_re, frame->mid_im, self->mid_re, self->mid_im);
  to_time (envelope, frame->side_re, frame->side_im, self->side_re,
      self->side_im);
  to_envelopes (envelope->unwindow, left, right,
      self->side_re + envelope->m / 4, self->side_im + envelope->m / 4, half);
  for (int i = 0; i < half; i += n) {
    double l = 0.5 * sum_of (left + i, n), r = 0.5 * sum_of (right + i, n);

    onsets_push (self, &self->onsets[b], (l + r) / (2 * n));
    block->power[0] += l / half;
    block->power[1] += r / half;
  }
  block->peak[0] = fmax (block->peak[0], (double) mst_greatest (left, half));
  block->peak[1] = fmax (block->peak[1], (double) mst_greatest (right, half));
}

void
mst_analyzer_peaks_push (MstAnalyzerPeaks *self, const MstAnalyzerFrame *frame)
{
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    if (self->envelope[b].to > self->envelope[b].from)
      push_band (self, frame, b);
  if (++self->hops < self->block_hops)
    return;
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    block_end (self, b);
  self->hops = 0;
}

/* --- at the end */

/* The middle of the bin of the percentile `share`, in bins; -INFINITY if all
 * are empty. */
static double
percentile (const uint64_t *bins, int n, double share)
{
  uint64_t all = 0, seen = 0;

  for (int i = 0; i < n; i++)
    all += bins[i];
  if (all == 0)
    return -INFINITY;
  uint64_t rank = (uint64_t) (share * ((double) all - 1.0) + 0.5);

  for (int i = 0; i < n; i++)
    if ((seen += bins[i]) > rank)
      return i + 0.5;
  return n;
}

void
mst_analyzer_peaks_read (const MstAnalyzerPeaks *self, double seconds,
    MstAnalysis *out)
{
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    out->band[b].crest =
        0.1 * percentile (self->crests[b], MST_ANALYZER_CRESTS, 0.5);
    out->band[b].transients =
        seconds > 0.0 ? (double) self->onsets[b].onsets / seconds : 0.0;
  }
  out->crest = 0.1 *
      percentile (self->crests[MST_ANALYZER_WHOLE], MST_ANALYZER_CRESTS, 0.5);
  out->noise_floor =
      LOWEST + 0.1 * percentile (self->floors, MST_ANALYZER_FLOORS, 0.01);
  out->balance = mst_balance_of (self->left, self->right);
  out->correlation = mst_correlation_of (self->left, self->right, self->cross);
}
