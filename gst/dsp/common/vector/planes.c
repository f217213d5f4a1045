/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "planes.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "vectors.h"

/* Samples are copied as bytes, for a buffer that a parser has cut out of a
 * larger one need not be aligned. Compilers make vectors of that, too. */
#define SAMPLE sizeof (float)

static MST_VECTORS (void, load_stereo,
    (float *restrict left, float *restrict right, const char *restrict frames,
        int n),
    (left, right, frames, n))
{
  for (int i = 0; i < n; i++) {
    memcpy (&left[i], frames + 2 * SAMPLE * i, SAMPLE);
    memcpy (&right[i], frames + 2 * SAMPLE * i + SAMPLE, SAMPLE);
  }
}

static MST_VECTORS (void, store_stereo,
    (const float *restrict left, const float *restrict right,
        char *restrict frames, int n),
    (left, right, frames, n))
{
  for (int i = 0; i < n; i++) {
    memcpy (frames + 2 * SAMPLE * i, &left[i], SAMPLE);
    memcpy (frames + 2 * SAMPLE * i + SAMPLE, &right[i], SAMPLE);
  }
}

void
mst_planes_load (float *const planes[], const void *frames, int channels, int n)
{
  const char *from = frames;

  if (channels == 2) {
    load_stereo (planes[0], planes[1], from, n);
    return;
  }
  for (int c = 0; c < channels; c++)
    for (int i = 0; i < n; i++)
      memcpy (&planes[c][i], from + ((ptrdiff_t) i * channels + c) * SAMPLE,
          SAMPLE);
}

void
mst_planes_store (const float *const planes[], void *frames, int channels,
    int n)
{
  char *to = frames;

  if (channels == 2) {
    store_stereo (planes[0], planes[1], to, n);
    return;
  }
  for (int c = 0; c < channels; c++)
    for (int i = 0; i < n; i++)
      memcpy (to + ((ptrdiff_t) i * channels + c) * SAMPLE, &planes[c][i],
          SAMPLE);
}

/* Two words make one of 32 bits, so that no byte is moved twice. */
static MST_VECTORS (void, store_stereo_s16,
    (const char *restrict left, const char *restrict right,
        char *restrict frames, int n),
    (left, right, frames, n))
{
  for (int i = 0; i < n; i++) {
    uint32_t l, r, both;
    memcpy (&l, left + SAMPLE * i, SAMPLE);
    memcpy (&r, right + SAMPLE * i, SAMPLE);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    both = l >> 16 | (r & 0xffff0000u);
#else
    both = r >> 16 | (l & 0xffff0000u);
#endif
    memcpy (frames + SAMPLE * i, &both, SAMPLE);
  }
}

void
mst_planes_store_s16 (const float *const planes[], void *frames, int channels,
    int n)
{
  char *to = frames;

  if (channels == 2) {
    store_stereo_s16 ((const char *) planes[0], (const char *) planes[1], to,
        n);
    return;
  }
  for (int c = 0; c < channels; c++)
    for (int i = 0; i < n; i++) {
      int32_t word;
      int16_t upper;
      memcpy (&word, &planes[c][i], sizeof (word));
      upper = (int16_t) (word >> 16);
      memcpy (to + ((ptrdiff_t) i * channels + c) * sizeof (upper), &upper,
          sizeof (upper));
    }
}

static double
finite_or_zero (double x)
{
  return x > -0x1p24 && x < 0x1p24 ? x : 0.0;
}

void
mst_planes_narrow (float *plane, const void *from, int stride, int n)
{
  const char *bytes = from;

  for (int i = 0; i < n; i++) {
    double x;
    memcpy (&x, bytes + (ptrdiff_t) i * stride, sizeof (x));
    plane[i] = (float) finite_or_zero (x);
  }
}

void
mst_planes_widen (const float *plane, void *to, int stride, int n)
{
  char *bytes = to;

  for (int i = 0; i < n; i++) {
    double x = plane[i];
    memcpy (bytes + (ptrdiff_t) i * stride, &x, sizeof (x));
  }
}

void
mst_planes_sanitize_f64 (void *samples, int n)
{
  char *bytes = samples;

  for (int i = 0; i < n; i++) {
    double x;
    memcpy (&x, bytes + sizeof (x) * i, sizeof (x));
    if (finite_or_zero (x) == x)
      continue;
    x = 0.0;
    memcpy (bytes + sizeof (x) * i, &x, sizeof (x));
  }
}
