/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Oracle: the rule in planes.h, sample by sample, bits as they are. */
#include "mst-test.h"

#include <string.h>

#include "dsp/common/vector/planes.h"
#include "dsp/stage.h"

#define MAX_CHANNELS 6
#define MAX_N 530
#define SHIFTS 9 /* bytes */

/* Fills with values that all differ, NaN and denormals among them. */
static uint32_t
sample (int channel, int i)
{
  return (uint32_t) (channel * 1000 + i + 1) * 2654435761u;
}

static void
fill (char *bytes, int channels, int n)
{
  for (int i = 0; i < n; i++)
    for (int c = 0; c < channels; c++) {
      uint32_t bits = sample (c, i);
      memcpy (bytes + 4 * (i * channels + c), &bits, 4);
    }
}

static void
check (int channels, int n, int shift)
{
  static char frames[4 * MAX_CHANNELS * MAX_N + 64];
  static char want[sizeof (frames)];
  static float memory[MAX_CHANNELS][MAX_N + 1];
  float *planes[MAX_CHANNELS];

  memset (frames, 0x55, sizeof (frames));
  memset (memory, 0x55, sizeof (memory));
  fill (frames + shift, channels, n);
  memcpy (want, frames, sizeof (frames));
  for (int c = 0; c < channels; c++)
    planes[c] = memory[c];
  mst_planes_load (planes, frames + shift, channels, n);
  for (int c = 0; c < channels; c++)
    for (int i = 0; i <= n; i++) {
      uint32_t bits = i < n ? sample (c, i) : 0x55555555;
      mst_check (memcmp (&planes[c][i], &bits, 4) == 0,
          "channel %d of %d, frame %d of %d, shift %d", c, channels, i, n,
          shift);
    }
  memset (frames, 0x55, sizeof (frames));
  mst_planes_store ((const float *const *) planes, frames + shift, channels, n);
  mst_check (memcmp (frames, want, sizeof (frames)) == 0,
      "%d frames of %d channels stored, shift %d", n, channels, shift);
}

static void
test_there_and_back (void)
{
  for (int channels = 1; channels <= MAX_CHANNELS; channels++)
    for (int shift = 0; shift < SHIFTS; shift++)
      for (int n = 0; n <= 512; n += n < 70 ? 1 : 17)
        check (channels, n, shift);
}

/* Tests that the upper half of each sample is written, and nothing after the
 * last. */
static void
check_s16 (int channels, int n, int shift)
{
  static float memory[MAX_CHANNELS][MAX_N];
  static char frames[2 * MAX_CHANNELS * MAX_N + 64];
  const float *planes[MAX_CHANNELS];
  int bad = 0;

  memset (frames, 0x55, sizeof (frames));
  for (int c = 0; c < channels; c++) {
    planes[c] = memory[c];
    for (int i = 0; i < n; i++) {
      uint32_t bits = sample (c, i);
      memcpy (&memory[c][i], &bits, 4);
    }
  }
  mst_planes_store_s16 (planes, frames + shift, channels, n);
  for (int i = 0; i < n; i++)
    for (int c = 0; c < channels; c++) {
      uint16_t word;
      memcpy (&word, frames + shift + 2 * (i * channels + c), 2);
      bad += word != sample (c, i) >> 16;
    }
  bad += frames[shift + 2 * n * channels] != 0x55;
  mst_check (bad == 0, "%d frames of %d channels, shift %d", n, channels,
      shift);
}

static void
test_s16 (void)
{
  for (int channels = 1; channels <= MAX_CHANNELS; channels++)
    for (int shift = 0; shift < SHIFTS; shift++)
      for (int n = 0; n <= 512; n += n < 70 ? 1 : 17)
        check_s16 (channels, n, shift);
}

/* Samples of 64 bits: rounded to the nearest float, 0 where they do not count,
 * at any byte and any distance. Oracle: C's conversion. */
static void
test_wide (void)
{
  static const double in[] = { 0.1, -1.0 / 3.0, 1.0 + 0x1p-40, -0x1p24,
    0x1.fffffep23, NAN, -INFINITY, 1e300, 1e-300, -0.0 };
  static const double kept[] = { 0.1, -1.0 / 3.0, 1.0 + 0x1p-40, 0.0,
    0x1.fffffep23, 0.0, 0.0, 0.0, 1e-300, -0.0 };
  enum { COUNT = MST_N_ELEMENTS (in) };
  char bytes[3 * 8 * COUNT + 1];
  double row[COUNT], out;
  float plane[COUNT];

  for (int i = 0; i < COUNT; i++)
    memcpy (bytes + 1 + 24 * i, &in[i], 8);
  mst_planes_narrow (plane, bytes + 1, 24, COUNT);
  for (int i = 0; i < COUNT; i++)
    mst_check (plane[i] == (float) kept[i], "%g gives %g", in[i], plane[i]);
  mst_planes_widen (plane, bytes + 1, 24, COUNT);
  for (int i = 0; i < COUNT; i++) {
    memcpy (&out, bytes + 1 + 24 * i, 8);
    mst_check (out == plane[i], "%g becomes %g", plane[i], out);
  }
  memcpy (row, in, sizeof (in));
  mst_planes_sanitize_f64 (row, COUNT);
  mst_check (memcmp (row, kept, sizeof (kept)) == 0, "other bits");
}

int
main (void)
{
  MST_RUN (test_there_and_back);
  MST_RUN (test_s16);
  MST_RUN (test_wide);
  return mst_done ();
}
