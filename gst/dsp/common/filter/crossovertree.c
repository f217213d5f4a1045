/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "crossovertree.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/time/arena.h"
#include "dsp/common/time/grid.h"
#include "dsp/common/vector/pairs.h"
#include "dsp/common/vector/vectors.h"
#include "dsp/stage.h"

#define Q M_SQRT1_2 /* of Butterworth's two poles */
#define INLINE static inline __attribute__ ((always_inline))

#define MAX_SHAPE 6   /* bands: a shape has 2, 4 or 6 */
#define MAX_FILTERS 5 /* of a shape that differ */
#define MAX_SECTIONS 9
#define MAX_SINKS 3 /* vectors in which a shape ends */
#define LANES 4     /* of a vector: two channels of two sides */

typedef double Vector __attribute__ ((vector_size (32)));
typedef float Sample __attribute__ ((vector_size (16)));

/* The state-variable filter of svf.h in its cheapest form. With g = tan (pi f /
 * rate), Q = 1 / sqrt (2) and the first integrator's state times 1/Q:
 *
 *   a = 2 / (1 + g (g + 1/Q))   b = g a / Q
 *   w = a s1 + b (x - s2)       s1' = w - s1   s2' = s2 + g Q w
 *   2 LP2 x = s2 + s2'          AP2 x = x - w
 *
 * In motion g Q w is taken apart, Q^2 b s1 + h (x - s2) with h = g Q b. Then a,
 * b and h are the coefficients of a matrix that makes no state greater, Q^2
 * s1^2 + s2^2, and so is everything on the straight way between two such
 * matrices. Nothing can build up, however fast they move. */
typedef struct {
  Vector a, b;
  Vector g; /* g Q: at rest */
  Vector h; /* in motion */
} Filter;

typedef struct {
  Vector s1, s2;
} State;

struct MstCrossoverTree {
  double rate;
  int channels, n_pairs;
  int bands;
  int shape;
  bool moving;
  double frequencies[MAX_SHAPE - 1]; /* at the next line */
  Filter filters[MAX_FILTERS];
  Filter steps[MAX_FILTERS]; /* what they move by in a frame */
  State *states;             /* MAX_SECTIONS for each pair of channels */
};

/* The crossover that each filter belongs to, on the low and on the high side,
 * in the order in which they are met. */
static const signed char places[][MAX_FILTERS][2] = {
  { { 0, 0 } },
  { { 1, 1 }, { 2, 0 }, { 0, 2 } },
  { { 2, 2 }, { 3, 0 }, { 4, 1 }, { 1, 3 }, { 0, 4 } },
};

/* The band at the end of each vector, on either side. */
static const signed char ends[][MAX_SINKS][2] = {
  { { 0, 1 } },
  { { 0, 2 }, { 1, 3 } },
  { { 0, 4 }, { 1, 5 }, { 2, 3 } },
};

static int
n_filters (int shape)
{
  return shape == 2 ? 1 : shape - 1;
}

/* --- the filters */

/* Leaves 2 LP2 in `low`, and AP2 in x. */
INLINE void
turn (const Filter *filter, State *state, Vector *x, Vector *low,
    const bool moving)
{
  Vector s1 = state->s1, s2 = state->s2, t = *x - s2;
  Vector w = filter->a * s1 + filter->b * t;

  state->s1 = w - s1;
  if (moving)
    state->s2 = (s2 + 0.5 * filter->b * s1) + filter->h * t;
  else
    state->s2 = s2 + filter->g * w;
  *low = s2 + state->s2;
  *x -= w;
}

INLINE void
all_pass (const Filter *filter, State *state, Vector *x, const bool moving)
{
  Vector low;

  turn (filter, state, x, &low, moving);
}

/* Divides by two sections. */
INLINE void
divide (const Filter *filter, State *state, const Vector *x, Vector *low,
    Vector *high, const bool moving)
{
  Vector twice, four;

  *high = *x;
  turn (filter, &state[0], high, &twice, moving);
  turn (filter, &state[1], &twice, &four, moving);
  *low = 0.25 * four;
  *high -= *low;
}

/* Joins the low side of one and the high side of the other. */
INLINE void
join (const Vector *low, const Vector *high, Vector *both)
{
  *both = __builtin_shufflevector (*low, *high, 0, 1, 6, 7);
}

/* The parts that run at once: two bands; four; six in two parts, for which
 * there are registers. */
enum { TWO, FOUR, TRUNK, CROWN };

#define FILTERS(part) ((part) == TWO ? 1 : (part) == CROWN ? 2 : 3)
#define SECTIONS(part) ((part) == TWO ? 2 : (part) == TRUNK ? 4 : 5)
#define SINKS(part) ((part) == FOUR ? 2 : (part) == CROWN ? 3 : 1)

INLINE void
divide_frame (const Filter *f, State *s, const Vector *x, Vector *to,
    const int part, const bool moving)
{
  Vector low, high, inner;

  divide (&f[0], &s[0], x, &low, &high, moving);
  join (&low, &high, &to[0]);
  if (part == CROWN) {
    join (&high, &low, &inner);
    low = to[0];
    divide (&f[1], &s[2], &low, &to[0], &to[1], moving);
    all_pass (&f[1], &s[4], &inner, moving);
    to[2] = inner;
  } else if (part != TWO) {
    all_pass (&f[1], &s[2], &to[0], moving);
    if (part == TRUNK) {
      all_pass (&f[2], &s[3], &to[0], moving);
    } else {
      low = to[0];
      divide (&f[2], &s[3], &low, &to[0], &to[1], moving);
    }
  }
}

INLINE void
move (Filter *filter, const Filter *step)
{
  filter->a += step->a;
  filter->b += step->b;
  filter->h += step->h;
}

typedef struct {
  MstPair x[MST_GRID];
  Vector between[MST_GRID]; /* from the trunk to the crown */
  Sample to[MAX_SINKS][MST_GRID];
} Span;

INLINE void
run_part (Filter *filters, const Filter *steps, State *states, Span *span,
    int n, const int part, const bool moving)
{
  Filter f[MAX_FILTERS];
  State s[MAX_SECTIONS];

  memcpy (f, filters, FILTERS (part) * sizeof (*f));
  memcpy (s, states, SECTIONS (part) * sizeof (*s));
  for (int i = 0; i < n; i++) {
    MstPair x = span->x[i];
    Vector in = __builtin_shufflevector (x, x, 0, 1, 0, 1), to[MAX_SINKS];

    for (int k = 0; moving && k < FILTERS (part); k++)
      move (&f[k], &steps[k]);
    divide_frame (f, s, part == CROWN ? &span->between[i] : &in, to, part,
        moving);
    if (part == TRUNK)
      span->between[i] = to[0];
    for (int k = 0; part != TRUNK && k < SINKS (part); k++)
      span->to[k][i] = __builtin_convertvector(to[k], Sample);
  }
  memcpy (filters, f, FILTERS (part) * sizeof (*f));
  memcpy (states, s, SECTIONS (part) * sizeof (*s));
}

#define RUN(name, part, moving)                                                \
  static MST_VECTORS (void, name,                                              \
      (Filter *restrict filters, const Filter *steps, State *states,           \
          Span *span, int n),                                                  \
      (filters, steps, states, span, n))                                       \
  {                                                                            \
    run_part (filters, steps, states, span, n, part, moving);                  \
  }

RUN (run_two, TWO, false)
RUN (run_two_moving, TWO, true)
RUN (run_four, FOUR, false)
RUN (run_four_moving, FOUR, true)
RUN (run_trunk, TRUNK, false)
RUN (run_trunk_moving, TRUNK, true)
RUN (run_crown, CROWN, false)
RUN (run_crown_moving, CROWN, true)

static void
run (int part, bool moving, Filter *filters, const Filter *steps, State *states,
    Span *span, int n)
{
  static void (*const runs[][2]) (Filter *, const Filter *, State *, Span *,
      int) = {
    [TWO] = { run_two, run_two_moving },
    [FOUR] = { run_four, run_four_moving },
    [TRUNK] = { run_trunk, run_trunk_moving },
    [CROWN] = { run_crown, run_crown_moving },
  };

  runs[part][moving](filters, steps, states, span, n);
}

/* --- design */

static void
design (const MstCrossoverTree *self, Filter *filters)
{
  const int missing = self->shape - self->bands;

  for (int k = 0; k < n_filters (self->shape); k++) {
    double g[2], a[2];

    for (int side = 0; side < 2; side++) {
      int place = places[self->shape / 2 - 1][k][side] - missing;

      g[side] =
          place < 0 ? 0.0 : tan (M_PI * self->frequencies[place] / self->rate);
      a[side] = 2.0 / (1.0 + g[side] * (g[side] + 1.0 / Q));
    }
    filters[k].a = (Vector){ a[0], a[0], a[1], a[1] };
    filters[k].g = (Vector){ g[0], g[0], g[1], g[1] } * Q;
    filters[k].b = filters[k].a * filters[k].g * 2.0; /* 1 / Q^2 */
    filters[k].h = filters[k].g * filters[k].b;
  }
}

void
mst_crossovertree_start (MstCrossoverTree *self, const double *frequencies,
    int bands)
{
  self->bands = bands;
  self->shape = bands + bands % 2;
  self->moving = false;
  memcpy (self->frequencies, frequencies, (self->bands - 1) * sizeof (double));
  design (self, self->filters);
  memset (self->states, 0,
      (size_t) self->n_pairs * MAX_SECTIONS * sizeof (State));
}

void
mst_crossovertree_head_for (MstCrossoverTree *self, const double *frequencies)
{
  bool there = memcmp (self->frequencies, frequencies,
                   (self->bands - 1) * sizeof (double)) == 0;
  Filter to[MAX_FILTERS];

  if (there && !self->moving)
    return;
  memcpy (self->frequencies, frequencies, (self->bands - 1) * sizeof (double));
  self->moving = !there;
  if (there) {
    design (self, self->filters);
    return;
  }
  design (self, to);
  for (int k = 0; k < n_filters (self->shape); k++) {
    const double share = 1.0 / MST_GRID;

    self->steps[k].a = (to[k].a - self->filters[k].a) * share;
    self->steps[k].b = (to[k].b - self->filters[k].b) * share;
    self->steps[k].h = (to[k].h - self->filters[k].h) * share;
  }
}

/* --- the stream */

/* Parts two channels, each of a low and a high band. */
static MST_VECTORS (void, part_lanes,
    (const float *restrict from, float *restrict low_left,
        float *restrict low_right, float *restrict high_left,
        float *restrict high_right, int n),
    (from, low_left, low_right, high_left, high_right, n))
{
  for (int i = 0; i < n; i++) {
    low_left[i] = from[LANES * i];
    low_right[i] = from[LANES * i + 1];
    high_left[i] = from[LANES * i + 2];
    high_right[i] = from[LANES * i + 3];
  }
}

static void
run_pair (MstCrossoverTree *self, Filter *filters, int pair, Span *span, int n)
{
  const Filter *steps = self->steps;
  State *states = self->states + (size_t) pair * MAX_SECTIONS;

  if (self->shape < 6) {
    run (self->shape == 2 ? TWO : FOUR, self->moving, filters, steps, states,
        span, n);
    return;
  }
  run (TRUNK, self->moving, filters, steps, states, span, n);
  run (CROWN, self->moving, filters + FILTERS (TRUNK), steps + FILTERS (TRUNK),
      states + SECTIONS (TRUNK), span, n);
}

/* Stores the bands of a pair to their planes. */
static void
store_pair (const MstCrossoverTree *self, int pair, const Span *span,
    float *const *const out[], int n)
{
  const int missing = self->shape - self->bands;
  float nowhere[LANES][MST_GRID];

  for (int k = 0; k < self->shape / 2; k++) {
    float *plane[LANES];

    for (int lane = 0; lane < LANES; lane++) {
      int band = ends[self->shape / 2 - 1][k][lane / 2] - missing;
      int channel = 2 * pair + lane % 2;
      plane[lane] = band < 0 || channel == self->channels ? nowhere[lane]
                                                          : out[band][channel];
    }
    part_lanes ((const float *) span->to[k], plane[0], plane[1], plane[2],
        plane[3], n);
  }
}

void
mst_crossovertree_run (MstCrossoverTree *self, const float *const in[],
    float *const *const out[], int n)
{
  Filter filters[MAX_FILTERS];
  Span span;

  for (int pair = 0; pair < self->n_pairs; pair++) {
    bool mono = 2 * pair + 1 == self->channels;

    memcpy (filters, self->filters, sizeof (filters));
    mst_pairs_load (span.x, in[2 * pair], mono ? NULL : in[2 * pair + 1], n);
    run_pair (self, filters, pair, &span, n);
    store_pair (self, pair, &span, out, n);
  }
  memcpy (self->filters, filters, sizeof (filters));
}

/* --- life */

void
mst_crossovertree_free (MstCrossoverTree *self)
{
  if (!self)
    return;
  free (self->states);
  free (self);
}

MstCrossoverTree *
mst_crossovertree_new (double rate, int channels)
{
  MstCrossoverTree *self = mst_object_new (sizeof (*self));

  if (!self)
    return NULL;
  self->rate = rate;
  self->channels = channels;
  self->n_pairs = (channels + 1) / 2;
  self->states = mst_object_new (self->n_pairs * MAX_SECTIONS * sizeof (State));
  if (!self->states) {
    mst_crossovertree_free (self);
    return NULL;
  }
  mst_crossovertree_start (self, (double[]){ rate / 8.0 }, 2);
  return self;
}
