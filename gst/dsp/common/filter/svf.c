/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "svf.h"

#include <math.h>

/* v1 = a1 s1 + a2 t is the band-pass, v2 = s2 + a2 s1 + a3 t the low-pass of
 * the loop; the section is n2 + band v1 + low v2. */
void
mst_svf_design (MstSvf *svf, const MstSection *section, MstPair amount)
{
  const double *n = section->n, *d = section->d;
  double g = sqrt (d[0]), k = d[1] / g;
  double band = n[1] / g - k * n[2], low = n[0] / d[0] - n[2];
  double a1 = 1.0 / (1.0 + d[1] + d[0]);
  double a2 = g * a1, a3 = g * a2;

  svf->c = 2.0 * a1 - 1.0;
  svf->b1 = 2.0 * a2;
  svf->b2 = 2.0 * a3;
  svf->d = 1.0 + amount * (n[2] + band * a2 + low * a3 - 1.0);
  svf->k1 = amount * (band * a1 + low * a2);
  svf->k2 = amount * (low * (1.0 - a3) - band * a2);
}

void
mst_svf_step (MstSvf *step, const MstSvf *from, const MstSvf *to, int frames)
{
  double scale = 1.0 / frames;

  step->c = (to->c - from->c) * scale;
  step->b1 = (to->b1 - from->b1) * scale;
  step->b2 = (to->b2 - from->b2) * scale;
  step->d = (to->d - from->d) * scale;
  step->k1 = (to->k1 - from->k1) * scale;
  step->k2 = (to->k2 - from->k2) * scale;
}

void
mst_svf_run_moving (MstSvf *svf, const MstSvf *step, MstSvfState *state,
    MstPair *x, int n)
{
  MstSvf f = *svf;
  MstPair s1 = state->s1, s2 = state->s2;

  for (int i = 0; i < n; i++) {
    f.c += step->c;
    f.b1 += step->b1;
    f.b2 += step->b2;
    f.d += step->d;
    f.k1 += step->k1;
    f.k2 += step->k2;

    MstPair t = x[i] - s2, next = f.c * s1 + f.b1 * t;
    x[i] = f.d * x[i] + (f.k1 * s1 + f.k2 * s2);
    s2 = (s2 + f.b1 * s1) + f.b2 * t;
    s1 = next;
  }
  *svf = f;
  state->s1 = s1;
  state->s2 = s2;
}

/* The two frames that would follow if the input were silent tell the whole
 * state: y0 = k1 s1 + k2 s2 and y1, the same of the next state. In the direct
 * form they are s1 and s2 - a1 s1. */

MstBiquadState
mst_svf_to_biquad (const MstSvf *svf, const MstBiquad *biquad,
    const MstSvfState *state)
{
  MstPair s1 = state->s1, s2 = state->s2;
  MstPair y0 = svf->k1 * s1 + svf->k2 * s2;
  MstPair y1 = svf->k1 * (svf->c * s1 - svf->b1 * s2) +
      svf->k2 * (s2 + svf->b1 * s1 - svf->b2 * s2);

  return (MstBiquadState){ y0, y1 + biquad->a1 * y0 };
}

MstSvfState
mst_svf_from_biquad (const MstSvf *svf, const MstBiquad *biquad,
    const MstBiquadState *state)
{
  MstPair y0 = state->s1, y1 = state->s2 - biquad->a1 * y0;
  MstPair m1 = svf->k1 * svf->c + svf->k2 * svf->b1;
  MstPair m2 = svf->k2 - svf->k2 * svf->b2 - svf->k1 * svf->b1;
  MstPair determinant = svf->k1 * m2 - svf->k2 * m1;
  MstSvfState out = { { 0 }, { 0 } };

  for (int lane = 0; lane < 2; lane++)
    if (fabs (determinant[lane]) > 1e-300) { /* else nothing can be heard */
      out.s1[lane] =
          (m2[lane] * y0[lane] - svf->k2[lane] * y1[lane]) / determinant[lane];
      out.s2[lane] =
          (svf->k1[lane] * y1[lane] - m1[lane] * y0[lane]) / determinant[lane];
    }
  return out;
}
