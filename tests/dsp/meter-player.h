/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * meter-player.h - plays tones and noise to a loudness meter.
 */
#ifndef MST_METER_PLAYER_H
#define MST_METER_PLAYER_H

#include "layouts.h"
#include "mst-test.h"

#include "dsp/meter/meter.h"

#define BLOCK 4096
#define SILENT (-INFINITY)

static const MstStage *const stage = &mst_stage_meter;

typedef struct {
  MstFormat format;
  void *meter;
  long frame; /* the tone's phase goes on from piece to piece */
  double hz;
  double out[MST_METER_N_READOUTS];
} Player;

static inline Player
player_new (double rate, int channels)
{
  Player p = {
    .format = { .rate = rate, .channels = channels, .max_block = BLOCK },
    .hz = 1000.0
  };

  layout_place (&p.format);
  p.meter = stage->new (&p.format, NULL);
  return p;
}

static inline const double *
read_out (Player *p)
{
  stage->read (p->meter, p->out);
  return p->out;
}

/** Feeds `n` frames of planes, in blocks of at most `block`. */
static inline void
feed (Player *p, float *const planes[], int n, int block)
{
  float *at[MST_MAX_CHANNELS];

  for (int i = 0, span; i < n; i += span) {
    span = n - i < block ? n - i : block;
    for (int c = 0; c < p->format.channels; c++)
      at[c] = planes[c] + i;
    stage->process (p->meter, at, span);
  }
}

/** A tone of `seconds`; db[c] is the peak of channel c in dBFS. */
static inline void
play_each (Player *p, double seconds, const double *db)
{
  static float planes[8][BLOCK];
  float *at[8];
  double gain[8];
  long end = p->frame + lround (seconds * p->format.rate);

  for (int c = 0; c < p->format.channels; c++) {
    at[c] = planes[c];
    gain[c] = pow (10.0, db[c] / 20.0);
  }
  while (p->frame < end) {
    int n = end - p->frame < BLOCK ? (int) (end - p->frame) : BLOCK;
    for (int i = 0; i < n; i++) {
      double x =
          sin (2.0 * M_PI * p->hz * (double) p->frame++ / p->format.rate);
      for (int c = 0; c < p->format.channels; c++)
        planes[c][i] = (float) (gain[c] * x);
    }
    stage->process (p->meter, at, n);
  }
}

/** The same in all channels. */
static inline void
play (Player *p, double seconds, double db)
{
  double each[8];

  for (int c = 0; c < 8; c++)
    each[c] = db;
  play_each (p, seconds, each);
}

static inline void
player_reset (Player *p)
{
  stage->reset (p->meter);
  p->frame = 0;
}

static inline void
player_free (Player *p)
{
  stage->free (p->meter);
}

/** Low-passed noise, partly common to all channels, whose level wanders over
 * 40 dB, so that gates have something to do. */
static inline float **
programme_new (double rate, int channels, int n)
{
  float **planes = calloc ((size_t) channels, sizeof (*planes));
  uint64_t seed = 7;
  double low[8] = { 0 }, gain = 0;

  for (int c = 0; c < channels; c++)
    planes[c] = calloc ((size_t) n, sizeof (float));
  for (int i = 0; i < n; i++) {
    double t = i / rate, common = mst_noise (&seed);
    if (i % 64 == 0)
      gain =
          pow (10.0, -1 - sin (0.7 * t) * sin (0.31 * t) - 0.25 * sin (9 * t));
    for (int c = 0; c < channels; c++) {
      low[c] += 0.2 * (common + (0.4 + 0.1 * c) * mst_noise (&seed) - low[c]);
      planes[c][i] = (float) (low[c] * gain);
    }
  }
  return planes;
}

static inline void
programme_free (float **planes, int channels)
{
  for (int c = 0; c < channels; c++)
    free (planes[c]);
  free (planes);
}

#endif /* MST_METER_PLAYER_H */
