/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * envelopelanes.h - the envelopes of dynamics.h, for so many lanes side by
 * side.
 *
 * A part of envelope.c, which includes it once for a single lane and once for
 * four. Before, it defines
 *
 *   NAME (word)           the word with the number of lanes
 *   LANES                 how many; LANE, the type of their doubles
 *   MASK                  the type of a comparison of two LANEs
 *   PICK (mask, a, b)     a where it is true, else b
 *   GATHER (q, i)         frame i of all lanes
 *   SCATTER (q, i, value) writes it; next to nothing is nothing
 *   LOOP (f, (int n), (n)) defines the function f (int n)
 */

/** The lanes' coefficients and states. */
typedef struct {
  float *x[LANES];
  LANE attack, release, slow_attack, slow_release, hold;
  LANE held, left, smooth, slow;
} NAME (Lanes);

LOOP (NAME (run_plain), (NAME (Lanes) * q, int n), (q, n))
{
  const LANE a = q->attack, r = q->release;
  LANE held = q->held, smooth = q->smooth;

  for (int i = 0; i < n; i++) {
    LANE in = GATHER (q, i);
    LANE falling = r * held + (1.0 - r) * in;
    held = PICK (in > falling, in, falling);
    smooth = a * smooth + (1.0 - a) * held;
    SCATTER (q, i, smooth);
  }
  q->held = held;
  q->smooth = smooth;
}

/* Without auto-release the slow envelope has coefficients of 1: it stays 0. */
LOOP (NAME (run_holding), (NAME (Lanes) * q, int n), (q, n))
{
  const LANE a = q->attack, r = q->release, zero = { 0 };
  LANE held = q->held, left = q->left, smooth = q->smooth, slow = q->slow;

  for (int i = 0; i < n; i++) {
    LANE in = GATHER (q, i);
    MASK rises = in >= held;
    LANE falling = r * held + (1.0 - r) * in;
    LANE c, larger;
    falling = PICK (left > zero, held, falling);
    left = PICK (rises, q->hold, left - 1.0);
    held = PICK (rises, in, falling);
    c = PICK (held > slow, q->slow_attack, q->slow_release);
    slow = c * slow + (1.0 - c) * held;
    larger = PICK (slow > held, slow, held);
    smooth = a * smooth + (1.0 - a) * larger;
    SCATTER (q, i, smooth);
  }
  q->held = held;
  q->left = left;
  q->smooth = smooth;
  q->slow = slow;
}

/* A change that grows means that the level falls: the release, after the hold.
 */
LOOP (NAME (run_below), (NAME (Lanes) * q, int n), (q, n))
{
  const LANE a = q->attack, r = q->release, zero = { 0 };
  LANE left = q->left, smooth = q->smooth;

  for (int i = 0; i < n; i++) {
    LANE in = GATHER (q, i);
    MASK grows = in > smooth;
    LANE c = PICK (grows, r, a);
    LANE next = c * smooth + (1.0 - c) * in;
    smooth = PICK (grows & (left > zero), smooth, next);
    left = PICK (grows, left - 1.0, q->hold);
    SCATTER (q, i, smooth);
  }
  q->left = left;
  q->smooth = smooth;
}

#define SET(field, value) (((double *) &q->field)[k] = (value))

static void
NAME (load) (NAME (Lanes) * q, const MstDynamics *const settings[],
    MstLane *const lanes[], float *const x[], int count, float *nothing)
{
  for (int k = 0; k < LANES; k++) {
    const MstDynamics *d = settings[k < count ? k : 0];
    const MstLane *lane = lanes[k < count ? k : 0];
    bool dual = d->set.auto_release && mst_dynamics_works_above (d);
    q->x[k] = k < count ? x[k] : nothing;
    SET (attack, attack_of (d, lane));
    SET (release, dual ? d->fast_release : release_of (d, lane));
    SET (slow_attack, dual ? d->slow_attack : 1.0);
    SET (slow_release, dual ? d->slow_release : 1.0);
    SET (hold, d->hold);
    SET (held, lane->held);
    SET (left, lane->left);
    SET (smooth, lane->smooth);
    SET (slow, dual ? lane->slow : 0.0);
  }
}

#undef SET
#define GET(field) (((const double *) &q->field)[k])

static void
NAME (store) (const NAME (Lanes) * q, MstLane *const lanes[], int count)
{
  for (int k = 0; k < count; k++) {
    lanes[k]->held = GET (held);
    lanes[k]->left = GET (left) > 0.0 ? GET (left) : 0.0;
    lanes[k]->smooth = GET (smooth);
    lanes[k]->slow = GET (slow);
  }
}

#undef GET

static void
NAME (run) (Kind kind, const MstDynamics *const settings[],
    MstLane *const lanes[], float *const x[], int count, int n)
{
  float nothing[MST_GRID] = { 0 };
  NAME (Lanes) q;

  NAME (load) (&q, settings, lanes, x, count, nothing);
  if (kind == PLAIN)
    NAME (run_plain) (&q, n);
  else if (kind == HOLDING)
    NAME (run_holding) (&q, n);
  else
    NAME (run_below) (&q, n);
  NAME (store) (&q, lanes, count);
}

#undef NAME
#undef LANES
#undef LANE
#undef MASK
#undef PICK
#undef GATHER
#undef SCATTER
#undef LOOP
