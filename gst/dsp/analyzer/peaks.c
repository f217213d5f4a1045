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
#include "dsp/common/time/arena.h"
#include "dsp/common/vector/vectors.h"
#include "dsp/stage.h"

#define BLOCK 0.4       /* s */
#define FLOOR_BLOCK 0.1 /* s */
/* A share of the mean power so far: a quieter block has no crest. */
#define CREST_GATE 3e-6 /* -55 dB */
#define FLOOR_SHARE 0.01
#define TOP_SHARE 0.99
#define TOP_GATE_DB 20.0
/* Bands: 392 to 2550 Hz, and 4349 to 12199 Hz. */
#define FIRST_OF_VOICE 2
#define LAST_OF_VOICE 4
#define FIRST_OF_HISS 6
#define LAST_OF_HISS 7
#define SMALLEST 256 /* points; fewer would be slower */
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

static bool
envelope_init (MstAnalyzerEnvelope *self, int n, int from, int to)
{
  self->n = n;
  self->m = points_for (to - from);
  self->from = from;
  self->to = to;
  self->fft = mst_fft_new (self->m);
  return self->fft != NULL;
}

/* A sine of amplitude a in a window w reads a w here (see the window of the
 * frames). */
static void
fill_unwindow (MstAnalyzerEnvelope *self)
{
  for (int i = 0; i < self->m / 2; i++) {
    /* Point i of m is frame i n / m of n; the window is of i + 1/2. */
    double at = (double) (i + self->m / 4) / self->m + 0.5 / self->n;
    double w = sin (M_PI * at);

    self->unwindow[i] = (float) (1.0 / (w * w));
  }
}

static MstPowerHistogram
lay_out_histogram (MstArena *arena, int lowest, int highest)
{
  int n = mst_power_bins (lowest, highest);

  return (MstPowerHistogram){ .lowest = lowest,
    .n = n,
    .bins = mst_arena_take (arena, (size_t) n, sizeof (MstPowerBin)) };
}

static void
lay_out (void *object, MstArena *arena)
{
  MstAnalyzerPeaks *self = object;
  float **spectra[] = { &self->mid_re, &self->mid_im, &self->side_re,
    &self->side_im };
  int most = SMALLEST;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    MstAnalyzerEnvelope *envelope = &self->envelope[b];

    mst_arena_planes (arena, &envelope->unwindow, 1, envelope->m / 2);
    if (envelope->m > most)
      most = envelope->m;
  }
  for (size_t i = 0; i < MST_N_ELEMENTS (spectra); i++)
    mst_arena_planes (arena, spectra[i], 1, most);
  for (int i = 0; i < MST_ANALYZER_SETS; i++)
    self->crests[i] = lay_out_histogram (arena, MST_ANALYZER_CREST_LOWEST,
        MST_ANALYZER_CREST_HIGHEST);
  self->floors =
      lay_out_histogram (arena, MST_POWER_FAINTEST, MST_POWER_HIGHEST);
  self->tops = lay_out_histogram (arena, MST_POWER_FAINTEST, MST_POWER_HIGHEST);
}

bool
mst_analyzer_peaks_init (MstAnalyzerPeaks *self, const MstAnalyzerFrame *frame,
    const MstAnalyzerBlocks *bands, double rate)
{
  double step = frame->hop / rate / MST_ANALYZER_STEPS;

  self->hop = frame->hop / rate;
  self->block_hops = (int) (BLOCK / self->hop + 0.5);
  self->floor_steps = (int) (FLOOR_BLOCK / step + 0.5);
  mst_analyzer_onsets_init (&self->onsets, step);
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    if (!envelope_init (&self->envelope[b], frame->n, bands->first[b],
            bands->first[b + 1]))
      return false;
  self->memory = mst_arena_new (lay_out, self);
  if (!self->memory ||
      !mst_analyzer_clicks_init (&self->clicks, frame->hop,
          frame->hop / MST_ANALYZER_STEPS))
    return false;
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    fill_unwindow (&self->envelope[b]);
  mst_analyzer_sibilants_init (&self->sibilants, step);
  mst_analyzer_peaks_reset (self);
  return true;
}

void
mst_analyzer_peaks_clear (MstAnalyzerPeaks *self)
{
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    mst_fft_free (self->envelope[b].fft);
  mst_analyzer_clicks_clear (&self->clicks);
  free (self->memory);
}

void
mst_analyzer_peaks_reset (MstAnalyzerPeaks *self)
{
  size_t from = offsetof (MstAnalyzerPeaks, hops);

  mst_analyzer_onsets_reset (&self->onsets);
  mst_analyzer_clicks_reset (&self->clicks);
  mst_analyzer_sibilants_reset (&self->sibilants);
  for (int i = 0; i < MST_ANALYZER_SETS; i++)
    mst_power_reset (&self->crests[i]);
  mst_power_reset (&self->floors);
  mst_power_reset (&self->tops);
  memset ((char *) self + from, 0, sizeof (*self) - from);
}

/* The mean of both channels over all that has been heard. */
static double
power_so_far (const MstAnalyzerPeaks *self)
{
  return self->heard > 0.0 ? 0.5 * (self->left + self->right) / self->heard
                           : 0.0;
}

/* --- crest */

static void
block_end (MstAnalyzerPeaks *self, int set)
{
  MstAnalyzerBlock *block = &self->block[set];
  int c = block->power[1] > block->power[0]; /* the louder channel */
  double power = block->power[c] / self->block_hops;

  if (power > CREST_GATE * power_so_far (self))
    mst_power_add (&self->crests[set], fmax (1.0, block->peak[c] / power), 0.0);
  *block = (MstAnalyzerBlock){ 0 };
}

/* --- the audio itself */

/* Digital silence is not noise, and the histograms count none of it. */
static void
count_floor (MstAnalyzerPeaks *self, double power, double peak)
{
  self->floor_power += power / self->floor_steps;
  self->floor_peak = fmax (self->floor_peak, peak);
  if (++self->steps < self->floor_steps)
    return;
  mst_power_add (&self->floors, self->floor_power, 0.0);
  mst_power_add (&self->tops, self->floor_peak, 0.0);
  self->floor_power = self->floor_peak = 0.0;
  self->steps = 0;
}

void
mst_analyzer_peaks_listen (MstAnalyzerPeaks *self, const float *left,
    const float *right, int hop, int valid)
{
  MstAnalyzerBlock *block = &self->block[MST_ANALYZER_WHOLE];
  int n = hop / MST_ANALYZER_STEPS;

  for (int i = 0; i < hop; i += n) {
    MstStereoSums step = mst_stereo_sums (left + i, right + i, n);
    double l = (double) mst_greatest (left + i, n);
    double r = (double) mst_greatest (right + i, n);
    double power = (step.left + step.right) / (2 * n);

    self->left += step.left;
    self->right += step.right;
    self->cross += step.cross;
    self->heard += n;
    block->power[0] += step.left / hop;
    block->power[1] += step.right / hop;
    block->peak[0] = fmax (block->peak[0], l * l);
    block->peak[1] = fmax (block->peak[1], r * r);
    if (i + n > valid)
      continue;
    count_floor (self, power, fmax (l * l, r * r));
  }
  mst_analyzer_clicks_push (&self->clicks, left, right);
  if (valid == hop && ++self->whole_hops == self->block_hops) {
    block_end (self, MST_ANALYZER_WHOLE);
    self->whole_hops = 0;
  }
}

/* --- the bands */

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

    self->step[b][i / n] = (l + r) / (2 * n);
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
  for (int i = 0; i < MST_ANALYZER_STEPS; i++) {
    double voice = 0.0, hiss = 0.0, step[MST_ANALYSIS_BANDS];

    for (int b = FIRST_OF_VOICE; b <= LAST_OF_VOICE; b++)
      voice += self->step[b][i];
    for (int b = FIRST_OF_HISS; b <= LAST_OF_HISS; b++)
      hiss += self->step[b][i];
    mst_analyzer_sibilants_push (&self->sibilants, voice, hiss);
    for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
      step[b] = self->step[b][i];
    mst_analyzer_onsets_push (&self->onsets, step, power_so_far (self));
  }
  if (++self->hops < self->block_hops)
    return;
  for (int b = 0; b < MST_ANALYSIS_BANDS; b++)
    block_end (self, b);
  self->hops = 0;
}

/* --- at the end */

static double
crest_of (const MstAnalyzerPeaks *self, int set)
{
  return MST_POWER_DOUBLING_DB *
      mst_power_quantile (&self->crests[set], 0, -INFINITY, 0.5);
}

/* Under a limiter, peaks crowd under one level; those of a mix rarely come near
 * to their greatest. */
static void
read_tops (const MstAnalyzerPeaks *self, int origin, MstAnalysis *out)
{
  static const double near[] = MST_ANALYSIS_TOP_DB;
  const MstPowerHistogram *tops = &self->tops;
  double top = mst_power_quantile (tops, origin, -INFINITY, TOP_SHARE);
  double all =
      mst_power_pass (tops, origin, top - TOP_GATE_DB / MST_POWER_DOUBLING_DB)
          .count;

  for (int i = 0; i < MST_ANALYSIS_TOPS; i++)
    out->peak_share[i] = all > 0.0
        ? mst_power_pass (tops, origin, top - near[i] / MST_POWER_DOUBLING_DB)
                .count /
            all
        : 0.0;
}

void
mst_analyzer_peaks_read (const MstAnalyzerPeaks *self, double seconds,
    MstAnalysis *out)
{
  double power = power_so_far (self);
  int origin = power > 0.0 ? mst_power_origin (power) : 0;

  for (int b = 0; b < MST_ANALYSIS_BANDS; b++) {
    out->band[b].crest = crest_of (self, b);
    out->band[b].transients =
        mst_analyzer_onsets_rate (&self->onsets, b, seconds);
  }
  out->crest = crest_of (self, MST_ANALYZER_WHOLE);
  out->transients =
      mst_analyzer_onsets_rate (&self->onsets, MST_ANALYZER_WHOLE, seconds);
  read_tops (self, origin, out);
  mst_analyzer_sibilants_read (&self->sibilants, seconds, out);
  out->clicks = mst_analyzer_clicks_count (&self->clicks);
  out->noise_floor = MST_POWER_DOUBLING_DB *
      (mst_power_quantile (&self->floors, origin, -INFINITY, FLOOR_SHARE) +
          origin);
  out->balance = mst_balance_of (self->left, self->right);
  out->correlation = mst_correlation_of (self->left, self->right, self->cross);
}
