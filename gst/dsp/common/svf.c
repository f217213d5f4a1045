/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "common/svf.h"

#include <complex.h>
#include <math.h>

#define PI 3.14159265358979323846

/* g and k of the loop; how much of input, band-pass and low-pass is the output.
 * v1 = a1 s1 + a2 t is the band-pass, v2 = s2 + a2 s1 + a3 t the low-pass. */
static void
set (MstSvf *svf, double g, double k, double input, double band, double low)
{
  double a1 = 1.0 / (1.0 + g * (g + k));
  double a2 = g * a1;
  double a3 = g * a2;

  svf->c = 2.0 * a1 - 1.0;
  svf->b1 = 2.0 * a2;
  svf->b2 = 2.0 * a3;
  svf->d = input + band * a2 + low * a3;
  svf->k1 = band * a1 + low * a2;
  svf->k2 = low * (1.0 - a3) - band * a2;
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
      set (svf, g, k, 1.0, k * (a * a - 1.0), 0.0);
      break;
    case MST_SVF_LOW_SHELF:
      set (svf, g / sqrt (a), k, 1.0, k * (a - 1.0), a * a - 1.0);
      break;
    case MST_SVF_HIGH_SHELF:
      set (svf, g * sqrt (a), k, a * a, k * (1.0 - a) * a, 1.0 - a * a);
      break;
    case MST_SVF_LOW_CUT:
      set (svf, g, k, 1.0, -k, -1.0);
      break;
    case MST_SVF_HIGH_CUT:
      set (svf, g, k, 0.0, 0.0, 1.0);
      break;
    case MST_SVF_NOTCH:
      set (svf, g, k, 1.0, -k, 0.0);
      break;
  }
}

void
mst_svf_blend (MstSvf *svf, double amount)
{
  svf->d = 1.0 + amount * (svf->d - 1.0);
  svf->k1 *= amount;
  svf->k2 *= amount;
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

/* One frame, for a pair of channels or for two. A macro, since it serves vectors
 * of two lengths, and these must not be passed by value. */
#define TICK(svf, s1, s2, x)                                                   \
  do {                                                                         \
    __typeof__ (x) t_ = (x) - (s2);                                            \
    __typeof__ (x) next_ = (svf)->c * (s1) + (svf)->b1 * t_;                   \
    (x) = (svf)->d * (x) + ((svf)->k1 * (s1) + (svf)->k2 * (s2));              \
    (s2) = ((s2) + (svf)->b1 * (s1)) + (svf)->b2 * t_;                         \
    (s1) = next_;                                                              \
  } while (0)

void
mst_svf_run (const MstSvf *svf, MstSvfState *state, MstPair *x, int n)
{
  const MstSvf fixed = *svf;
  MstPair s1 = state->s1, s2 = state->s2;

  for (int i = 0; i < n; i++)
    TICK (&fixed, s1, s2, x[i]);
  state->s1 = s1;
  state->s2 = s2;
}

void
mst_svf_run_moving (MstSvf *svf, const MstSvf *step, MstSvfState *state,
    MstPair *x, int n)
{
  for (int i = 0; i < n; i++) {
    svf->c += step->c;
    svf->b1 += step->b1;
    svf->b2 += step->b2;
    svf->d += step->d;
    svf->k1 += step->k1;
    svf->k2 += step->k2;
    TICK (svf, state->s1, state->s2, x[i]);
  }
}

/* --- the cascade: a wave through all bands at once
 *
 * A recursion is slow not for its arithmetic but for waiting on itself. So band
 * b works on frame i - b while band 0 works on frame i: all at once, two bands
 * to a vector of four. The frames that two such bands want lie side by side in
 * x. The bands are led in one by one before the wave and led out after it. */

/* Two bands; the upper one, 2q, in the upper lanes. */
typedef double Quad __attribute__ ((vector_size (32)));
typedef double LooseQuad
    __attribute__ ((vector_size (32), aligned (8), may_alias));

typedef struct {
  Quad c, b1, b2;
  Quad d, k1, k2;
  Quad s1, s2;
} Twin;

static void
load_twin (Twin *twin, const MstSvf *upper, const MstSvf *lower,
    const MstSvfState *upper_state, const MstSvfState *lower_state)
{
#define BOTH(field)                                                            \
  twin->field = (Quad){ lower->field, lower->field, upper->field, upper->field }
  BOTH (c);
  BOTH (b1);
  BOTH (b2);
  BOTH (d);
  BOTH (k1);
  BOTH (k2);
#undef BOTH
  twin->s1 = (Quad){ lower_state->s1[0], lower_state->s1[1], upper_state->s1[0],
    upper_state->s1[1] };
  twin->s2 = (Quad){ lower_state->s2[0], lower_state->s2[1], upper_state->s2[0],
    upper_state->s2[1] };
}

static void
store_twin (const Twin *twin, MstSvfState *upper_state,
    MstSvfState *lower_state)
{
  lower_state->s1 = (MstPair){ twin->s1[0], twin->s1[1] };
  lower_state->s2 = (MstPair){ twin->s2[0], twin->s2[1] };
  upper_state->s1 = (MstPair){ twin->s1[2], twin->s1[3] };
  upper_state->s2 = (MstPair){ twin->s2[2], twin->s2[3] };
}

/* Without AVX the compiler makes two vectors of a Quad: the same operations, so
 * the same bits. */
#if defined(__x86_64__) && defined(__gnu_linux__) &&                           \
    !defined(__SANITIZE_ADDRESS__)
__attribute__ ((target_clones ("avx2", "default")))
#endif
static void
run_wave (Twin *twins, int n_twins, MstPair *x, int from, int to)
{
  for (int i = from; i < to; i++)
    for (int q = 0; q < n_twins; q++) {
      LooseQuad *frames = (LooseQuad *) &x[i - 2 * q - 1];
      Quad y = *frames;
      TICK (&twins[q], twins[q].s1, twins[q].s2, y);
      *frames = y;
    }
}

void
mst_svf_run_cascade (const MstSvf *const svf[], MstSvfState *const state[],
    int n_bands, MstPair *x, int n)
{
  Twin twins[MST_SVF_CASCADE / 2];
  int n_twins = n < n_bands ? 0 : n_bands / 2, lead = 2 * n_twins - 1;

  for (int b = 0; b < lead; b++)
    mst_svf_run (svf[b], state[b], x, lead - b);
  for (int q = 0; q < n_twins; q++)
    load_twin (&twins[q], svf[2 * q], svf[2 * q + 1], state[2 * q],
        state[2 * q + 1]);
  if (n_twins > 0)
    run_wave (twins, n_twins, x, lead, n);
  for (int q = 0; q < n_twins; q++)
    store_twin (&twins[q], state[2 * q], state[2 * q + 1]);
  for (int b = 1; b <= lead; b++)
    mst_svf_run (svf[b], state[b], x + n - b, b);
  for (int b = 2 * n_twins; b < n_bands; b++)
    mst_svf_run (svf[b], state[b], x, n);
}

double
mst_svf_magnitude (const MstSvf *svf, double rate, double frequency)
{
  /* d + k (zI - A)^-1 B of the state equations in svf.h. */
  double complex z = cexp (2.0 * I * PI * frequency / rate);
  double complex lower = z - 1.0 + svf->b2;
  double complex determinant = (z - svf->c) * lower + svf->b1 * svf->b1;
  double complex s1 = svf->b1 * (z - 1.0) / determinant;
  double complex s2 =
      ((z - svf->c) * svf->b2 + svf->b1 * svf->b1) / determinant;

  return cabs (svf->d + svf->k1 * s1 + svf->k2 * s2);
}
