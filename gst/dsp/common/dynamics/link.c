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

const MstChoice mst_link_groups[MST_N_LINK_GROUPS] = {
  [MST_LINK_ALL] = { "all", "All channels as one" },
  [MST_LINK_ZONES] = { "zones",
      "The fronts with the centre, the surrounds, the tops: each by itself" },
  [MST_LINK_CENTRE_APART] = { "centre-apart",
      "The same, and the centre by itself" },
};

/* Effects go with the fronts. */
static MstGroup
zone_of (const MstFormat *format, int c, MstLinkGroups groups)
{
  MstGroup group = mst_layout_group (format, c);

  if (groups == MST_LINK_ALL || group == MST_GROUP_LFE ||
      (groups == MST_LINK_ZONES && group == MST_GROUP_CENTRE))
    return MST_GROUP_FRONTS;
  return group;
}

static bool
has_leader (const MstLink *self, int group)
{
  for (int c = 0; c < self->channels; c++)
    if (self->group[c] == group && self->leads[c])
      return true;
  return false;
}

/* Where there are no fronts to follow, effects follow themselves. */
static void
find_leaders (MstLink *self, const MstFormat *format, bool lfe)
{
  for (int c = 0; c < self->channels; c++)
    self->leads[c] = lfe || !mst_layout_is_lfe (format, c);
  for (int g = 0; g < self->groups; g++)
    if (!has_leader (self, g))
      for (int c = 0; c < self->channels; c++)
        self->leads[c] = self->leads[c] || self->group[c] == g;
}

void
mst_link_init (MstLink *self, const MstFormat *format, MstLinkGroups groups,
    bool lfe)
{
  int number[MST_N_GROUPS];

  *self = (MstLink){ .channels = format->channels };
  mst_layout_find (&self->layout, format);
  for (int g = 0; g < MST_N_GROUPS; g++)
    number[g] = -1;
  for (int c = 0; c < format->channels; c++) {
    MstGroup zone = zone_of (format, c, groups);
    if (number[zone] < 0) {
      self->first[self->groups] = c;
      number[zone] = self->groups++;
    }
    self->group[c] = number[zone];
  }
  find_leaders (self, format, lfe);
}

void
mst_link_hear_group (const MstLink *self, float *x, float *const planes[],
    int group, int n)
{
  memset (x, 0, n * sizeof (float));
  for (int c = 0; c < self->channels; c++)
    if (self->leads[c] && self->group[c] == group)
      mst_orc_maxabs_f32 (x, planes[c], n);
}

void
mst_link_hear (const MstLink *self, float *x, float *const planes[], int c,
    int n)
{
  if (self->leads[c])
    mst_orc_abs_f32 (x, planes[c], n);
  else
    mst_link_hear_group (self, x, planes, self->group[c], n);
}

void
mst_link_levels (const MstLink *self, float *const x[], const float *link,
    int n)
{
  float loudest[SPAN];

  for (int g = 0; g < self->groups; g++) {
    memcpy (loudest, x[self->first[g]], n * sizeof (float));
    for (int c = self->first[g] + 1; c < self->channels; c++)
      if (self->group[c] == g)
        raise_to (loudest, x[c], n);
    for (int c = self->first[g]; c < self->channels; c++)
      if (self->group[c] == g)
        mst_orc_crossfade_f32 (x[c], loudest, link, n);
  }
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
