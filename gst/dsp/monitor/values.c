/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "values.h"

#include <math.h>

#define SOLO_DB -60.0    /* outside of a band that is heard alone */
#define SOLO_OCTAVES 0.5 /* over which it falls so far */

static const MstMonitorDevice *
device_of (const double *v)
{
  return mst_monitor_device ((int) v[MST_MONITOR_DEVICE]);
}

typedef struct {
  double low, high; /* Hz */
} Band;

static const Band band_edges[MST_MONITOR_N_BANDS] = {
  [MST_MONITOR_ALL_BANDS] = { 0.0, INFINITY },
  [MST_MONITOR_SUB] = { 0.0, 60.0 },
  [MST_MONITOR_BASS] = { 60.0, 250.0 },
  [MST_MONITOR_LOW_MIDS] = { 250.0, 800.0 },
  [MST_MONITOR_MIDS] = { 800.0, 2500.0 },
  [MST_MONITOR_PRESENCE] = { 2500.0, 6000.0 },
  [MST_MONITOR_AIR] = { 6000.0, INFINITY },
};

/* 0 within a band, falling to SOLO_DB beside it. */
static double
band_gain (int band, double hz)
{
  const double low = band_edges[band].low, high = band_edges[band].high;
  double octaves = 0.0;

  if (hz > 0.0 && hz < low)
    octaves = log2 (low / hz);
  else if (hz <= 0.0)
    octaves = low > 0.0 ? SOLO_OCTAVES : 0.0;
  else if (hz > high)
    octaves = log2 (hz / high);
  return SOLO_DB * fmin (octaves / SOLO_OCTAVES, 1.0);
}

double
mst_monitor_device_level (const double *v, double hz)
{
  double gain = (int) v[MST_MONITOR_DEVICE] == MST_MONITOR_OWN
      ? mst_curve_gain (v + MST_MONITOR_RESPONSE, mst_curve_steps (hz))
      : mst_monitor_device_gain (device_of (v), hz);

  return v[MST_MONITOR_AMOUNT] * gain;
}

double
mst_monitor_level (const double *v, double hz)
{
  return mst_monitor_device_level (v, hz) +
      band_gain ((int) v[MST_MONITOR_BAND], hz);
}

/* The switches work on left and right before the device does. */
static MstMonitorMatrix
switches (const double *v)
{
  static const MstMonitorMatrix solos[MST_MONITOR_N_SOLOS] = {
    [MST_MONITOR_SOLO_NONE] = { 1.0, 0.0, 0.0, 1.0 },
    [MST_MONITOR_SOLO_LEFT] = { 1.0, 0.0, 0.0, 0.0 },
    [MST_MONITOR_SOLO_RIGHT] = { 0.0, 0.0, 0.0, 1.0 },
    [MST_MONITOR_SOLO_MID] = { 0.5, 0.5, 0.5, 0.5 },
    [MST_MONITOR_SOLO_SIDE] = { 0.5, -0.5, 0.5, -0.5 },
  };
  MstMonitorMatrix m = solos[(int) v[MST_MONITOR_SOLO]];

  if (v[MST_MONITOR_SWAP] != 0.0)
    m = (MstMonitorMatrix){ m.rl, m.rr, m.ll, m.lr };
  if (v[MST_MONITOR_MONO] != 0.0)
    m.ll = m.rl = 0.5 * (m.ll + m.rl), m.lr = m.rr = 0.5 * (m.lr + m.rr);
  return m;
}

/* The device's width behind them: its side is w times as wide. */
MstMonitorMatrix
mst_monitor_matrix (const double *v)
{
  const MstMonitorDevice *device = device_of (v);
  const double w = 1.0 + v[MST_MONITOR_AMOUNT] * (device->width - 1.0);
  const double same = 0.5 * (1.0 + w), other = 0.5 * (1.0 - w);
  const MstMonitorMatrix m = switches (v);

  return (MstMonitorMatrix){ same * m.ll + other * m.rl,
    same * m.lr + other * m.rr, same * m.rl + other * m.ll,
    same * m.rr + other * m.lr };
}

bool
mst_monitor_plays_lone (const double *v)
{
  return v[MST_MONITOR_SOLO] == MST_MONITOR_SOLO_NONE ||
      v[MST_MONITOR_SOLO] == MST_MONITOR_SOLO_MID;
}

bool
mst_monitor_is_neutral (const double *v)
{
  const MstMonitorMatrix m = mst_monitor_matrix (v);

  return m.ll == 1.0 && m.rr == 1.0 && m.lr == 0.0 && m.rl == 0.0 &&
      v[MST_MONITOR_BAND] == MST_MONITOR_ALL_BANDS &&
      (v[MST_MONITOR_AMOUNT] == 0.0 ||
          v[MST_MONITOR_DEVICE] == MST_MONITOR_OFF);
}

/* The change of loudness [LU] that the curve makes of pink noise, which is how
 * music is spread on the whole, K-weighted in outline: nothing below 60 Hz
 * counts, and 4 dB more above 1.5 kHz. What is heard corrects it. */
double
mst_monitor_expected_change (const double *v)
{
  double before = 0.0, after = 0.0;

  for (double hz = 60.0; hz < 16000.0; hz *= exp2 (1.0 / 6)) {
    double weight = hz > 1500.0 ? 2.5 : 1.0;
    before += weight;
    after += weight * pow (10.0, 0.1 * mst_monitor_device_level (v, hz));
  }
  return 10.0 * log10 (after / before);
}

bool
mst_monitor_plays_a_part (const double *v)
{
  return v[MST_MONITOR_SOLO] != MST_MONITOR_SOLO_NONE ||
      v[MST_MONITOR_BAND] != MST_MONITOR_ALL_BANDS;
}
