/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * gaintrack.c - how the gain between two recordings of one thing moves.
 *
 *   gaintrack RATE CHANNELS IN OUT
 *
 * IN and OUT are raw interleaved float32, frame by frame the same but for one
 * gain. Prints "slope least most": the steepest movement after the first 10 s
 * [dB/s], over half a second, and the range of the gain [dB]. The gain of 10 ms
 * is the root of the ratio of energies; where IN is below -70 dBFS none is
 * read.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Blocks over which a slope is read: where in a block its energy is moves the
 * reading by a hundredth. */
#define SPAN 50
#define FLOOR 1e-7

static double
energy (FILE *file, float *frames, size_t samples, size_t *got)
{
  double sum = 0.0;

  *got = fread (frames, sizeof (float), samples, file);
  for (size_t i = 0; i < *got; i++)
    sum += (double) frames[i] * frames[i];
  return sum;
}

int
main (int argc, char **argv)
{
  double rate = argc == 5 ? atof (argv[1]) : 0.0, gains[SPAN];
  double steepest = 0.0, least = INFINITY, most = -INFINITY;
  size_t samples = argc == 5 ? (size_t) (rate / 100.0) * atoi (argv[2]) : 0;
  FILE *in = argc == 5 ? fopen (argv[3], "rb") : NULL;
  FILE *out = argc == 5 ? fopen (argv[4], "rb") : NULL;
  float *frames = calloc (samples + 1, sizeof (float));

  if (samples == 0 || !in || !out || !frames) {
    fprintf (stderr, "usage: gaintrack RATE CHANNELS IN OUT\n");
    return 2;
  }
  for (long i = 0;; i++) {
    size_t got_in, got_out;
    double before = energy (in, frames, samples, &got_in);
    double after = energy (out, frames, samples, &got_out);
    double gain =
        before > FLOOR * (double) samples ? 10.0 * log10 (after / before) : NAN;

    if (got_in < samples || got_out < samples)
      break;
    if (i > 1000 + SPAN)
      steepest = fmax (steepest,
          fabs (gain - gains[i % SPAN]) * 100.0 / SPAN); /* NaN is ignored */
    gains[i % SPAN] = gain;
    least = fmin (least, gain);
    most = fmax (most, gain);
  }
  printf ("%.2f %.1f %.1f\n", steepest, least, most);
  return 0;
}
