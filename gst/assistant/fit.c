/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "fit.h"

#include <math.h>
#include <string.h>

#include "dsp/eq/eq.h"
#include "linear.h"

#define RATE 48000.0
#define UNIT_DB                                                                \
  3.0               /* a response is nearly proportional to the gain about it  \
                     */
#define RIDGE 0.004 /* keeps bands from working against each other */
#define APART 0.9   /* octaves between two bells */
#define LEAST_GAIN_DB 0.2
/* A band has to bring the mean of squares down by this [dB^2], or by this share
 * of what was wanted. */
#define WORTH 0.02
#define WORTH_SHARE 0.1

typedef struct {
  MstShape shape;
  gdouble frequency, q;
  gdouble unit[MST_ANALYSIS_THIRDS]; /* dB for 1 dB */
} Candidate;

#define BELL_PLACES 23
#define BELL_WIDTHS 3
#define BELLS (BELL_PLACES * BELL_WIDTHS)
#define CANDIDATES (10 + BELLS)

static const struct {
  MstShape shape;
  gdouble frequency;
} shelves[CANDIDATES - BELLS] = { { MST_SHAPE_LOW_SHELF, 80.0 },
  { MST_SHAPE_LOW_SHELF, 120.0 }, { MST_SHAPE_LOW_SHELF, 180.0 },
  { MST_SHAPE_LOW_SHELF, 270.0 }, { MST_SHAPE_HIGH_SHELF, 3000.0 },
  { MST_SHAPE_HIGH_SHELF, 5000.0 }, { MST_SHAPE_HIGH_SHELF, 8000.0 },
  { MST_SHAPE_TILT, 500.0 }, { MST_SHAPE_TILT, 900.0 },
  { MST_SHAPE_TILT, 1600.0 } };

static const gdouble widths[BELL_WIDTHS] = { 0.7, 1.0, 1.6 };

void
mst_fit_change (const MstFitBand *bands, int n,
    gdouble change[MST_ANALYSIS_THIRDS])
{
  double values[MST_EQ_N_VALUES];
  double frequencies[MST_ANALYSIS_THIRDS];

  mst_stage_defaults (&mst_stage_eq, values);
  values[MST_EQ_BANDS] = n;
  for (int i = 0; i < n; i++) {
    values[mst_eq_band_at (i, MST_EQ_BAND_TYPE)] = bands[i].shape;
    values[mst_eq_band_at (i, MST_EQ_BAND_FREQUENCY)] = bands[i].frequency;
    values[mst_eq_band_at (i, MST_EQ_BAND_GAIN)] = bands[i].gain;
    values[mst_eq_band_at (i, MST_EQ_BAND_Q)] = bands[i].q;
  }
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    frequencies[k] = mst_third_frequency (k);
  mst_eq_response (values, RATE, MST_EQ_MID, frequencies, change,
      MST_ANALYSIS_THIRDS);
}

static void
respond (Candidate *self)
{
  const MstFitBand band = { .shape = self->shape,
    .frequency = self->frequency,
    .gain = UNIT_DB,
    .q = self->q };

  mst_fit_change (&band, 1, self->unit);
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    self->unit[k] /= UNIT_DB;
}

/* The same for all fits: computed once. */
static const Candidate *
get_candidates (void)
{
  static gsize once = 0;
  static Candidate all[CANDIDATES];

  if (!g_once_init_enter (&once))
    return all;
  for (int i = 0; i < CANDIDATES - BELLS; i++)
    all[i] = (Candidate){ .shape = shelves[i].shape,
      .frequency = shelves[i].frequency,
      .q = M_SQRT1_2 };
  for (int i = 0; i < BELLS; i++) /* a third apart, from 63 Hz on */
    all[CANDIDATES - BELLS + i] = (Candidate){ .shape = MST_SHAPE_BELL,
      .frequency = mst_third_frequency (5 + i / BELL_WIDTHS),
      .q = widths[i % BELL_WIDTHS] };
  for (int i = 0; i < CANDIDATES; i++)
    respond (&all[i]);
  g_once_init_leave (&once, 1);
  return all;
}

/* Forms whose products are sums over thirds, less their weighted means. */
typedef struct {
  gdouble weight[MST_ANALYSIS_THIRDS];
  gdouble sum;
  gdouble wanted[MST_ANALYSIS_THIRDS];
} Target;

static void
centre (const Target *self, const gdouble *form, gdouble *centred)
{
  gdouble mean = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    mean += self->weight[k] * form[k] / self->sum;
  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    centred[k] = form[k] - mean;
}

static gdouble
multiply (const Target *self, const gdouble *a, const gdouble *b)
{
  gdouble sum = 0.0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++)
    sum += self->weight[k] * a[k] * b[k];
  return sum / self->sum;
}

/* The gains of the chosen, and the mean of squares that they leave. */
static gdouble
solve (const Target *target, const Candidate *all, const int *chosen, int n,
    gdouble *gains)
{
  gdouble matrix[MST_FIT_MOST * MST_FIT_MOST], right[MST_FIT_MOST];
  gdouble left = multiply (target, target->wanted, target->wanted);

  for (int i = 0; i < n; i++) {
    for (int j = 0; j <= i; j++)
      matrix[i * n + j] =
          multiply (target, all[chosen[i]].unit, all[chosen[j]].unit) +
          (i == j ? RIDGE : 0.0);
    right[i] = gains[i] =
        multiply (target, all[chosen[i]].unit, target->wanted);
  }
  if (!mst_cholesky (matrix, n))
    return INFINITY;
  mst_cholesky_forward (matrix, n, gains);
  mst_cholesky_backward (matrix, n, gains);
  for (int i = 0; i < n; i++)
    left -= gains[i] * right[i];
  return left;
}

/* One low shelf, one high shelf and one tilt, and bells that do not overlap:
 * two of a kind side by side do what one does. */
static gboolean
may_choose (const Candidate *all, const int *chosen, int n, int candidate)
{
  const Candidate *wanted = &all[candidate];
  int bells = 0;

  for (int i = 0; i < n; i++) {
    const Candidate *other = &all[chosen[i]];

    bells += other->shape == MST_SHAPE_BELL;
    if (other->shape == wanted->shape &&
        (wanted->shape != MST_SHAPE_BELL ||
            fabs (log2 (other->frequency / wanted->frequency)) < APART))
      return FALSE;
  }
  return wanted->shape != MST_SHAPE_BELL || bells < MST_FIT_BELLS;
}

/* The candidate that leaves the least beside those that are chosen; -1: none
 * may be. */
static int
choose (const Target *target, const Candidate *all, int *chosen, int n,
    gdouble *least)
{
  gdouble gains[MST_FIT_MOST];
  int best = -1;

  *least = INFINITY;
  for (int i = 0; i < CANDIDATES; i++) {
    gdouble left;

    if (!may_choose (all, chosen, n, i))
      continue;
    chosen[n] = i;
    left = solve (target, all, chosen, n + 1, gains);
    if (left < *least) {
      *least = left;
      best = i;
    }
  }
  return best;
}

int
mst_fit (const gdouble wanted[MST_ANALYSIS_THIRDS],
    const gdouble weight[MST_ANALYSIS_THIRDS], MstFitBand bands[MST_FIT_MOST])
{
  Candidate all[CANDIDATES];
  Target target = { .sum = 0.0 };
  gdouble gains[MST_FIT_MOST], left, least, worth;
  int chosen[MST_FIT_MOST], n = 0, kept = 0;

  for (int k = 0; k < MST_ANALYSIS_THIRDS; k++) {
    target.weight[k] = weight[k];
    target.sum += weight[k];
  }
  if (!(target.sum > 0.0))
    return 0;
  memcpy (all, get_candidates (), sizeof (all));
  for (int i = 0; i < CANDIDATES; i++)
    centre (&target, all[i].unit, all[i].unit);
  centre (&target, wanted, target.wanted);
  left = multiply (&target, target.wanted, target.wanted);
  worth = fmin (WORTH, WORTH_SHARE * left);
  for (; n < MST_FIT_MOST; n++, left = least) {
    int best = choose (&target, all, chosen, n, &least);

    if (best < 0 || left - least <= worth)
      break;
    chosen[n] = best;
  }
  if (n > 0)
    solve (&target, all, chosen, n, gains);
  for (int i = 0; i < n; i++)
    if (fabs (gains[i]) >= LEAST_GAIN_DB)
      bands[kept++] = (MstFitBand){ .shape = all[chosen[i]].shape,
        .frequency = all[chosen[i]].frequency,
        .gain = gains[i],
        .q = all[chosen[i]].q };
  return kept;
}
