/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Draws docs/stages/monitor.svg: the curves of the monitor's devices.
 *
 *   build/tests/dsp/monitor-plot docs/stages/monitor.svg
 */
#include <math.h>
#include <stdio.h>

#include "dsp/monitor/monitor.h"

#define WIDTH 720
#define HEIGHT 360
#define LEFT 44
#define TOP 12
#define LOWEST 20.0
#define OCTAVES 10.0
#define HIGHEST_DB 12.0
#define RANGE_DB 54.0

static double
x_of (double hz)
{
  return LEFT + (WIDTH - LEFT - 150) * log2 (hz / LOWEST) / OCTAVES;
}

static double
y_of (double db)
{
  return TOP + (HEIGHT - TOP - 30) * (HIGHEST_DB - db) / RANGE_DB;
}

static void
draw_grid (FILE *out)
{
  static const double lines[] = { 20, 50, 100, 200, 500, 1000, 2000, 5000,
    10000, 20000 };

  for (size_t i = 0; i < MST_N_ELEMENTS (lines); i++) {
    double x = x_of (lines[i]);
    fprintf (out, "<path d=\"M%.1f %d V%d\" stroke=\"#ccc\"/>\n", x, TOP,
        HEIGHT - 30);
    fprintf (out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">", x,
        HEIGHT - 14);
    if (lines[i] < 1000)
      fprintf (out, "%g</text>\n", lines[i]);
    else
      fprintf (out, "%gk</text>\n", lines[i] / 1000);
  }
  for (double db = -36; db <= 12; db += 12)
    fprintf (out,
        "<path d=\"M%d %.1f H%d\" stroke=\"#ccc\"/>\n"
        "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n",
        LEFT, y_of (db), WIDTH - 150, LEFT - 6, y_of (db) + 4, db);
}

static void
draw_device (FILE *out, int device, int place)
{
  static const char *const colours[] = { "#d62728", "#ff7f0e", "#bcbd22",
    "#2ca02c", "#17becf", "#1f77b4", "#9467bd", "#e377c2", "#8c564b",
    "#444444" };
  const MstMonitorDevice *data = mst_monitor_device (device);
  const char *colour = colours[place];

  fprintf (out, "<path fill=\"none\" stroke-width=\"2\" stroke=\"%s\" d=\"",
      colour);
  for (double hz = LOWEST; hz <= 20480; hz *= exp2 (1.0 / 6)) {
    double db = mst_monitor_device_gain (data, hz);
    fprintf (out, "%c%.1f %.1f ", hz == LOWEST ? 'M' : 'L', x_of (hz),
        y_of (fmax (db, HIGHEST_DB - RANGE_DB)));
  }
  fprintf (out, "\"/>\n<text x=\"%d\" y=\"%d\" fill=\"%s\">%s</text>\n",
      WIDTH - 140, TOP + 16 + 20 * place, colour,
      mst_monitor_params[MST_MONITOR_DEVICE].choices[device].nick);
}

int
main (int argc, char **argv)
{
  FILE *out = argc == 2 ? fopen (argv[1], "w") : NULL;

  if (!out) {
    fprintf (stderr, "usage: monitor-plot FILE.svg\n");
    return 2;
  }
  fprintf (out,
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n"
      "<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>\n",
      WIDTH, HEIGHT, WIDTH, HEIGHT);
  draw_grid (out);
  for (int d = MST_MONITOR_PHONE; d <= MST_MONITOR_KITCHEN_RADIO; d++)
    draw_device (out, d, d - MST_MONITOR_PHONE);
  fprintf (out, "</svg>\n");
  return fclose (out) != 0;
}
