/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "devices.h"

#include <math.h>

#include "table.h"

static const MstMonitorDevice devices[MST_MONITOR_N_DEVICES] = {
  [MST_MONITOR_OFF] = { .width = 1.0 },
  [MST_MONITOR_PHONE] = { .width = 0.3,
      .protect_hz = 700,
      .protect_db = -20,
      .n_points = 11,
      .points = { { 100, -48 }, { 200, -30 }, { 300, -20 }, { 500, -8 },
          { 800, -1 }, { 1000, 0 }, { 2000, 2 }, { 3500, 4 }, { 6000, 1 },
          { 10000, -3 }, { 16000, -14 } } },
  [MST_MONITOR_LAPTOP] = { .width = 0.6,
      .protect_hz = 300,
      .protect_db = -18,
      .n_points = 10,
      .points = { { 60, -42 }, { 100, -30 }, { 200, -13 }, { 400, -3 },
          { 700, 0 }, { 1000, 0 }, { 2500, 2 }, { 7000, 0 }, { 12000, -5 },
          { 18000, -12 } } },
  [MST_MONITOR_TV] = { .width = 0.8,
      .protect_hz = 150,
      .protect_db = -14,
      .n_points = 8,
      .points = { { 40, -30 }, { 80, -14 }, { 130, -5 }, { 250, 0 },
          { 1000, 0 }, { 4000, 1 }, { 10000, -2 }, { 16000, -8 } } },
  [MST_MONITOR_SMART_SPEAKER] = { .width = 0.0,
      .protect_hz = 120,
      .protect_db = -14,
      .n_points = 8,
      .points = { { 30, -26 }, { 50, -9 }, { 70, 2 }, { 120, 4 }, { 400, 0 },
          { 1000, 0 }, { 8000, -1 }, { 16000, -8 } } },
  [MST_MONITOR_BLUETOOTH_SPEAKER] = { .width = 0.2,
      .protect_hz = 150,
      .protect_db = -16,
      .n_points = 9,
      .points = { { 40, -28 }, { 60, -12 }, { 80, 0 }, { 120, 4 }, { 250, 2 },
          { 1000, 0 }, { 3000, 1 }, { 9000, 1 }, { 16000, -8 } } },
  [MST_MONITOR_CAR] = { .width = 0.8,
      .n_points = 10,
      .points = { { 20, 4 }, { 35, 8 }, { 60, 9 }, { 100, 6 }, { 180, 1 },
          { 300, -2 }, { 600, 0 }, { 1000, 0 }, { 5000, -1 }, { 14000, -6 } } },
  [MST_MONITOR_CLUB] = { .width = 0.4,
      .n_points = 9,
      .points = { { 20, -8 }, { 32, 4 }, { 45, 9 }, { 80, 8 }, { 130, 3 },
          { 300, 0 }, { 1000, 0 }, { 4000, 0 }, { 14000, -6 } } },
  [MST_MONITOR_EARBUDS] = { .width = 1.0,
      .n_points = 9,
      .points = { { 20, 4 }, { 80, 4 }, { 200, 1 }, { 500, 0 }, { 1000, 0 },
          { 3000, 2 }, { 5500, 4 }, { 8000, 2 }, { 15000, -6 } } },
  [MST_MONITOR_HEADPHONES] = { .width = 1.0,
      .n_points = 9,
      .points = { { 20, 0 }, { 60, 3 }, { 120, 2 }, { 300, 0 }, { 1000, 0 },
          { 4000, -3 }, { 6000, 1 }, { 9000, 2 }, { 16000, -3 } } },
  [MST_MONITOR_KITCHEN_RADIO] = { .width = 0.0,
      .protect_hz = 180,
      .protect_db = -16,
      .n_points = 8,
      .points = { { 50, -30 }, { 90, -12 }, { 150, 1 }, { 250, 3 }, { 700, 0 },
          { 1000, 0 }, { 5000, -1 }, { 12000, -14 } } },
  [MST_MONITOR_MONO_SPEAKER] = { .width = 0.0 },
  [MST_MONITOR_OWN] = { .width = 1.0 },
};

const MstMonitorDevice *
mst_monitor_device (int device)
{
  return &devices[device];
}

double
mst_monitor_device_gain (const MstMonitorDevice *device, double hz)
{
  const MstMonitorPoint *points = device->points;
  int n = device->n_points, i = 1;
  double share;

  if (n == 0)
    return 0.0;
  if (hz <= points[0].hz)
    return points[0].db;
  while (i < n && points[i].hz < hz)
    i++;
  if (i == n)
    return points[n - 1].db;
  share = log (hz / points[i - 1].hz) / log (points[i].hz / points[i - 1].hz);
  return points[i - 1].db + share * (points[i].db - points[i - 1].db);
}
