/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/**
 * analyzer-ear.h - plays a signal to the analyser and hands out what it found.
 */
#ifndef ANALYZER_EAR_H
#define ANALYZER_EAR_H

#include "bench.h"

#include "dsp/analyzer/analyzer.h"
#include "dsp/common/fir/fft.h"

#define EAR_NUMBERS (sizeof (MstAnalysis) / sizeof (double))

static const double ear_edges[] = MST_ANALYSIS_EDGES;

/** |c0 + c1 / z + c2 / z^2|^2 */
static inline double
ear_quadratic (double c0, double c1, double c2, double w)
{
  double re = c0 + c1 * cos (w) + c2 * cos (2 * w);
  double im = c1 * sin (w) + c2 * sin (2 * w);

  return re * re + im * im;
}

/** The tables of BS.1770-5 annex 1, for 48 kHz. */
static inline double
ear_k_weight (double hz)
{
  double w = 2 * M_PI * hz / 48000;

  return ear_quadratic (1.53512485958697, -2.69169618940638, 1.19839281085285,
             w) /
      ear_quadratic (1, -1.69065929318241, 0.73248077421585, w) *
      ear_quadratic (1, -2, 1, w) /
      ear_quadratic (1, -1.99004745483398, 0.99007225036621, w);
}

/** Planes of one length. */
typedef struct {
  double rate;
  int channels;
  int n;
  float *audio;
} Sound;

static inline Sound
sound_new (double rate, int channels, double seconds)
{
  Sound sound = { rate, channels, (int) lround (seconds * rate), NULL };

  sound.audio = calloc ((size_t) sound.n * channels + 1, sizeof (float));
  return sound;
}

static inline float *
sound_plane (const Sound *sound, int c)
{
  return sound->audio + (size_t) c * sound->n;
}

/** Adds amplitude sin (2 pi hz t + phase) to plane c. */
static inline void
sound_add_tone (Sound *sound, int c, double hz, double amplitude)
{
  float *to = sound_plane (sound, c);

  for (int i = 0; i < sound->n; i++)
    to[i] += (float) (amplitude * sin (2 * M_PI * hz * i / sound->rate));
}

static inline void
sound_add_noise (Sound *sound, int c, double peak, uint64_t seed)
{
  float *to = sound_plane (sound, c);
  uint64_t state = seed * 2654435761u + 88172645463325252u;

  for (int i = 0; i < sound->n; i++)
    to[i] += (float) (peak * mst_noise (&state));
}

static inline void
sound_copy (Sound *sound, int from, int to, double gain)
{
  const float *x = sound_plane (sound, from);
  float *y = sound_plane (sound, to);

  for (int i = 0; i < sound->n; i++)
    y[i] = (float) (gain * x[i]);
}

static inline MstAnalysis
ear_read (Bench *bench)
{
  double numbers[EAR_NUMBERS];
  MstAnalysis found;

  bench->stage->read (bench->self, numbers);
  mst_analysis_from_numbers (&found, numbers);
  return found;
}

/** Plays the whole of `sound` in blocks of `block` and frees it. */
static inline MstAnalysis
ear_hear_by (Sound sound, int block)
{
  Bench bench = bench_new (&mst_stage_analyzer, sound.rate, sound.channels);
  MstAnalysis found;

  bench_start (&bench);
  bench_run (&bench, sound.audio, sound.n, block);
  bench.stage->finish (bench.self);
  found = ear_read (&bench);
  bench_stop (&bench);
  free (sound.audio);
  return found;
}

static inline MstAnalysis
ear_hear (Sound sound)
{
  return ear_hear_by (sound, 1024);
}

#endif /* ANALYZER_EAR_H */
