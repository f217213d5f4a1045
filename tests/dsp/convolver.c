/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "mst-test.h"

#include <string.h>

#include "dsp/common/fir/convolver.h"

#define N 12000
#define MAX_TAPS 8192
#define MAX_CHANNELS 5

enum { LL, LR, RL, RR, OTHER, N_PATHS };

static float taps[2][N_PATHS][MAX_TAPS];
static float input[MAX_CHANNELS][N];
static float output[MAX_CHANNELS][N];
static float second[MAX_CHANNELS][N];
static double wanted[N];

static void
make_noise (float *to, int n, double peak, uint64_t seed)
{
  seed = seed * 2654435761u + 88172645463325252u;
  for (int i = 0; i < n; i++)
    to[i] = (float) (peak * mst_noise (&seed));
}

/* Noise that dies away, as filters do, and differs for each path. */
static MstFilters
make_filters (int set, int n)
{
  float (*t)[MAX_TAPS] = taps[set];

  for (int path = 0; path < N_PATHS; path++) {
    make_noise (t[path], n, 1.0, 10 * set + path + 1);
    for (int i = 0; i < n; i++)
      t[path][i] *= (float) exp (-3.0 * (path + 1) * i / n);
  }
  return (MstFilters){ t[LL], t[LR], t[RL], t[RR], t[OTHER] };
}

static void
make_input (double peak)
{
  for (int c = 0; c < MAX_CHANNELS; c++)
    make_noise (input[c], N, peak, 100 + c);
}

/* Takes input[] to `to` through `self` from frame `from` on, in pieces of
 * `size`. */
static void
run (MstConvolver *self, float to[][N], int channels, int from, int until,
    int size)
{
  float *planes[MAX_CHANNELS];

  for (int c = 0; c < channels; c++)
    memcpy (to[c] + from, input[c] + from, (until - from) * sizeof (float));
  for (int i = from; i < until; i += size) {
    for (int c = 0; c < channels; c++)
      planes[c] = to[c] + i;
    mst_convolver_process (self, planes, until - i < size ? until - i : size);
  }
}

/* wanted[] += x * h, late by `delay`. */
static void
convolve (const float *h, const float *x, int n, int delay)
{
  if (!h)
    return;
  for (int i = delay; i < N; i++)
    for (int k = 0; k < n && k <= i - delay; k++)
      wanted[i] += (double) h[k] * x[i - delay - k];
}

/* Oracle: the sum that defines the convolution, in double. */
static double
error_of (int c, int channels, const MstFilters *f, int n, int delay)
{
  double error = 0.0, peak = 0.0;

  memset (wanted, 0, sizeof (wanted));
  if (c >= 2)
    convolve (f->other, input[c], n, delay);
  else
    convolve (c ? f->rr : f->ll, input[c], n, delay);
  if (c < 2 && channels >= 2)
    convolve (c ? f->rl : f->lr, input[!c], n, delay);
  for (int i = 0; i < N; i++) {
    error = fmax (error, fabs (output[c][i] - wanted[i]));
    peak = fmax (peak, fabs (wanted[i]));
  }
  return peak > 0.0 ? error / peak : error;
}

static void
check_direct (int channels, int block, int partitions, const MstFilters *f)
{
  MstConvolver *self = mst_convolver_new (channels, block, partitions);

  mst_convolver_set (self, f);
  mst_check (mst_convolver_is_ready (self), "fades in before the first frame");
  run (self, output, channels, 0, N, 333);
  for (int c = 0; c < channels; c++) {
    double error = error_of (c, channels, f, block * partitions, block);
    printf ("# %d channels, %d x %d taps, channel %d: %.2g of the peak\n",
        channels, partitions, block, c, error);
    mst_check (error <= 1e-6, "%g", error);
  }
  mst_convolver_free (self);
}

static void
test_direct (void)
{
  MstFilters f = make_filters (0, 2048), same = { f.ll, NULL, NULL, f.ll };
  MstFilters odd = { NULL, f.lr, NULL, f.rr, NULL }, none = { NULL };

  make_input (1.0);
  check_direct (1, 256, 8, &f);
  check_direct (2, 16, 5, &f);
  check_direct (2, 128, 3, &f);
  check_direct (2, 512, 4, &same);
  check_direct (2, 64, 1, &odd);
  check_direct (3, 64, 7, &odd);
  check_direct (4, 256, 8, &none);
  check_direct (5, 1024, 2, &f);
  f = make_filters (0, 8192);
  check_direct (2, 1024, 8, &f);
}

/* Oracle: the whole stream in one call. */
static void
test_pieces (void)
{
  static const int sizes[] = { 1, 7, 64, 480, 1024, 1500 };
  MstFilters f = make_filters (0, 1024), g = make_filters (1, 1024);

  make_input (0.5);
  for (int s = -1; s < 6; s++) {
    int size = s < 0 ? N : sizes[s];
    MstConvolver *self = mst_convolver_new (3, 256, 4);
    mst_convolver_set (self, &f);
    run (self, s < 0 ? second : output, 3, 0, 3000, size);
    mst_convolver_set (self, &g);
    run (self, s < 0 ? second : output, 3, 3000, N, size);
    for (int c = 0; s >= 0 && c < 3; c++)
      mst_check (memcmp (output[c], second[c], sizeof (output[c])) == 0,
          "pieces of %d differ in channel %d", size, c);
    mst_convolver_free (self);
  }
}

/* Sound that is long past is gone to the last bit. */
static void
test_silence_after_a_blow (void)
{
  MstFilters f = make_filters (0, 2048);
  MstConvolver *self = mst_convolver_new (3, 512, 4);
  int at = 700, end = at + 2048 + 2 * 512, wrong = 0;

  memset (input, 0, sizeof (input));
  for (int c = 0; c < 3; c++)
    input[c][at] = 1e7f;
  mst_convolver_set (self, &f);
  run (self, output, 3, 0, N, 100);
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < N; i++)
      if (i < 512 || i >= end)
        wrong += output[c][i] != 0.0f || signbit (output[c][i]);
  mst_check (wrong == 0, "%d samples are not 0", wrong);
  mst_check_near (output[2][at + 512], 1e7 * f.other[0], 2.0);
  mst_convolver_free (self);
}

/* Oracle: two convolvers, one of the old filters and one of the new, and a
 * raised cosine over the block from 2048 to 2559, which comes out 512 later. */
static void
test_fade (void)
{
  static float old[MAX_CHANNELS][N], fresh[MAX_CHANNELS][N];
  MstFilters f = make_filters (0, 2048), g = make_filters (1, 2048);
  MstFilters sets[] = { f, g };
  MstConvolver *self = mst_convolver_new (3, 512, 4);

  make_input (1.0);
  g.lr = g.rl = NULL;
  g.rr = g.ll;
  sets[1] = g;
  for (int set = 0; set < 2; set++) {
    MstConvolver *one = mst_convolver_new (3, 512, 4);
    mst_convolver_set (one, &sets[set]);
    run (one, set ? fresh : old, 3, 0, N, 512);
    mst_convolver_free (one);
  }
  mst_convolver_set (self, &f);
  run (self, output, 3, 0, 2100, 70);
  mst_check (mst_convolver_left (self) == 2560 - 2100, "%d frames left",
      mst_convolver_left (self));
  mst_convolver_set (self, &g);
  mst_check (!mst_convolver_is_ready (self), "ready before the fade");
  run (self, output, 3, 2100, 2560, 70);
  mst_check (mst_convolver_is_ready (self), "not ready after the fade");
  run (self, output, 3, 2560, N, 70);
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < N; i++) {
      double x = fmin (fmax ((i - 2560 + 0.5) / 512.0, 0.0), 1.0);
      double rise = 0.5 - 0.5 * cos (M_PI * x);
      double want = rise < 1.0 ? old[c][i] + rise * (fresh[c][i] - old[c][i])
                               : fresh[c][i];
      if (fabs (output[c][i] - want) > (rise > 0 && rise < 1 ? 1e-5 : 0.0))
        mst_check (false, "channel %d, frame %d: %g, wanted %g", c, i,
            output[c][i], want);
    }
  mst_convolver_free (self);
}

/* Goes from nothing to a filter and back: a steady level rises and falls as the
 * cosine does, by no more than pi / (2 block) a frame. */
static void
test_no_click (void)
{
  static float pass[512] = { 1.0f };
  MstFilters f = { .ll = pass, .rr = pass }, none = { NULL };
  MstConvolver *self = mst_convolver_new (2, 256, 2);
  double step = 0.0;

  for (int i = 0; i < N; i++)
    input[0][i] = input[1][i] = 1.0f;
  run (self, output, 2, 0, 1000, 100);
  mst_convolver_set (self, &f);
  run (self, output, 2, 1000, 3000, 100);
  mst_convolver_set (self, &none);
  run (self, output, 2, 3000, N, 100);
  for (int i = 1; i < N; i++)
    step = fmax (step, fabs (output[1][i] - output[1][i - 1]));
  mst_check (step <= 1.01 * M_PI / 2.0 / 256.0, "a step of %g", step);
  mst_check_near (output[0][2500], 1.0, 1e-6);
  mst_check (output[0][900] == 0.0f && output[0][5000] == 0.0f, "no silence");
  mst_convolver_free (self);
}

/* Oracle: a new object with the filters that were set last. */
static void
test_reset (void)
{
  MstFilters f = make_filters (0, 1024), g = make_filters (1, 1024);
  MstConvolver *used = mst_convolver_new (5, 256, 4);
  MstConvolver *fresh = mst_convolver_new (5, 256, 4);

  make_input (1.0);
  mst_convolver_set (used, &f);
  run (used, output, 5, 0, 1111, 100);
  mst_convolver_set (used, &g);
  mst_convolver_reset (used);
  mst_check (mst_convolver_is_ready (used), "not ready after reset");
  mst_check (mst_convolver_left (used) == 256, "a block is begun");
  run (used, output, 5, 0, N, 100);
  mst_convolver_set (fresh, &g);
  run (fresh, second, 5, 0, N, 100);
  mst_check (memcmp (output, second, sizeof (output)) == 0, "they differ");
  mst_convolver_free (used);
  mst_convolver_free (fresh);
  mst_convolver_free (NULL);
}

/* Oracle: a convolver for each way. The second changes its filters on the way,
 * the third does not have any. */
static void
test_ways (void)
{
  static float ways[3][MAX_CHANNELS][N];
  MstFilters f[] = { make_filters (0, 1024), make_filters (1, 1024) };
  MstConvolver *self = mst_convolver_new_ways (3, 256, 4, 3);
  const float *in[3];
  float *planes[3][3];
  float *const *out[] = { planes[0], planes[1], planes[2] };

  make_input (1.0);
  for (int way = 0; way < 2; way++)
    mst_convolver_set_way (self, way, &f[way]);
  for (int i = 0; i < N; i += 100) {
    for (int c = 0; c < 3; c++) {
      in[c] = input[c] + i;
      for (int way = 0; way < 3; way++)
        planes[way][c] = ways[way][c] + i;
    }
    if (i == 3000)
      mst_convolver_set_way (self, 1, &f[0]);
    mst_check (mst_convolver_is_ready (self) == (i < 3000 || i >= 3100),
        "frame %d", i);
    mst_convolver_process_ways (self, in, out, 100);
  }
  mst_convolver_free (self);
  memset (output, 0, sizeof (output));
  for (int way = 0; way < 3; way++) {
    self = mst_convolver_new (3, 256, 4);
    if (way < 2)
      mst_convolver_set (self, &f[way]);
    run (self, output, 3, 0, 3000, 100);
    if (way == 1)
      mst_convolver_set (self, &f[0]);
    run (self, output, 3, 3000, N, 100);
    mst_check (memcmp (output, ways[way], sizeof (output)) == 0,
        "way %d differs", way);
    mst_convolver_free (self);
  }
}

/* The loudest input that a stage lets in does not make an infinity. Filters
 * beyond reason make silence, not NaN, and sane ones after them work again. */
static void
test_finite (void)
{
  MstFilters f = make_filters (0, 512);
  MstConvolver *self = mst_convolver_new (3, 128, 4);
  int wrong = 0;

  for (int c = 0; c < 3; c++)
    for (int i = 0; i < N; i++)
      input[c][i] = (i ^ c) & 64 ? 16777215.0f : -16777215.0f;
  for (int i = 0; i < 512; i++)
    taps[1][0][i] = i % 3 ? 3e38f : -3e38f;
  mst_convolver_set (self, &f);
  run (self, output, 3, 0, 2000, 100);
  f.ll = f.lr = f.other = taps[1][0];
  mst_convolver_set (self, &f);
  run (self, output, 3, 2000, 5000, 100);
  f = make_filters (0, 512);
  mst_convolver_set (self, &f);
  run (self, output, 3, 5000, N, 100);
  for (int c = 0; c < 3; c++)
    for (int i = 0; i < N; i++)
      wrong += !isfinite (output[c][i]);
  mst_check (wrong == 0, "%d samples are not finite", wrong);
  mst_check (output[0][N - 1] != 0.0f, "silence for good");
  mst_convolver_free (self);
}

int
main (void)
{
  MST_RUN (test_direct);
  MST_RUN (test_pieces);
  MST_RUN (test_silence_after_a_blow);
  MST_RUN (test_fade);
  MST_RUN (test_no_click);
  MST_RUN (test_reset);
  MST_RUN (test_ways);
  MST_RUN (test_finite);
  return mst_done ();
}
