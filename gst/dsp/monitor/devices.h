/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * monitor/devices.h - how devices sound: the data of the monitor.
 *
 * Typical curves, level at the ear against the level at 1 kHz, and not those of
 * any make. docs/stages/monitor.md says where each is from, how far devices of
 * the kind lie about it, and which are judgements.
 */
#ifndef MST_MONITOR_DEVICES_H
#define MST_MONITOR_DEVICES_H

#define MST_MONITOR_MAX_POINTS 16

typedef struct {
  double hz;
  double db;
} MstMonitorPoint;

typedef struct {
  double width;      /* of the stereo image: 1 as it is, 0 one loudspeaker */
  double protect_hz; /* below it the bass is held back; 0: nowhere */
  double protect_db; /* to this level behind the curve [dBFS] */
  int n_points;      /* rising frequencies; the gains at both ends hold on */
  MstMonitorPoint points[MST_MONITOR_MAX_POINTS];
} MstMonitorDevice;

/** A device of the list in table.h; that of one's own has no points. */
const MstMonitorDevice *mst_monitor_device (int device);

/** The gain [dB] of a device at a frequency; between two points straight over
 * the logarithm of frequency. */
double mst_monitor_device_gain (const MstMonitorDevice *device, double hz);

#endif /* MST_MONITOR_DEVICES_H */
