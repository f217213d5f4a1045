/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "matched.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#define TOP (20000.0 / 44100.0) /* of the rate; the fit goes up to there */
#define SPREAD 20               /* nodes from 0 to TOP */
#define AROUND 10               /* nodes around the band's frequency */
#define NODES (SPREAD + AROUND)
#define BELL_STEPS 2
#define STEPS 3        /* for other shapes */
#define DAMPING 1e-3   /* keeps what no node tells */
#define DC_WEIGHT 900. /* for the error at 0 Hz, as a power */
#define FLOOR 1e-10    /* -100 dB, squared; errors below do not count */

/* --- poles and zeros, taken over */

/* z = exp (s T) is S = tanh (s T / 2), which is exact where z is nearly 1.
 * Roots above half the rate, which a shelf of high q has, would come back from
 * below. They are held there, the more damped the farther off they were. */
static void
warp_quadratic (const double p[3], double half, double out[3])
{
  double middle = -p[1] / (2.0 * p[2]);
  double disc = middle * middle - p[0] / p[2];

  if (disc < 0.0) {
    double angle = sqrt (-disc) * half;
    double held = fmin (angle, M_PI * MST_HIGHEST_BAND);
    double complex root = ctanh (middle * half - (angle - held) + I * held);
    out[0] = creal (root) * creal (root) + cimag (root) * cimag (root);
    out[1] = -2.0 * creal (root);
  } else {
    double a = tanh ((middle + sqrt (disc)) * half);
    double b = tanh ((middle - sqrt (disc)) * half);
    out[0] = a * b;
    out[1] = -(a + b);
  }
  out[2] = 1.0;
}

static int
degree (const double p[3])
{
  return p[2] != 0.0 ? 2 : p[1] != 0.0 ? 1 : 0;
}

/* Finds a monic polynomial of S with the roots of p. Up to the second degree it
 * also has a root at z = -1/4 for each zero that the prototype has at infinity,
 * and then roots at z = 0, which change nothing. */
static void
warp (const double p[3], int at_infinity, double half, double out[3])
{
  double root[2]; /* negated */

  if (degree (p) == 2) {
    warp_quadratic (p, half, out);
    return;
  }
  for (int i = 0; i < 2; i++)
    root[i] = i < degree (p) ? tanh (p[0] / p[1] * half)
        : at_infinity-- > 0  ? 5.0 / 3.0
                             : 1.0;
  out[0] = root[0] * root[1];
  out[1] = root[0] + root[1];
  out[2] = 1.0;
}

static void
scale (MstSection *section, double gain)
{
  for (int i = 0; i < 3; i++)
    section->n[i] *= gain;
}

/* Step 1: it is right at 0 Hz or, where there is nothing, at the band's
 * frequency. */
static void
carry_over (MstSection *section, const MstAnalog *analog, double half)
{
  double d[3], t = tan (half);

  warp (analog->d, 0, half, d);
  warp (analog->n, degree (analog->d) - degree (analog->n), half, section->n);
  memcpy (section->d, d, sizeof (section->d));
  if (analog->n[0] > 0.0)
    scale (section,
        analog->n[0] / analog->d[0] * section->d[0] / section->n[0]);
  else
    scale (section,
        sqrt (mst_analog_power (analog, 1.0) /
            mst_section_power (section, t * t)));
}

/* --- the fit */

typedef struct {
  double w2;     /* S = j w: tan^2 of half the angle */
  double wanted; /* power that the section should have there */
  double weight;
} Node;

enum { D0, D1, N0, N1, GAIN, N_FREE };

/* x holds the logarithms of d0, d1, n0, n1 of a section with n2 = 1, and of a
 * gain. As logarithms, they cannot leave the stable and minimum-phase side. */
typedef struct {
  double x[N_FREE];
  bool locked[N_FREE]; /* a zero at 0 Hz stays there */
} Fit;

static void
fit_start (Fit *fit, const MstSection *section)
{
  double gain = section->n[2];

  *fit = (Fit){ { log (section->d[0]), log (section->d[1]), 0, 0, log (gain) },
    { false } };
  for (int i = 0; i < 2; i++) {
    fit->locked[N0 + i] = section->n[i] == 0.0;
    if (!fit->locked[N0 + i])
      fit->x[N0 + i] = log (section->n[i] / gain);
  }
}

static void
fit_end (const Fit *fit, MstSection *section)
{
  double gain = exp (fit->x[GAIN]);

  for (int i = 0; i < 2; i++) {
    section->d[i] = exp (fit->x[D0 + i]);
    section->n[i] = fit->locked[N0 + i] ? 0.0 : gain * exp (fit->x[N0 + i]);
  }
  section->n[2] = gain;
}

typedef struct {
  double m[N_FREE][N_FREE];
  double v[N_FREE];
} Normal;

/* Adds an equation of the least squares: slope . dx = -error */
static void
add_equation (Normal *normal, const double slope[], double error, double weight)
{
  for (int i = 0; i < N_FREE; i++) {
    double weighted = weight * slope[i];
    normal->v[i] -= weighted * error;
    for (int k = 0; k <= i; k++)
      normal->m[i][k] += weighted * slope[k];
  }
}

/* Solves by Cholesky; the damping on the diagonal makes that always possible.
 */
static void
solve (Normal *normal, double x[])
{
  double (*m)[N_FREE] = normal->m, *v = normal->v;

  for (int i = 0; i < N_FREE; i++) {
    for (int k = 0; k < i; k++) {
      for (int j = 0; j < k; j++)
        m[i][k] -= m[i][j] * m[k][j];
      m[i][k] /= m[k][k];
      m[i][i] -= m[i][k] * m[i][k];
      v[i] -= m[i][k] * v[k];
    }
    m[i][i] = sqrt (m[i][i]);
    v[i] /= m[i][i];
  }
  for (int i = N_FREE - 1; i >= 0; i--) {
    x[i] = v[i];
    for (int k = i + 1; k < N_FREE; k++)
      x[i] -= m[k][i] * x[k];
    x[i] /= m[i][i];
  }
}

/* Takes a step towards the wanted magnitude, and stays near to the start. */
static void
fit_step (Fit *fit, const double start[], const Node nodes[], bool at_dc)
{
  Normal normal = { 0 };
  double step[N_FREE], largest = 1.0;
  MstSection now;

  fit_end (fit, &now);
  for (int i = 0; i < NODES; i++) {
    double w2 = nodes[i].w2;
    double d = mst_section_polynomial (
        (const double[]){ now.d[0], now.d[1], 1.0 }, w2);
    double n = mst_section_polynomial (now.n, w2);
    const double slope[N_FREE] = {
      (w2 - now.d[0]) * now.d[0] / d,
      -now.d[1] * now.d[1] * w2 / d,
      (now.n[0] - w2 * now.n[2]) * now.n[0] / n,
      now.n[1] * now.n[1] * w2 / n,
      1.0,
    };
    add_equation (&normal, slope, 0.5 * log (n / (d * nodes[i].wanted)),
        nodes[i].weight);
  }
  if (at_dc)
    add_equation (&normal, (const double[]){ -1, 0, 1, 0, 1 },
        log (now.n[0] / now.d[0]) - start[GAIN] - start[N0] + start[D0],
        DC_WEIGHT);
  for (int i = 0; i < N_FREE; i++) {
    normal.m[i][i] += DAMPING;
    normal.v[i] -= DAMPING * (fit->x[i] - start[i]);
    if (fit->locked[i]) {
      for (int k = 0; k < N_FREE; k++)
        normal.m[k > i ? k : i][k > i ? i : k] = 0.0;
      normal.m[i][i] = 1.0;
      normal.v[i] = 0.0;
    }
  }
  solve (&normal, step);
  for (int i = 0; i < N_FREE; i++)
    largest = fmax (largest, fabs (step[i]));
  for (int i = 0; i < N_FREE; i++)
    fit->x[i] += step[i] / largest;
}

/* Step 2: `section` holds the start. With `at_dc` it stays what it is at 0 Hz.
 */
static void
fit_section (MstSection *section, const Node nodes[], int steps, bool at_dc)
{
  double dc = section->n[0] / section->d[0];
  Fit fit;
  double start[N_FREE];

  fit_start (&fit, section);
  memcpy (start, fit.x, sizeof (start));
  for (int i = 0; i < steps; i++)
    fit_step (&fit, start, nodes, at_dc);
  fit_end (&fit, section);
  if (at_dc)
    scale (section, dc * section->d[0] / section->n[0]);
}

/* Places the nodes of the fit: all over the range, and around the band. */
static void
place_nodes (double at[], double relative)
{
  static const double octaves[AROUND] = { -3, -1.5, -0.7, -0.3, -0.1, 0.1, 0.3,
    0.7, 1.5, 0 };

  for (int i = 0; i < AROUND; i++)
    at[i] = fmin (relative * exp2 (octaves[i]), TOP);
  for (int i = 0; i < SPREAD; i++)
    at[AROUND + i] = TOP * 0.5 * (1.0 - cos (M_PI * (i + 0.5) / SPREAD));
}

/* Finds what the section, or the one beside the `n_base` of them, has to do. */
static void
aim (Node nodes[], const double at[], const MstAnalog analog[], int count,
    const MstSection base[], int n_base, double relative)
{
  for (int i = 0; i < NODES; i++) {
    double t = tan (M_PI * at[i]), wanted = 1.0, there = 1.0;
    for (int k = 0; k < count; k++)
      wanted *= mst_analog_power (&analog[k], at[i] / relative);
    for (int k = 0; k < n_base; k++)
      there *= mst_section_power (&base[k], t * t);
    nodes[i].w2 = t * t;
    nodes[i].wanted = fmax (wanted, 1e-30) / fmax (there, 1e-30);
    nodes[i].weight = wanted / (wanted + FLOOR);
  }
}

/* Designs one or two sections of the prototype. */
static int
design_part (MstSection sections[], const MstAnalog analog[], int count,
    bool by_itself, double relative)
{
  /* Poles at z = -0.6 and -0.2, and zeros that cancel them. */
  static const MstSection beside = { { 6.0, 5.5, 1.0 }, { 6.0, 5.5 } };
  double at[NODES];
  Node nodes[NODES];

  for (int i = 0; i < count; i++)
    carry_over (&sections[i], &analog[i], M_PI * relative);
  place_nodes (at, relative);
  aim (nodes, at, analog, count, sections, by_itself ? 0 : count, relative);
  if (!by_itself)
    sections[count++] = beside;
  fit_section (&sections[count - 1], nodes,
      by_itself && analog->d[2] != 0.0 ? BELL_STEPS : STEPS,
      analog->n[0] > 0.0);
  return count;
}

static void
design_all_pass (MstSection *section, const MstAnalog *analog, double half)
{
  carry_over (section, analog, half);
  section->n[0] = section->d[0];
  section->n[1] = -section->d[1];
  section->n[2] = 1.0;
}

int
mst_matched_design (MstSection sections[], const MstBandShape *band,
    double rate)
{
  MstAnalog analog[MST_MAX_ANALOG];
  int n = mst_analog_design (analog, band), count = 0;
  double relative = fmin (band->frequency / rate, MST_HIGHEST_BAND);

  if (band->shape == MST_SHAPE_ALL_PASS) {
    design_all_pass (sections, analog, M_PI * relative);
    return 1;
  }
  for (int i = 0, both; i < n; i += both) {
    both = n - i < 2 ? 1 : 2;
    count += design_part (sections + count, analog + i, both,
        band->shape == MST_SHAPE_BELL || (n == 1 && analog->d[2] == 0.0),
        relative);
  }
  return count;
}
