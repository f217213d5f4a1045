/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* Draws docs/stages/saturator.svg, and prints its figures: the harmonics of
 * each type, of a tone of 200 Hz and, for the exciter, of 5 kHz, at 0.9 of full
 * scale.
 *
 *   build/tests/dsp/saturator-plot docs/stages/saturator.svg
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "dsp/common/vector/kernels.h"
#include "dsp/saturator/saturator.h"

#define RATE 192000
#define HARMONICS 12
#define FLOOR -120.0 /* dB */
#define WIDTH 300
#define HEIGHT 150

static float audio[2 * RATE];

static double
amplitude (double hertz)
{
  double re = 0.0, im = 0.0;

  for (int i = RATE; i < 2 * RATE; i++) {
    re += audio[i] * cos (2.0 * M_PI * hertz * i / RATE);
    im += audio[i] * sin (2.0 * M_PI * hertz * i / RATE);
  }
  return 2.0 * hypot (re, im) / RATE;
}

/* The harmonics [dBc]. */
static void
measure (int type, double drive, double bias, double *levels)
{
  const MstStage *stage = &mst_stage_saturator;
  MstFormat format = { .rate = RATE, .channels = 1, .max_block = 2 * RATE };
  double values[64], hertz = type == MST_SATURATOR_EXCITER ? 5000 : 200;
  float *planes[] = { audio };
  void *self;

  mst_stage_defaults (stage, values);
  values[MST_SATURATOR_TYPE] = type;
  values[MST_SATURATOR_DRIVE] = drive;
  values[MST_SATURATOR_BIAS] = bias;
  self = stage->new (&format, values);
  if (!self)
    return;
  for (int i = 0; i < 2 * RATE; i++)
    audio[i] = (float) (0.9 * sin (2.0 * M_PI * hertz * i / RATE));
  stage->process (self, planes, 2 * RATE);
  stage->free (self);
  for (int k = HARMONICS; k >= 1; k--)
    levels[k] = 20.0 * log10 (amplitude (k * hertz) / amplitude (hertz));
}

static void
draw (FILE *svg, int type, int x, int y, double levels[3][HARMONICS + 1])
{
  static const char *const colours[] = { "#2a6fb0", "#c0392b", "#3a9a4a" };

  fprintf (svg, "<text x='%d' y='%d'>%s</text>\n", x, y - 6,
      mst_stage_saturator.params[MST_SATURATOR_TYPE].choices[type].nick);
  for (int level = 0; level >= FLOOR; level -= 30)
    fprintf (svg,
        "<path d='M%d %gh%d' stroke='#ccc'/>"
        "<text x='%d' y='%g' text-anchor='end'>%d</text>\n",
        x, y - level / -FLOOR * HEIGHT, WIDTH, x - 4,
        y - level / -FLOOR * HEIGHT + 4, level);
  for (int k = 1; k <= HARMONICS; k++) {
    for (int s = 0; s < 3; s++)
      if (levels[s][k] > FLOOR)
        fprintf (svg, "<path d='M%g %dV%.1f' stroke='%s' stroke-width='5'/>\n",
            x + (k - 0.5) * WIDTH / HARMONICS + 6 * (s - 1), y + HEIGHT,
            y - levels[s][k] / -FLOOR * HEIGHT, colours[s]);
    fprintf (svg, "<text x='%g' y='%d' text-anchor='middle'>%d</text>\n",
        x + (k - 0.5) * WIDTH / HARMONICS, y + HEIGHT + 14, k);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    double drive, bias;
  } settings[] = { { 6, 0 }, { 12, 0 }, { 6, 0.3 } };
  static double levels[MST_SATURATOR_N_TYPES][3][HARMONICS + 1];
  FILE *svg = argc > 1 ? fopen (argv[1], "w") : NULL;

  if (argc > 1 && !svg)
    return 1;
  mst_kernels_init ();
  for (int type = 0; type < MST_SATURATOR_N_TYPES; type++)
    for (int s = 0; s < 3; s++) {
      measure (type, settings[s].drive, settings[s].bias, levels[type][s]);
      printf ("%-12s drive %2g bias %.1f:",
          mst_stage_saturator.params[MST_SATURATOR_TYPE].choices[type].nick,
          settings[s].drive, settings[s].bias);
      for (int k = 2; k <= HARMONICS; k++)
        printf (levels[type][s][k] > FLOOR ? " %6.1f" : "      -",
            levels[type][s][k]);
      printf ("\n");
    }
  if (!svg)
    return 0;
  fprintf (svg,
      "<svg xmlns='http://www.w3.org/2000/svg' width='740' "
      "height='650' font-family='sans-serif' font-size='11'>\n"
      "<rect width='740' height='650' fill='white'/>\n"
      "<text x='40' y='18'>Harmonics [dBc] of 0.9 of full scale; "
      "<tspan fill='#2a6fb0'>drive 6 dB</tspan>, "
      "<tspan fill='#c0392b'>12 dB</tspan>, "
      "<tspan fill='#3a9a4a'>6 dB with bias 0.3</tspan></text>\n");
  for (int type = 0; type < MST_SATURATOR_N_TYPES; type++)
    draw (svg, type, 40 + type % 2 * (WIDTH + 60),
        50 + type / 2 * (HEIGHT + 50), levels[type]);
  fprintf (svg, "</svg>\n");
  return fclose (svg) != 0;
}
