/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * cascadewave.h - the wave of cascade.c in vectors of LANES pairs of channels,
 * for the instructions of TARGET: a template, included once for each length.
 *
 * Row r holds the sections LANES r .. LANES r + LANES - 1, one to a pair of
 * lanes. A step takes each section one frame further. Its input is what the
 * section before put out a step or two before (the lag): outputs move up by a
 * pair of lanes from step to step, off the top of a row to the bottom of the
 * next, and no frame goes through memory between two sections. Lanes past the
 * last section run idle; nothing moves down, so what they hold matters to none.
 */
#define GLUE_(a, b) a##b
#define GLUE(a, b) GLUE_ (a, b)
#define OWN(name) GLUE (name, LANES)
#define Vector OWN (Vector)
#define Words OWN (Words)
#define Row OWN (Row)
#define Wave OWN (Wave)
#define IN_REGISTERS static inline __attribute__ ((always_inline)) TARGET

#define ROWS 6 /* at most: with more, the states spill out of the registers */

/* Few rows would wait for their own outputs. Those have two steps to arrive,
 * where there are registers for it. */
#define LAG(rows) ((rows) <= (LANES == 4 ? 3 : 2) ? 2 : 1)

typedef double Vector __attribute__ ((vector_size (16 * LANES), may_alias));
typedef int64_t Words __attribute__ ((vector_size (16 * LANES), may_alias));

typedef struct {
  Vector b0, c1, c2, a1, a2; /* see cascade.h */
  Vector s1, s2;
  Vector y, y_before; /* of the last two steps */
  Words first;        /* step: that of frame 0 */
} Row;

typedef struct {
  Row row[ROWS];
  int rows;
  int top;  /* the lane where frames leave */
  int lead; /* steps from a frame's entrance to its exit */
} Wave;

#define PAIR(vector, lane) (((MstPair *) &(vector))[lane])

static TARGET void
OWN (load_wave) (Wave *wave, const MstBiquad *const biquads[],
    MstBiquadState *const states[], int n_sections)
{
  const int rows = (n_sections + LANES - 1) / LANES;

  memset (wave->row, 0, rows * sizeof (Row));
  wave->rows = rows;
  wave->top = (n_sections - 1) % LANES;
  wave->lead = (n_sections - 1) * LAG (rows);
  for (int s = 0; s < n_sections; s++) {
    const MstBiquad *q = biquads[s];
    Row *row = &wave->row[s / LANES];
    int lane = s % LANES;

    PAIR (row->b0, lane) = q->b0;
    PAIR (row->c1, lane) = q->b1 - q->a1 * q->b0;
    PAIR (row->c2, lane) = q->b2 - q->a2 * q->b0;
    PAIR (row->a1, lane) = q->a1;
    PAIR (row->a2, lane) = q->a2;
    PAIR (row->s1, lane) = states[s]->s1;
    PAIR (row->s2, lane) = states[s]->s2;
    row->first[2 * lane] = row->first[2 * lane + 1] = s * LAG (rows);
  }
}

static TARGET void
OWN (store_wave) (Wave *wave, MstBiquadState *const states[], int n_sections)
{
  for (int s = 0; s < n_sections; s++) {
    states[s]->s1 = PAIR (wave->row[s / LANES].s1, s % LANES);
    states[s]->s2 = PAIR (wave->row[s / LANES].s2, s % LANES);
  }
}

/* Moves `y` up by a pair of lanes; the top one of `below` fills the gap. */
IN_REGISTERS Vector
OWN (move_up) (Vector y, Vector below)
{
#if LANES == 4
  return __builtin_shufflevector (below, y, 6, 7, 8, 9, 10, 11, 12, 13);
#elif LANES == 2
  return __builtin_shufflevector (below, y, 2, 3, 4, 5);
#else
  return below;
#endif
}

/* Puts the pair in all lanes. */
IN_REGISTERS Vector
OWN (spread) (MstPair x)
{
#if LANES == 4
  return (Vector) _mm512_broadcast_f64x2 (x); /* compilers do not find it */
#elif LANES == 2
  return __builtin_shufflevector (x, x, 0, 1, 0, 1);
#else
  return x;
#endif
}

/* Takes the steps from .. to - 1. At the `ends`, some sections do not have a
 * frame yet, or any longer: they keep their states. */
IN_REGISTERS void
OWN (take_steps) (Wave *wave, const int rows, const bool ends, MstPair *x,
    int n, int from, int to)
{
  const int lead = wave->lead, top = wave->top;
  Vector s1[ROWS], s2[ROWS], y[ROWS], y_before[ROWS], last;

  for (int r = 0; r < rows; r++) {
    s1[r] = wave->row[r].s1;
    s2[r] = wave->row[r].s2;
    y[r] = wave->row[r].y;
    y_before[r] = wave->row[r].y_before;
  }
  for (int t = from; t < to; t++) {
    const Vector next = OWN (spread) (ends && t >= n ? (MstPair){ 0.0 } : x[t]);

#pragma GCC unroll 8
    for (int r = rows - 1; r >= 0; r--) {
      const Row *row = &wave->row[r];
      const Vector *out = LAG (rows) == 2 ? y_before : y;
      Vector u = OWN (move_up) (out[r], r > 0 ? out[r - 1] : next);
      Vector s1_next = (row->c1 * u + s2[r]) - row->a1 * s1[r];
      Vector s2_next = row->c2 * u - row->a2 * s1[r];

      y_before[r] = y[r];
      y[r] = row->b0 * u + s1[r];
      if (ends) {
        Words runs = (row->first <= t) & (row->first > t - n);
        s1_next = (Vector) (((Words) s1_next & runs) | ((Words) s1[r] & ~runs));
        s2_next = (Vector) (((Words) s2_next & runs) | ((Words) s2[r] & ~runs));
      }
      s1[r] = s1_next;
      s2[r] = s2_next;
    }
    last = y[rows - 1];
    if (!ends || t >= lead)
      x[t - lead] = PAIR (last, top);
  }
  for (int r = 0; r < rows; r++) {
    wave->row[r].s1 = s1[r];
    wave->row[r].s2 = s2[r];
    wave->row[r].y = y[r];
    wave->row[r].y_before = y_before[r];
  }
}

/* The sections come in one by one, all run, and they leave one by one. */
IN_REGISTERS void
OWN (run_rows) (Wave *wave, const int rows, MstPair *x, int n)
{
  const int lead = wave->lead, out = n > lead ? n : lead;

  for (int end = 0; end < 2; end++) {
    int from = end ? out : 0, to = end ? n + lead : lead;

    OWN (take_steps) (wave, rows, true, x, n, from, to);
    if (end == 0)
      OWN (take_steps) (wave, rows, false, x, n, lead, n);
  }
}

static TARGET void
OWN (run_wave) (Wave *wave, MstPair *x, int n)
{
  switch (wave->rows) {
    case 1:
      OWN (run_rows) (wave, 1, x, n);
      break;
    case 2:
      OWN (run_rows) (wave, 2, x, n);
      break;
    case 3:
      OWN (run_rows) (wave, 3, x, n);
      break;
    case 4:
      OWN (run_rows) (wave, 4, x, n);
      break;
    case 5:
      OWN (run_rows) (wave, 5, x, n);
      break;
    case 6:
      OWN (run_rows) (wave, 6, x, n);
      break;
  }
}

static TARGET void
OWN (cascade_run) (const MstBiquad *const biquads[],
    MstBiquadState *const states[], int n_sections, MstPair *x, int n)
{
  Wave wave;

  for (int s = 0, more; s < n_sections; s += more) {
    more = n_sections - s < ROWS * LANES ? n_sections - s : ROWS * LANES;
    OWN (load_wave) (&wave, biquads + s, states + s, more);
    OWN (run_wave) (&wave, x, n);
    OWN (store_wave) (&wave, states + s, more);
  }
}

#undef PAIR
#undef ROWS
#undef LAG
#undef IN_REGISTERS
#undef Wave
#undef Row
#undef Words
#undef Vector
#undef OWN
#undef GLUE
#undef GLUE_
#undef TARGET
#undef LANES
