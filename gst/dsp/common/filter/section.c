/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "section.h"

#include <math.h>

bool
mst_section_is_identity (const MstSection *section)
{
  double d[3] = { section->d[0], section->d[1], 1.0 };

  for (int i = 0; i < 3; i++)
    if (fabs (section->n[i] - d[i]) > 1e-5 * d[i])
      return false;
  return true;
}

/* Takes the prototype's polynomial at S / g. One of first order gets a factor S
 * + 1, which is z = 0. */
static void
prewarp (const double p[3], bool first_order, double g, double out[3])
{
  out[0] = p[0] * g * g;
  out[1] = p[1] * g;
  out[2] = p[2];
  if (first_order) {
    out[0] = p[0] * g;
    out[1] = p[0] * g + p[1];
    out[2] = p[1];
  }
}

void
mst_bilinear_design (MstSection *section, const MstBandShape *band, double rate)
{
  MstAnalog analog[MST_MAX_ANALOG];
  double g = tan (M_PI * fmin (band->frequency / rate, MST_HIGHEST_BAND)), d[3];

  mst_analog_design (analog, band);
  prewarp (analog->n, analog->d[2] == 0.0, g, section->n);
  prewarp (analog->d, analog->d[2] == 0.0, g, d);
  for (int i = 0; i < 3; i++)
    section->n[i] /= d[2];
  for (int i = 0; i < 2; i++)
    section->d[i] = d[i] / d[2];
}

void
mst_section_biquad (const MstSection *section, MstBiquad *biquad,
    MstPair amount)
{
  const double *n = section->n, *d = section->d;
  double scale = 1.0 / (d[0] + d[1] + 1.0);
  double b0 = (n[0] + n[1] + n[2]) * scale;
  double b1 = 2.0 * (n[0] - n[2]) * scale;
  double b2 = (n[0] - n[1] + n[2]) * scale;
  double a1 = 2.0 * (d[0] - 1.0) * scale;
  double a2 = (d[0] - d[1] + 1.0) * scale;

  biquad->b0 = 1.0 + amount * (b0 - 1.0);
  biquad->b1 = a1 + amount * (b1 - a1);
  biquad->b2 = a2 + amount * (b2 - a2);
  biquad->a1 = (MstPair){ a1, a1 };
  biquad->a2 = (MstPair){ a2, a2 };
  for (int lane = 0; lane < 2; lane++)
    if (amount[lane] == 0.0) { /* exactly */
      biquad->b1[lane] = biquad->b2[lane] = 0.0;
      biquad->a1[lane] = biquad->a2[lane] = 0.0;
    }
}

double
mst_sections_power (const MstSection sections[], int count, double rate,
    double frequency)
{
  double t = tan (M_PI * frequency / rate), product = 1.0;

  for (int i = 0; i < count; i++)
    product *= mst_section_power (&sections[i], t * t);
  return product;
}
