/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * peak32.c - the true peak of raw audio at 32 times its rate, by sinc.h.
 *
 *   ffmpeg -i FILE -f f32le - | peak32 CHANNELS
 *
 * Reads interleaved float32 on stdin and prints one number [dBTP]. Where even
 * the greatest weights of all phases, times the magnitudes around, could not
 * pass the greatest peak so far, nothing is interpolated: the figure is that
 * of mst_sinc_peak(), in a fraction of the time.
 */
#include <stdio.h>
#include <stdlib.h>

#include "sinc.h"

#define BLOCK 65536

typedef struct {
  float *x;
  size_t n, room;
} Samples;

static int
read_all (Samples *all, FILE *in)
{
  size_t got;

  do {
    if (all->n + BLOCK > all->room) {
      float *more;

      all->room = 2 * all->room + BLOCK;
      more = realloc (all->x, all->room * sizeof (float));
      if (!more)
        return -1;
      all->x = more;
    }
    got = fread (all->x + all->n, sizeof (float), BLOCK, in);
    all->n += got;
  } while (got > 0);
  return ferror (in) ? -1 : 0;
}

static void
find_bounds (double bounds[MST_SINC_TAPS])
{
  const double *table = mst_sinc_table ();

  for (int k = 0; k < MST_SINC_TAPS; k++) {
    bounds[k] = 0.0;
    for (int p = 0; p < MST_SINC_PHASES; p++)
      bounds[k] = fmax (bounds[k], fabs (table[p * MST_SINC_TAPS + k]));
  }
}

/* x has MST_SINC_TAPS zeros before and behind its n frames. */
static double
get_bound (const double bounds[MST_SINC_TAPS], const float *x, int j)
{
  double sum = 0.0;

  for (int k = 0; k < MST_SINC_TAPS; k++)
    sum += bounds[k] * fabs ((double) x[j - (MST_SINC_TAPS / 2 - 1) + k]);
  return sum;
}

static double
find_peak (const float *x, int n)
{
  double bounds[MST_SINC_TAPS], peak = 0.0;

  find_bounds (bounds);
  for (int j = 0; j < n; j++)
    peak = fmax (peak, fabs ((double) x[j]));
  for (int j = -MST_SINC_TAPS / 2; j < n + MST_SINC_TAPS / 2; j++)
    if (get_bound (bounds, x, j) > peak)
      peak = fmax (peak, mst_sinc_peak_at (x, n, j));
  return peak;
}

int
main (int argc, char **argv)
{
  size_t channels = argc == 2 ? strtoul (argv[1], NULL, 10) : 0;
  Samples all = { 0 };
  double peak = 0.0;

  if (channels < 1 || channels > 64) {
    fprintf (stderr, "usage: peak32 CHANNELS < float32\n");
    return 2;
  }
  if (read_all (&all, stdin) != 0)
    return 1;
  size_t n = all.n / channels;
  float *plane = calloc (n + 2 * MST_SINC_TAPS, sizeof (float));
  if (!plane)
    return 1;
  for (size_t c = 0; c < channels; c++) {
    for (size_t j = 0; j < n; j++)
      plane[MST_SINC_TAPS + j] = all.x[j * channels + c];
    peak = fmax (peak, find_peak (plane + MST_SINC_TAPS, (int) n));
  }
  printf ("%.3f\n", 20.0 * log10 (peak));
  free (plane);
  free (all.x);
  return 0;
}
