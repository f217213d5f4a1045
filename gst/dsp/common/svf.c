/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "common/svf.h"

#include <complex.h>
#include <math.h>

#define PI 3.14159265358979323846

static void
set_loop (MstSvf *svf, double g, double k)
{
  svf->a1 = 1.0 / (1.0 + g * (g + k));
  svf->a2 = g * svf->a1;
  svf->a3 = g * svf->a2;
}

static void
set_mix (MstSvf *svf, double input, double band, double low)
{
  svf->m0 = input;
  svf->m1 = band;
  svf->m2 = low;
}

void
mst_svf_design (MstSvf *svf, MstSvfType type, double rate, double frequency,
    double gain, double q)
{
  double a = pow (10.0, gain / 40.0);
  double g = tan (PI * fmin (fmax (frequency / rate, 1e-6), 0.495));
  double k = 1.0 / fmax (q, 0.01);

  switch (type) {
    case MST_SVF_BELL:
      k /= a;
      set_mix (svf, 1.0, k * (a * a - 1.0), 0.0);
      break;
    case MST_SVF_LOW_SHELF:
      g /= sqrt (a);
      set_mix (svf, 1.0, k * (a - 1.0), a * a - 1.0);
      break;
    case MST_SVF_HIGH_SHELF:
      g *= sqrt (a);
      set_mix (svf, a * a, k * (1.0 - a) * a, 1.0 - a * a);
      break;
    case MST_SVF_LOW_CUT:
      set_mix (svf, 1.0, -k, -1.0);
      break;
    case MST_SVF_HIGH_CUT:
      set_mix (svf, 0.0, 0.0, 1.0);
      break;
    case MST_SVF_NOTCH:
      set_mix (svf, 1.0, -k, 0.0);
      break;
  }
  set_loop (svf, g, k);
}

void
mst_svf_blend (MstSvf *svf, double amount)
{
  svf->m0 = 1.0 + amount * (svf->m0 - 1.0);
  svf->m1 *= amount;
  svf->m2 *= amount;
}

void
mst_svf_step (MstSvf *step, const MstSvf *from, const MstSvf *to, int frames)
{
  double scale = 1.0 / frames;

  step->a1 = (to->a1 - from->a1) * scale;
  step->a2 = (to->a2 - from->a2) * scale;
  step->a3 = (to->a3 - from->a3) * scale;
  step->m0 = (to->m0 - from->m0) * scale;
  step->m1 = (to->m1 - from->m1) * scale;
  step->m2 = (to->m2 - from->m2) * scale;
}

static inline MstPair
tick (const MstSvf *svf, MstPair *ic1, MstPair *ic2, MstPair x)
{
  MstPair v3 = x - *ic2;
  MstPair v1 = svf->a1 * *ic1 + svf->a2 * v3;
  MstPair v2 = *ic2 + svf->a2 * *ic1 + svf->a3 * v3;

  *ic1 = v1 + v1 - *ic1;
  *ic2 = v2 + v2 - *ic2;
  return svf->m0 * x + svf->m1 * v1 + svf->m2 * v2;
}

void
mst_svf_run (const MstSvf *svf, MstSvfState *state, MstPair *x, int n)
{
  const MstSvf fixed = *svf;
  MstPair ic1 = state->ic1, ic2 = state->ic2;

  for (int i = 0; i < n; i++)
    x[i] = tick (&fixed, &ic1, &ic2, x[i]);
  state->ic1 = ic1;
  state->ic2 = ic2;
}

void
mst_svf_run_moving (MstSvf *svf, const MstSvf *step, MstSvfState *state,
    MstPair *x, int n)
{
  for (int i = 0; i < n; i++) {
    svf->a1 += step->a1;
    svf->a2 += step->a2;
    svf->a3 += step->a3;
    svf->m0 += step->m0;
    svf->m1 += step->m1;
    svf->m2 += step->m2;
    x[i] = tick (svf, &state->ic1, &state->ic2, x[i]);
  }
}

double
mst_svf_magnitude (const MstSvf *svf, double rate, double frequency)
{
  /* Trapezoidal integration maps s to (1/g) (z - 1) / (z + 1); with
   * g = a2 / a1 and k from a1 the three outputs are analogue ones of s. */
  double g = svf->a2 / svf->a1;
  double k = (1.0 / svf->a1 - 1.0) / g - g;
  double complex s = I * tan (PI * frequency / rate) / g;
  double complex denominator = s * s + k * s + 1.0;

  return cabs (svf->m0 + (svf->m1 * s + svf->m2) / denominator);
}
