/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "statistics.h"

#include <math.h>
#include <stdlib.h>

#include "mixture.h"

/* The deviations of a normal distribution from the median to a quartile, and to
 * a tenth. */
#define QUARTILE_SD 0.6745
#define TENTH_SD 1.2816
#define WIDE 999.0

static const gdouble shares[MST_N_QUANTILES] = { 0.1, 0.25, 0.5, 0.75, 0.9 };

static int
compare (const void *a, const void *b)
{
  gdouble x = *(const gdouble *) a, y = *(const gdouble *) b;

  return (x > y) - (x < y);
}

void
mst_statistics_sort (gdouble *values, guint n)
{
  qsort (values, n, sizeof (*values), compare);
}

/* Returns the least distance of the quartiles from the median. */
static gdouble
narrow (int feature)
{
  return feature >= MST_FEATURE_LEVEL && feature < MST_FEATURE_SIDE ? 0.5 : 1.0;
}

/* Sorted, so that sums do not depend on the order of the rows. */
static guint
collect (const gdouble *const rows[], guint n, int feature, gdouble *values)
{
  guint count = 0;

  for (guint i = 0; i < n; i++)
    if (!isnan (rows[i][feature]))
      values[count++] = rows[i][feature];
  mst_statistics_sort (values, count);
  return count;
}

static void
set_moments (MstSpread *spread, const gdouble *values, guint n)
{
  gdouble sum = 0.0, squares = 0.0;

  for (guint i = 0; i < n; i++)
    sum += values[i];
  spread->mean = sum / n;
  for (guint i = 0; i < n; i++)
    squares += (values[i] - spread->mean) * (values[i] - spread->mean);
  spread->sd = n > 1 ? sqrt (squares / (n - 1)) : 0.0;
}

gdouble
mst_statistics_quantile (const gdouble *sorted, guint n, gdouble share)
{
  gdouble at = share * (n - 1);
  guint below = (guint) at;

  return below + 1 < n
      ? sorted[below] + (at - below) * (sorted[below + 1] - sorted[below])
      : sorted[n - 1];
}

/* A handful of songs that agree by chance would leave no room at all. */
static void
widen (gdouble *quantile, gdouble least)
{
  gdouble centre = quantile[MST_P50];

  quantile[MST_P25] = fmin (quantile[MST_P25], centre - least);
  quantile[MST_P75] = fmax (quantile[MST_P75], centre + least);
  quantile[MST_P10] = fmin (quantile[MST_P10], quantile[MST_P25]);
  quantile[MST_P90] = fmax (quantile[MST_P90], quantile[MST_P75]);
}

static MstProfile *
new_profile (guint n, const gchar *name, const gchar *source, GError **error)
{
  MstProfile *self;

  if (n == 0) {
    g_set_error (error, MST_PROFILE_ERROR, MST_PROFILE_ERROR_PARSE,
        "%s: there are no songs to make a profile of", name);
    return NULL;
  }
  self = g_new0 (MstProfile, 1);
  self->name = g_strdup (name);
  self->source = g_strdup (source);
  self->count = n;
  return self;
}

/* Nothing follows from a feature that no song has. */
static void
set_unknown (MstSpread *spread)
{
  *spread = (MstSpread){ .mean = 0.0,
    .sd = WIDE,
    .quantile = { -WIDE, -WIDE, 0.0, WIDE, WIDE } };
}

static void
fit_model (MstProfile *self, const gdouble *const rows[], guint n)
{
  g_autofree gdouble *memory = g_new (gdouble, (gsize) n * MST_TRAITS);
  gdouble (*traits)[MST_TRAITS] = (gdouble (*)[MST_TRAITS]) memory;

  for (guint i = 0; i < n; i++)
    mst_traits_of (rows[i], traits[i]);
  mst_mixture_fit (&self->model, (const gdouble (*)[MST_TRAITS]) traits, n,
      mst_prior_get ());
}

MstProfile *
mst_statistics_profile (const gdouble *const rows[], guint n, const gchar *name,
    const gchar *source, GError **error)
{
  g_autofree gdouble *values = g_new (gdouble, n + 1);
  g_autoptr (MstProfile) self = new_profile (n, name, source, error);

  for (int f = 0; self && f < MST_N_FEATURES; f++) {
    MstSpread *spread = &self->feature[f];
    guint count = collect (rows, n, f, values);

    if (count == 0) {
      set_unknown (spread);
      continue;
    }
    set_moments (spread, values, count);
    for (int q = 0; q < MST_N_QUANTILES; q++)
      spread->quantile[q] = mst_statistics_quantile (values, count, shares[q]);
    widen (spread->quantile, narrow (f));
  }
  if (self)
    fit_model (self, rows, n);
  return g_steal_pointer (&self);
}

/* The deviation of a few songs says more than their quantiles. */
static void
set_reference (MstSpread *spread, const gdouble *values, guint n, int feature)
{
  const gdouble steps[MST_N_QUANTILES] = { -TENTH_SD, -QUARTILE_SD, 0.0,
    QUARTILE_SD, TENTH_SD };
  gdouble unit;

  set_moments (spread, values, n);
  unit = fmax (spread->sd, narrow (feature) / QUARTILE_SD);
  for (int q = 0; q < MST_N_QUANTILES; q++)
    spread->quantile[q] = spread->mean + steps[q] * unit;
}

MstProfile *
mst_profile_of_references (const gdouble (*features)[MST_N_FEATURES], guint n,
    const gchar *name, GError **error)
{
  g_autofree gdouble *values = g_new (gdouble, n + 1);
  g_autofree const gdouble **rows = g_new (const gdouble *, n + 1);
  g_autofree gchar *source = g_strdup_printf ("%u reference songs", n);
  MstProfile *self = new_profile (n, name, source, error);

  for (guint i = 0; i < n; i++)
    rows[i] = features[i];
  for (int f = 0; self && f < MST_N_FEATURES; f++) {
    guint count = collect (rows, n, f, values);

    if (count > 0)
      set_reference (&self->feature[f], values, count, f);
    else
      set_unknown (&self->feature[f]);
  }
  if (self)
    mst_profile_set_model (self);
  return self;
}
