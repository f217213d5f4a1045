/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
#include "room.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dsp/common/vector/vectors.h"

#define LINES MST_ROOM_LINES
#define SPAN MST_GRID
#define ALLPASSES 4
#define ALLPASS_GAIN 0.6f
#define FADE_SECONDS 0.15
#define GROUPS (LINES / 4)

/* The span of a line, and lanes: four lines, or eight frames. */
typedef float Four __attribute__ ((vector_size (16), may_alias));
typedef float Eight __attribute__ ((vector_size (32), may_alias));
typedef float FourAnywhere
    __attribute__ ((vector_size (16), may_alias, aligned (4)));

/* Delay over the mean delay: near a geometric series, for which echoes coincide
 * least, the primes near to them never. Dealt out so that short and long are in
 * every half and quarter of the lines. */
static const double ratios[LINES] = { 0.548, 1.112, 1.059, 0.593, 0.877, 1.491,
  1.629, 0.815, 0.631, 1.293, 1.163, 0.672, 1.367, 0.702, 0.741, 1.217 };

/* How each line is signed on its way in and to the ears. Bent
 * functions (O. S. Rothaus, "On bent functions", 1976) of the bits of the
 * line's number, x0 x2 + x1 x3, x0 x1 + x2 x3, and that plus x3: as little like
 * any row of the matrix as can be, so that no line gets back what an ear has
 * heard, and the ears' orthogonal to each other. */
static const float signs_in[LINES] = { 1, 1, 1, 1, 1, -1, 1, -1, 1, 1, -1, -1,
  1, -1, -1, 1 };
static const float signs_left[LINES] = { 1, 1, 1, -1, 1, 1, 1, -1, 1, 1, 1, -1,
  -1, -1, -1, 1 };
static const float signs_right[LINES] = { 1, 1, 1, -1, 1, 1, 1, -1, -1, -1, -1,
  1, 1, 1, 1, -1 };

/* Seconds: short against the shortest time to decay, of which they are not to
 * be heard. The right channel's are others. */
static const double allpass_seconds[2][ALLPASSES] = {
  { 0.001467, 0.002353, 0.003791, 0.005511 },
  { 0.001613, 0.002179, 0.004073, 0.005239 },
};

typedef struct {
  float *data;
  unsigned mask; /* the length less one: a power of two, at least SPAN */
} Ring;

/* What of a line's frame comes back: y = b x + s, s' = c x - a s. */
typedef struct {
  Four b[GROUPS], c[GROUPS], a[GROUPS];
} Absorption;

typedef struct {
  int lines[LINES]; /* frames */
  int predelay;
} Delays;

enum { TIME, DAMPING, CORNER, DEPTH, N_SMOOTH };

static const double epsilons[N_SMOOTH] = { 1e-5, 1e-5, 1e-5, 1e-5 };

struct MstRoom {
  Absorption absorption, step; /* at the line of the grid, and a frame */
  Four state[GROUPS];
  float x[LINES][SPAN]
      __attribute__ ((aligned (64))); /* what comes out of the lines */
  float old[SPAN], fade[SPAN];
  float send[2][SPAN] __attribute__ ((aligned (64)));
  float cosine[SPAN], sine[SPAN];
  double rate;
  MstRoomSettings settings;
  MstSmooth smooth[N_SMOOTH];
  unsigned position; /* of the line of the grid */
  Delays now, before, wanted;
  int fading, fade_frames; /* frames of the fade that are over; of how many */
  bool moving;             /* the absorption does */
  double norm;             /* mst_room_norm() */
  bool fresh;              /* it has yet to be designed */
  double phase, angle;     /* of the modulation */
  bool turning;
  Ring lines[LINES], predelay[2], allpass[2][ALLPASSES];
  int allpass_frames[2][ALLPASSES];
  size_t samples;
  float *memory;
};

/* --- memory */

static unsigned
ring_length (double frames)
{
  unsigned length = SPAN;

  while (length < frames + 2 * SPAN)
    length *= 2;
  return length;
}

/* Gives each ring its place from `memory` on, or only counts where that is
 * NULL. */
static size_t
place_rings (MstRoom *self, float *memory)
{
  size_t used = 0;
  double ms = self->rate * 1e-3;

  for (int i = 0; i < LINES + 2 + 2 * ALLPASSES; i++) {
    int k = i - LINES - 2;
    Ring *ring = i < LINES ? &self->lines[i]
        : k < 0            ? &self->predelay[i - LINES]
                           : &self->allpass[k / ALLPASSES][k % ALLPASSES];
    double frames = i < LINES ? ratios[i] * MST_REVERB_MAX_MS * ms + 4 * SPAN
        : k < 0               ? MST_REVERB_MAX_PREDELAY_MS * ms
                : self->allpass_frames[k / ALLPASSES][k % ALLPASSES];

    ring->mask = ring_length (frames) - 1;
    ring->data = memory ? memory + used : NULL;
    /* The next one is a few cache lines off the same place in its page. */
    used += ring->mask + 1 + 48;
  }
  return used;
}

MstRoom *
mst_room_new (double rate)
{
  MstRoom *self = NULL;

  if (posix_memalign ((void **) &self, 64, sizeof (*self)) != 0)
    return NULL;
  memset (self, 0, sizeof (*self));
  self->rate = rate;
  self->fade_frames = ((int) (FADE_SECONDS * rate / SPAN) + 1) * SPAN;
  for (int c = 0; c < 2; c++)
    for (int i = 0; i < ALLPASSES; i++)
      self->allpass_frames[c][i] = (int) (allpass_seconds[c][i] * rate) | 1;
  self->samples = place_rings (self, NULL);
  if (posix_memalign ((void **) &self->memory, 64,
          self->samples * sizeof (float)) != 0) {
    free (self);
    return NULL;
  }
  place_rings (self, self->memory);
  return self;
}

void
mst_room_free (MstRoom *self)
{
  if (self)
    free (self->memory);
  free (self);
}

void
mst_room_clear (MstRoom *self)
{
  memset (self->memory, 0, self->samples * sizeof (float));
  memset (self->state, 0, sizeof (self->state));
}

/* --- where it goes */

static bool
is_prime (int n)
{
  for (int i = 3; i * i <= n; i += 2)
    if (n % i == 0)
      return false;
  return n % 2 != 0;
}

/* Each a prime of its own above the grid. */
static void
find_delays (Delays *delays, const MstRoomSettings *settings, double rate)
{
  for (int l = 0; l < LINES; l++) {
    int frames = (int) (ratios[l] * settings->size * 1e-3 * rate) | 1;
    bool taken = true;

    if (frames < SPAN + 1)
      frames = SPAN + 1;
    for (; taken; frames += taken ? 2 : 0) {
      taken = !is_prime (frames);
      for (int k = 0; k < l; k++)
        taken = taken || delays->lines[k] == frames;
    }
    delays->lines[l] = frames;
  }
  delays->predelay = (int) (settings->predelay * 1e-3 * rate + 0.5);
}

void
mst_room_set (MstRoom *self, const MstRoomSettings *settings)
{
  self->settings = *settings;
  find_delays (&self->wanted, settings, self->rate);
  self->smooth[TIME].target = log (settings->time);
  self->smooth[DAMPING].target = settings->damping;
  self->smooth[CORNER].target = log (settings->corner);
  self->smooth[DEPTH].target = settings->depth;
}

static bool
is_fading (const MstRoom *self)
{
  return self->fading < self->fade_frames;
}

/* From 0 to 1, with three derivatives that begin and end at 0. */
static double
fade_at (const MstRoom *self, int frame)
{
  double t = (double) frame / self->fade_frames;

  return t >= 1.0 ? 1.0 : t * t * t * t * (35 + t * (-84 + t * (70 + t * -20)));
}

/* How long a line is by the end of the next block. */
static double
length_of (const MstRoom *self, int line)
{
  int from = self->before.lines[line], to = self->now.lines[line];

  return from + fade_at (self, self->fading + SPAN) * (to - from);
}

static double
find_norm (const MstRoom *self)
{
  double mean = 0.0, gain;

  for (int l = 0; l < LINES; l++)
    mean += length_of (self, l) / LINES;
  /* Of a frame of 1 in both channels, the lines get LINES, and keep the share
   * `gain` of it, in power, each pass; an ear hears them all. */
  gain = exp (
      -6.0 * M_LN10 * mean / (exp (self->smooth[TIME].value) * self->rate));
  return sqrt ((1.0 - gain) / (gain * LINES));
}

void
mst_room_settle (MstRoom *self)
{
  mst_room_clear (self);
  for (int i = 0; i < N_SMOOTH; i++)
    mst_smooth_snap (&self->smooth[i], self->smooth[i].target);
  self->now = self->before = self->wanted;
  self->fading = self->fade_frames;
  self->position = 0;
  self->phase = self->angle = 0.0;
  self->moving = self->turning = false;
  self->fresh = true;
  self->norm = find_norm (self);
}

/* J.-M. Jot, A. Chaigne, "Digital delay networks for designing artificial
 * reverberators", AES 90th Convention, 1991: what passes m frames is to lose
 * 60 dB m / (T60 rate). Here by a gain for the time at the bottom and a shelf
 * of first order, by the bilinear transform, for what the top loses more; at
 * its corner it has half of its dB, so that 1 / T60 there is half-way too. */
static void
design_absorption (const MstRoom *self, Absorption *absorption)
{
  double time = exp (self->smooth[TIME].value);
  double damping = self->smooth[DAMPING].value;
  double corner = fmin (exp (self->smooth[CORNER].value), 0.45 * self->rate);
  double k = tan (M_PI * corner / self->rate);

  for (int l = 0; l < LINES; l++) {
    double passes = 3.0 * M_LN10 * length_of (self, l) / (time * self->rate);
    double gain = exp (-passes);
    double r = exp (-0.5 * passes * damping / (1.0 - damping));
    double b = gain * (k + r) / (k + 1 / r), b1 = gain * (k - r) / (k + 1 / r);
    double a = (k - 1 / r) / (k + 1 / r);

    absorption->b[l / 4][l % 4] = (float) b;
    absorption->c[l / 4][l % 4] = (float) (b1 - a * b);
    absorption->a[l / 4][l % 4] = (float) a;
  }
}

static void
move_absorption (MstRoom *self, bool due)
{
  Absorption to;

  if (self->moving) /* by the end of the last block */
    for (int g = 0; g < GROUPS; g++) {
      self->absorption.b[g] += self->step.b[g] * (float) SPAN;
      self->absorption.c[g] += self->step.c[g] * (float) SPAN;
      self->absorption.a[g] += self->step.a[g] * (float) SPAN;
    }
  if (self->fresh)
    design_absorption (self, &self->absorption);
  else if (due || self->moving) {
    design_absorption (self, &to);
    for (int g = 0; g < GROUPS; g++) {
      self->step.b[g] = (to.b[g] - self->absorption.b[g]) / (float) SPAN;
      self->step.c[g] = (to.c[g] - self->absorption.c[g]) / (float) SPAN;
      self->step.a[g] = (to.a[g] - self->absorption.a[g]) / (float) SPAN;
    }
    if (!due)
      self->absorption = to; /* it has arrived; no rounding is left */
  }
  self->moving = due && !self->fresh;
  self->fresh = false;
}

/* S. J. Schlecht, E. A. P. Habets, "Time-varying feedback matrices in feedback
 * delay networks and their application in artificial reverberation", JASA 138
 * (3), 2015: pairs of lines are turned into each other by an angle that
 * swings, which loses nothing and moves no pitch. Between the lines of the grid
 * cosine and sine go straight, on the chord: shorter by less than 1e-6. */
static void
move_angle (MstRoom *self)
{
  double depth = self->smooth[DEPTH].value, from = self->angle;
  double c0, s0, c1, s1;

  self->turning = depth > 0.0 || from != 0.0;
  if (!self->turning)
    return;
  self->phase += SPAN * self->settings.rate / self->rate;
  self->phase -= floor (self->phase);
  self->angle = depth * (M_PI / 4) * sin (2 * M_PI * self->phase);
  c0 = cos (from), s0 = sin (from);
  c1 = cos (self->angle), s1 = sin (self->angle);
  for (int i = 0; i < SPAN; i++) {
    double t = (i + 1) / (double) SPAN;
    self->cosine[i] = (float) (c0 + t * (c1 - c0));
    self->sine[i] = (float) (s0 + t * (s1 - s0));
  }
}

void
mst_room_advance (MstRoom *self, double share)
{
  bool due = false;

  self->position += self->fresh ? 0 : SPAN;
  if (is_fading (self))
    self->fading += SPAN;
  if (!is_fading (self)) {
    self->before = self->now;
    if (memcmp (&self->now, &self->wanted, sizeof (Delays)) != 0) {
      self->now = self->wanted;
      self->fading = 0;
    }
  }
  for (int i = 0; i < SPAN && is_fading (self); i++)
    self->fade[i] = (float) fade_at (self, self->fading + i + 1);
  for (int i = 0; i < N_SMOOTH; i++) {
    due = due || (i != DEPTH && !mst_smooth_settled (&self->smooth[i]));
    mst_smooth_advance (&self->smooth[i], share, epsilons[i]);
  }
  due = due || is_fading (self);
  if (due || self->moving)
    self->norm = find_norm (self);
  move_absorption (self, due);
  move_angle (self);
}

double
mst_room_norm (const MstRoom *self)
{
  return self->norm;
}

int
mst_room_memory (const MstRoom *self)
{
  int frames = 2 * SPAN + self->wanted.predelay + self->now.predelay;

  for (int i = 0; i < ALLPASSES; i++)
    frames += 8 * self->allpass_frames[0][i]; /* 0.6^-8 is a few times */
  for (int l = 0; l < LINES; l++) {
    frames = frames > 2 * self->now.lines[l] ? frames : 2 * self->now.lines[l];
    frames =
        frames > 2 * self->before.lines[l] ? frames : 2 * self->before.lines[l];
  }
  return frames;
}

/* --- frames */

static void
ring_read (const Ring *ring, unsigned from, float *out, int n)
{
  unsigned start = from & ring->mask;
  int first = (int) (ring->mask + 1 - start);

  if (first > n)
    first = n;
  memcpy (out, ring->data + start, first * sizeof (float));
  memcpy (out + first, ring->data, (n - first) * sizeof (float));
}

/* A span never passes a line of the grid, nor a whole ring's end. */
static void
ring_write (Ring *ring, unsigned at, const float *in, int n)
{
  memcpy (ring->data + (at & ring->mask), in, n * sizeof (float));
}

/* What the ring held `now` frames ago, or fading over from `before`. */
static void
read_faded (MstRoom *self, const Ring *ring, unsigned at, int before, int now,
    float *out, int n, const float *fade)
{
  ring_read (ring, at - (unsigned) now, out, n);
  if (!is_fading (self) || before == now)
    return;
  ring_read (ring, at - (unsigned) before, self->old, n);
  for (int i = 0; i < n; i++)
    out[i] = self->old[i] + fade[i] * (out[i] - self->old[i]);
}

/* M. R. Schroeder, "Natural sounding artificial reverberation", JAES 10 (3),
 * 1962: v = x - g v', y = v' + g v. */
static void
diffuse (Ring *ring, unsigned at, int frames, float *x, int n)
{
  float delayed[SPAN];

  for (int i = 0, more; i < n; i += more, at += more, x += more) {
    float *restrict v = ring->data + (at & ring->mask);

    more = n - i < frames ? n - i : frames;
    ring_read (ring, at - (unsigned) frames, delayed, more);
    for (int k = 0; k < more; k++) {
      v[k] = x[k] - ALLPASS_GAIN * delayed[k];
      x[k] = delayed[k] + ALLPASS_GAIN * v[k];
    }
  }
}

static inline __attribute__ ((always_inline)) void
transpose (Four r[4])
{
  Four a = __builtin_shufflevector (r[0], r[1], 0, 4, 1, 5);
  Four b = __builtin_shufflevector (r[0], r[1], 2, 6, 3, 7);
  Four c = __builtin_shufflevector (r[2], r[3], 0, 4, 1, 5);
  Four d = __builtin_shufflevector (r[2], r[3], 2, 6, 3, 7);

  r[0] = __builtin_shufflevector (a, c, 0, 1, 4, 5);
  r[1] = __builtin_shufflevector (a, c, 2, 3, 6, 7);
  r[2] = __builtin_shufflevector (b, d, 0, 1, 4, 5);
  r[3] = __builtin_shufflevector (b, d, 2, 3, 6, 7);
}

/* Four lines, a lane each, of the frames i .. i + count - 1, count <= 4. */
static inline __attribute__ ((always_inline)) void
absorb_four (MstRoom *self, const bool moving, int group, int i, int count,
    int at)
{
  float (*rows)[SPAN] = &self->x[4 * group];
  Four s = self->state[group], b = self->absorption.b[group];
  Four c = self->absorption.c[group], a = self->absorption.a[group];
  Four frame[4];

  for (int k = 0; k < 4; k++)
    frame[k] = *(const FourAnywhere *) &rows[k][i];
  transpose (frame);
  for (int k = 0; k < count; k++) {
    Four x = frame[k];

    if (moving) {
      float t = (float) (at + i + k + 1);
      b = self->absorption.b[group] + self->step.b[group] * t;
      c = self->absorption.c[group] + self->step.c[group] * t;
      a = self->absorption.a[group] + self->step.a[group] * t;
    }
    frame[k] = b * x + s;
    s = c * x - a * s;
  }
  transpose (frame);
  for (int k = 0; k < 4; k++)
    *(FourAnywhere *) &rows[k][i] = frame[k];
  self->state[group] = s;
}

static inline __attribute__ ((always_inline)) void
absorb_by (MstRoom *self, const bool moving, int n, int at)
{
  int i = 0;

  for (; i + 4 <= n; i += 4)
#pragma GCC unroll 4
    for (int g = 0; g < GROUPS; g++)
      absorb_four (self, moving, g, i, 4, at);
  for (int g = 0; i < n && g < GROUPS; g++)
    absorb_four (self, moving, g, i, n - i, at);
}

static void
absorb (MstRoom *self, int n, int at)
{
  if (self->moving)
    absorb_by (self, true, n, at);
  else
    absorb_by (self, false, n, at);
}

/* Lines l and l + LINES / 2 are turned, every other pair the other way. */
static MST_VECTORS (void, turn,
    (float (*restrict x)[SPAN], const float *restrict cosine,
        const float *restrict sine, int n),
    (x, cosine, sine, n))
{
  for (int l = 0; l < LINES / 2; l++) {
    float *restrict p = x[l], *restrict q = x[l + LINES / 2];
    float sign = l % 2 ? -1.0f : 1.0f;

    for (int i = 0; i < n; i++) {
      float u = p[i], v = q[i], s = sign * sine[i];
      p[i] = cosine[i] * u - s * v;
      q[i] = s * u + cosine[i] * v;
    }
  }
}

/* The lines' outputs to the ears, and through the matrix of Hadamard, over
 * sqrt (LINES), together with the send back to their inputs. Eight frames at
 * once; what is past the last of them is never looked at. */
static MST_VECTORS (void, scatter,
    (float (*x)[SPAN], const float (*send)[SPAN], float *left, float *right,
        int n),
    (x, send, left, right, n))
{
  for (int i = 0; i < n; i += 8) {
    Eight v[LINES], ear[2] = { { 0 }, { 0 } };

#pragma GCC unroll 16
    for (int l = 0; l < LINES; l++) {
      v[l] = *(const Eight *) &x[l][i];
      ear[0] += signs_left[l] * v[l];
      ear[1] += signs_right[l] * v[l];
    }
    *(Eight *) &left[i] = ear[0];
    *(Eight *) &right[i] = ear[1];
#pragma GCC unroll 4
    for (int stride = 1; stride < LINES; stride *= 2)
#pragma GCC unroll 16
      for (int l = 0; l < LINES; l++)
        if (!(l & stride)) {
          Eight u = v[l], w = v[l + stride];
          v[l] = u + w;
          v[l + stride] = u - w;
        }
#pragma GCC unroll 16
    for (int l = 0; l < LINES; l++)
      *(Eight *) &x[l][i] =
          0.25f * v[l] + signs_in[l] * *(const Eight *) &send[l % 2][i];
  }
}

static bool
is_loud (const MstRoom *self, int n)
{
  for (int l = 0; l < LINES; l++)
    for (int i = 0; i < n; i++)
      if (fabsf (self->x[l][i]) > MST_ROOM_FLOOR)
        return true;
  return false;
}

bool
mst_room_run (MstRoom *self, const float *const in[2], float *const out[2],
    int n, int at, bool listen)
{
  const unsigned now = self->position + (unsigned) at;
  const float *fade = self->fade + at;
  float ears[2][SPAN] __attribute__ ((aligned (64)));
  bool loud;

  for (int c = 0; c < 2; c++) {
    ring_write (&self->predelay[c], now, in[c], n);
    read_faded (self, &self->predelay[c], now, self->before.predelay,
        self->now.predelay, self->send[c], n, fade);
    for (int i = 0; i < ALLPASSES; i++)
      diffuse (&self->allpass[c][i], now, self->allpass_frames[c][i],
          self->send[c], n);
  }
  for (int l = 0; l < LINES; l++)
    read_faded (self, &self->lines[l], now, self->before.lines[l],
        self->now.lines[l], self->x[l], n, fade);
  loud = !listen || is_loud (self, n);
  absorb (self, n, at);
  if (self->turning)
    turn (self->x, self->cosine + at, self->sine + at, n);
  scatter (self->x, (const float (*)[SPAN]) self->send, ears[0], ears[1], n);
  for (int l = 0; l < LINES; l++)
    ring_write (&self->lines[l], now, self->x[l], n);
  for (int c = 0; c < 2; c++)
    memcpy (out[c], ears[c], n * sizeof (float));
  return loud;
}
