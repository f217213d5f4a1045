/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * bs1770.h - a slow loudness meter for 48 kHz, straight from the standards'
 * text, to measure the fast one by: the tabled coefficients, every block kept
 * in a list, every window summed anew.
 */
#ifndef MST_REFERENCE_BS1770_H
#define MST_REFERENCE_BS1770_H

#include <complex.h>
#include <math.h>
#include <stdlib.h>

typedef struct {
  double momentary, shortterm, max_momentary, max_shortterm;
  double integrated, threshold, range;
} Bs1770;

/* ITU-R BS.1770-5 annex 1, tables 1 and 2: b0 b1 b2 a1 a2 at 48 kHz. */
static const double bs1770_table[2][5] = {
  { 1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241,
      0.73248077421585 },
  { 1.0, -2.0, 1.0, -1.99004745483398, 0.99007225036621 },
};

/** The power gain of both filters at `hz`, from the tables. */
static inline double
bs1770_power_gain (double hz)
{
  double complex z = cexp (-2.0 * M_PI * I * hz / 48000.0), h = 1.0;

  for (int s = 0; s < 2; s++) {
    const double *t = bs1770_table[s];
    h *= (t[0] + t[1] * z + t[2] * z * z) / (1.0 + t[3] * z + t[4] * z * z);
  }
  return creal (h * conj (h));
}

static inline double
bs1770_lufs (double power)
{
  return -0.691 + 10.0 * log10 (power);
}

/* Adds the weighted power of a channel to the ticks of 480 frames. */
static inline void
bs1770_channel (const float *plane, double weight, double *ticks, int n_ticks)
{
  double s[2][2] = { { 0 } };

  for (int i = 0; i < n_ticks * 480; i++) {
    double x = plane[i];
    for (int k = 0; k < 2; k++) {
      const double *t = bs1770_table[k];
      double y = t[0] * x + s[k][0];
      s[k][0] = t[1] * x - t[3] * y + s[k][1];
      s[k][1] = t[2] * x - t[4] * y;
      x = y;
    }
    ticks[i / 480] += weight * x * x;
  }
}

/* The mean power of the `length` ticks before `end`. */
static inline double
bs1770_window (const double *ticks, int end, int length)
{
  double sum = 0.0;

  for (int i = end - length; i < end; i++)
    sum += ticks[i];
  return sum / (length * 480.0);
}

static inline int
bs1770_ascending (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Drops the blocks that are not above `gate`; returns how many are left and
 * their mean power. */
static inline int
bs1770_gate (double *powers, int n, double gate, double *mean)
{
  int kept = 0;

  *mean = 0.0;
  for (int i = 0; i < n; i++)
    if (powers[i] > gate) {
      *mean += powers[i];
      powers[kept++] = powers[i];
    }
  *mean /= kept ? kept : 1;
  return kept;
}

/* Measures windows of `length` ticks: the last, the greatest, and a list of
 * those that end each 100 ms and pass the absolute gate. */
static inline int
bs1770_windows (const double *ticks, int n_ticks, int length, double *list,
    double *last, double *greatest, double *mean)
{
  int n = 0;

  *last = *greatest = 0.0;
  for (int end = length; end <= n_ticks; end++) {
    *last = bs1770_window (ticks, end, length);
    *greatest = fmax (*greatest, *last);
    if (end % 10 == 0)
      list[n++] = *last;
  }
  return bs1770_gate (list, n, pow (10.0, (-70.0 + 0.691) / 10.0), mean);
}

static inline Bs1770
bs1770_measure (const float *const planes[], const double *weights,
    int channels, int frames)
{
  Bs1770 r = { 0 };
  int n_ticks = frames / 480, n;
  double *ticks = calloc ((size_t) n_ticks + 1, sizeof (double));
  double *list = calloc ((size_t) n_ticks + 1, sizeof (double));
  double last, most, mean;

  for (int c = 0; c < channels; c++)
    bs1770_channel (planes[c], weights[c], ticks, n_ticks);

  n = bs1770_windows (ticks, n_ticks, 40, list, &last, &most, &mean);
  r.momentary = bs1770_lufs (last);
  r.max_momentary = bs1770_lufs (most);
  r.threshold = bs1770_lufs (mean / 10.0);
  bs1770_gate (list, n, mean / 10.0, &mean);
  r.integrated = bs1770_lufs (mean);

  n = bs1770_windows (ticks, n_ticks, 300, list, &last, &most, &mean);
  r.shortterm = bs1770_lufs (last);
  r.max_shortterm = bs1770_lufs (most);
  n = bs1770_gate (list, n, mean / 100.0, &mean);
  qsort (list, (size_t) n, sizeof (double), bs1770_ascending);
  if (n > 0)
    r.range = bs1770_lufs (list[(int) (0.95 * (n - 1) + 0.5)]) -
        bs1770_lufs (list[(int) (0.10 * (n - 1) + 0.5)]);
  free (ticks);
  free (list);
  return r;
}

#endif /* MST_REFERENCE_BS1770_H */
