/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "noise.h"

#include "dsp/common/vector/vectors.h"

/* The finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
static uint64_t
hash64 (uint64_t x)
{
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

MstDitherKey
mst_dither_key (uint64_t seed, int channel, uint32_t epoch)
{
  const uint64_t golden = 0x9e3779b97f4a7c15ULL;
  uint64_t x = hash64 (hash64 (seed + golden) + (uint64_t) channel * golden);

  x = hash64 (x + epoch * golden);
  return (MstDitherKey){ (uint32_t) x, (uint32_t) (x >> 32) };
}

/* A hash of 32 bits in operations that every vector unit has: xor-shifts and
 * two multiplications by the constants with the least bias that C. Wellons
 * found ("Prospecting for Hash Functions", 2018). */
static inline uint32_t
hash32 (uint32_t x, uint32_t twist)
{
  x = (x ^ (x >> 16)) * 0x7feb352du + twist;
  x = (x ^ (x >> 15)) * 0x846ca68bu;
  return x ^ (x >> 16);
}

/* The difference of two uniform numbers of 16 bits, in steps of 2^-16. */
static inline int32_t
triangular (MstDitherKey key, uint32_t frame)
{
  uint32_t bits = hash32 (frame + key.first, key.twist);

  return (int32_t) (bits & 0xffff) - (int32_t) (bits >> 16);
}

MST_VECTORS (void, mst_dither_noise,
    (float *d, MstDitherKey key, uint32_t frame, int n), (d, key, frame, n))
{
  for (int i = 0; i < n; i++)
    d[i] = (float) triangular (key, frame + (uint32_t) i) * 0x1p-16f;
}

MST_VECTORS (void, mst_dither_round, (float *plane, MstDitherWord word, int n),
    (plane, word, n))
{
  for (int i = 0; i < n; i++)
    mst_dither_put (&plane[i], plane[i] * word.scale, word);
}

MST_VECTORS (void, mst_dither_flat,
    (float *plane, MstDitherWord word, MstDitherKey key, uint32_t frame, int n),
    (plane, word, key, frame, n))
{
  for (int i = 0; i < n; i++) {
    double noise = triangular (key, frame + (uint32_t) i) * 0x1p-16;
    mst_dither_put (&plane[i], plane[i] * word.scale + noise, word);
  }
}
