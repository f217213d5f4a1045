/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "link.h"

#include <stdint.h>
#include <string.h>

#include "dsp/common/time/grid.h"
#include "dsp/common/vector/fastmath.h"
#include "dsp/common/vector/kernels.h"
#include "dsp/common/vector/vectors.h"

#define SPAN 512

static MST_VECTORS (void, raise_to,
    (float *restrict d, const float *restrict x, int n), (d, x, n))
{
  for (int i = 0; i < n; i++)
    d[i] = x[i] > d[i] ? x[i] : d[i];
}

void
mst_link_find_leaders (const MstFormat *format, bool lfe, bool leads[])
{
  bool others = false;

  for (int c = 0; c < format->channels; c++)
    others = others || format->roles[c] != MST_ROLE_LFE;
  for (int c = 0; c < format->channels; c++)
    leads[c] = lfe || !others || format->roles[c] != MST_ROLE_LFE;
}

void
mst_link_raise (float *x, float *const planes[], const bool leads[], int from,
    int channels, int n)
{
  for (int c = from; c < channels; c++)
    if (leads[c])
      mst_orc_maxabs_f32 (x, planes[c], n);
}

void
mst_link_hear (float *x, float *const planes[], const bool leads[], int c,
    int channels, int n)
{
  if (leads[c]) {
    mst_orc_abs_f32 (x, planes[c], n);
    return;
  }
  memset (x, 0, n * sizeof (float));
  mst_link_raise (x, planes, leads, 0, channels, n);
}

void
mst_link_levels (float *const x[], int lanes, const float *link, int n)
{
  float loudest[SPAN];

  memcpy (loudest, x[0], n * sizeof (float));
  for (int c = 1; c < lanes; c++)
    raise_to (loudest, x[c], n);
  for (int c = 0; c < lanes; c++)
    mst_orc_crossfade_f32 (x[c], loudest, link, n);
}

static MST_VECTORS (void, add_offset,
    (float *restrict x, const float *restrict offset, float scale, int n),
    (x, offset, scale, n))
{
  for (int i = 0; i < n; i++)
    x[i] = offset[i] + scale * x[i];
}

void
mst_changes_to_gains (float *x, const float *offset, bool up, int n)
{
  add_offset (x, offset, up ? MST_OCTAVES_PER_DB : -MST_OCTAVES_PER_DB, n);
  mst_exp2 (x, n);
}

MST_VECTORS (void, mst_mix_gains,
    (float *restrict gain, const float *restrict mix, int n), (gain, mix, n))
{
  for (int i = 0; i < n; i++)
    gain[i] = 1.0f + mix[i] * (gain[i] - 1.0f);
}

/* The bits of floats >= 0, which order as integers do: compilers make vectors
 * of these. */
typedef int32_t Bits __attribute__ ((may_alias));

static MST_VECTORS (Bits, find_greatest, (const Bits *x, int n, Bits greatest),
    (x, n, greatest))
{
  for (int i = 0; i < n; i++)
    greatest = x[i] > greatest ? x[i] : greatest;
  return greatest;
}

void
mst_deepest_note (MstDeepest *self, float *const x[], int lanes, int n, int at)
{
  for (int i = 0, span; i < n; i += span) {
    int from = (at + i) % MST_GRID;
    Bits greatest;
    span = MST_GRID - from < n - i ? MST_GRID - from : n - i;
    if (from == 0) {
      self->reading = self->so_far;
      self->so_far = 0.0f;
    }
    memcpy (&greatest, &self->so_far, sizeof (greatest));
    for (int c = 0; c < lanes; c++)
      greatest = find_greatest ((const Bits *) (x[c] + i), span, greatest);
    memcpy (&self->so_far, &greatest, sizeof (greatest));
  }
}
