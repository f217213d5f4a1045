/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "powerhistogram.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

/* Gates in doublings. */
#define BASE_GATE (60.0 / MST_POWER_DOUBLING_DB)
#define RELATIVE_GATE (10.0 / MST_POWER_DOUBLING_DB)

void
mst_power_reset (MstPowerHistogram *self)
{
  memset (self->bins, 0, (size_t) self->n * sizeof (MstPowerBin));
  self->first = self->n;
  self->end = 0;
  self->count = self->power = 0.0;
}

int
mst_power_bin (const MstPowerHistogram *self, double power, double *within)
{
  int exponent;
  double mantissa = frexp (power, &exponent); /* 1/2 .. 1 */
  double part = log2 (2.0 * mantissa) * MST_POWER_PER_DOUBLING;
  int step = (int) part;
  int bin = (exponent - 1 - self->lowest) * MST_POWER_PER_DOUBLING + step;

  *within = (part - step) / MST_POWER_PER_DOUBLING;
  if (bin < 0 || bin >= self->n)
    *within = 0.0;
  return bin < 0 ? 0 : bin < self->n ? bin : self->n - 1;
}

void
mst_power_add (MstPowerHistogram *self, double power, double beside)
{
  double within;

  if (!(power > 0.0))
    return;
  int i = mst_power_bin (self, power, &within);
  MstPowerBin *bin = &self->bins[i];

  self->count += 1.0;
  self->power += power;
  self->first = i < self->first ? i : self->first;
  self->end = i < self->end ? self->end : i + 1;
  bin->least =
      bin->count > 0 ? fminf (bin->least, (float) within) : (float) within;
  bin->most = fmaxf (bin->most, (float) within);
  bin->count++;
  bin->power += power;
  bin->within += within;
  bin->beside += beside;
}

int
mst_power_origin (double power)
{
  int exponent;

  frexp (power, &exponent);
  return 2 * (int) floor (0.5 * exponent);
}

double
mst_power_level (double power, int origin)
{
  int exponent;
  double mantissa = frexp (power, &exponent);

  return exponent - origin + log2 (mantissa);
}

/* The level of the lower edge of a bin. */
static double
edge_of (const MstPowerHistogram *self, int bin, int origin)
{
  return (double) (self->lowest - origin) +
      (double) bin / MST_POWER_PER_DOUBLING;
}

/* The share of a bin that passes; `least` becomes the lower end of that. */
static double
share_of (const MstPowerBin *bin, double gate, double *least)
{
  double from = (double) bin->least, to = (double) bin->most;

  *least = fmax (from, gate);
  if (gate > to)
    return 0.0;
  return from >= gate ? 1.0 : (to - gate) / (to - from);
}

MstPowerPassed
mst_power_pass (const MstPowerHistogram *self, int origin, double gate)
{
  MstPowerPassed passed = { 0 };

  for (int i = self->end - 1; i >= self->first; i--) {
    const MstPowerBin *bin = &self->bins[i];

    if (bin->count == 0)
      continue;
    double edge = edge_of (self, i, origin), least;
    double share = share_of (bin, gate - edge, &least);
    double count = share * (double) bin->count;

    if (share == 0.0)
      break;
    passed.count += count;
    passed.power += share * bin->power;
    passed.beside += share * bin->beside;
    passed.level += count * edge;
    passed.level +=
        share < 1.0 ? 0.5 * count * (least + (double) bin->most) : bin->within;
  }
  return passed;
}

double
mst_power_quantile (const MstPowerHistogram *self, int origin, double gate,
    double share)
{
  double wanted = share * mst_power_pass (self, origin, gate).count;
  double seen = 0.0, level = -INFINITY;

  for (int i = self->first; i < self->end; i++) {
    const MstPowerBin *bin = &self->bins[i];

    if (bin->count == 0)
      continue;
    double edge = edge_of (self, i, origin), least;
    double count = share_of (bin, gate - edge, &least) * (double) bin->count;

    if (count == 0.0)
      continue;
    level = edge + (double) bin->most;
    if (seen + count >= wanted)
      return edge + least +
          fmax (0.0, wanted - seen) / count * ((double) bin->most - least);
    seen += count;
  }
  return level;
}

double
mst_power_gated (const MstPowerHistogram *self, int origin)
{
  MstPowerPassed passed = { .count = self->count, .power = self->power };

  for (int i = 0; i < 2; i++) {
    double below = i == 0 ? BASE_GATE : RELATIVE_GATE;

    if (!(passed.power > 0.0))
      return 0.0;
    passed = mst_power_pass (self, origin,
        mst_power_level (passed.power / passed.count, origin) - below);
  }
  return passed.count > 0.0 ? passed.power / passed.count : 0.0;
}
