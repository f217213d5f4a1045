/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The hum remover: that it takes hum and offsets, and neither music nor bass
 * notes of the same pitch. */
#include "bench.h"
#include "dsp/common/repair/mend.h"
#include "dsp/dehum/dehum.h"
#include "dsp/dehum/partials.h"

#define RATE 48000.0
#define N (14 * 48000)

static float audio[2 * N], clean[2 * N], out[2 * N];

/* Runs audio[]; what leaves goes to out[], without the latency, and its length
 * is returned. */
static int
run (int channels, int look_ahead, double listen, double *read)
{
  Bench bench = bench_new (&mst_stage_dehum, RATE, channels);
  int latency;

  bench.values[MST_DEHUM_AMOUNT] = 1.0;
  bench.values[MST_DEHUM_LISTEN] = listen;
  bench.values[MST_DEHUM_LOOK_AHEAD] = look_ahead;
  bench_start (&bench);
  latency = mst_stage_dehum.latency (bench.self);
  memcpy (out, audio, sizeof (*audio) * channels * N);
  bench_run (&bench, out, N, 1024);
  if (read)
    mst_stage_dehum.read (bench.self, read);
  bench_stop (&bench);
  for (int c = 0; c < channels; c++)
    memmove (out + c * N, out + c * N + latency, (N - latency) * sizeof (*out));
  return N - latency;
}

/* Noise of -60 dBFS (rms), and chords of decaying notes over it. */
static void
make_music (int channels, double chords)
{
  static const double hertz[] = { 196.0, 246.9, 293.7, 440.0 };

  for (int c = 0; c < channels; c++) {
    uint64_t state = 7 + c;
    for (int i = 0; i < N; i++) {
      double t = fmod (i / RATE, 0.617), x = 1.7e-3 * mst_noise (&state);
      for (int k = 0; k < 4; k++)
        x += chords * exp (-6.0 * t) * sin (2 * M_PI * hertz[k] * (1 + c) * t);
      clean[c * N + i] = (float) x;
    }
  }
  memcpy (audio, clean, sizeof (*audio) * channels * N);
}

/* Nine partials of `hertz`, which wavers by `drift` of it. */
static void
add_hum (int channels, double hertz, double peak, double drift)
{
  double phase = 0.3;

  for (int i = 0; i < N; i++) {
    phase +=
        2 * M_PI * hertz * (1 + drift * sin (2 * M_PI * i / RATE / 13)) / RATE;
    for (int c = 0; c < channels; c++)
      for (int k = 1; k <= 9; k++)
        audio[c * N + i] +=
            (float) (peak / k * cos (k * phase + k * k + 2.0 * c));
  }
}

static double
power_of_error (int from, int n)
{
  double sum = 0.0;

  for (int i = from; i < from + n; i++)
    sum += ((double) out[i] - clean[i]) * ((double) out[i] - clean[i]);
  return sum / n;
}

typedef struct {
  MstDehumPartials partials;
  MstMend mend;
} Slow;

static void
lay_out (void *object, MstArena *arena)
{
  Slow *slow = object;

  mst_mend_lay_out (&slow->mend, arena);
  mst_dehum_partials_lay_out (&slow->partials, arena);
}

/* Oracle: cos (2 pi k f t + p), turned back by 2 pi k f t, is exp (j p). */
static void
test_partials_are_what_they_are (void)
{
  static const MstMendCalls calls;
  const MstFormat format = bench_format (RATE, 1);
  Slow slow = { 0 };
  void *memory;
  int hop, at;

  mst_dehum_partials_init (&slow.partials, &format, 50);
  hop = mst_dehum_partials_hop (&slow.partials);
  mst_mend_init (&slow.mend, &format, hop, hop, 3 * hop, &calls, NULL);
  memory = mst_arena_new (lay_out, &slow);
  mst_dehum_partials_prepare (&slow.partials);
  mst_dehum_partials_reset (&slow.partials);
  for (int h = 0; h < 3; h++) {
    for (int i = 0; i < hop; i += MST_GRID) {
      float *x = mst_history_room (&slow.mend.in[0], MST_GRID);
      for (int k = 0; k < MST_GRID; k++)
        x[k] = (float) (0.25 *
            cos (2 * M_PI * 150.0 * (h * hop + i + k) / RATE + 1.0));
    }
    mst_dehum_partials_take (&slow.partials, &slow.mend, (h + 1) * hop);
  }
  at = mst_dehum_partials_at (&slow.partials, 0, 0, 2) + 49;
  mst_check_near (slow.partials.re[at], 0.25 * cos (1.0), 1e-3);
  mst_check_near (slow.partials.im[at], 0.25 * sin (1.0), 1e-3);
  at = mst_dehum_partials_at (&slow.partials, 0, 0, 3) + 49; /* 200 Hz */
  mst_check_near (hypot (slow.partials.re[at], slow.partials.im[at]), 0.0,
      1e-3);
  free (memory);
}

static double
power_of_hum (double peak)
{
  double sum = 0.0;

  for (int k = 1; k <= 9; k++)
    sum += 0.5 * peak * peak / k / k;
  return sum;
}

/* Oracle: what it is without the hum, which wavers by 0.2 % in 13 s, as that of
 * a tape does. In noise it goes down by 40 dB at least, and in music whose
 * notes are a few hertz beside four of the partials and louder, by 20. */
static void
test_hum_is_taken_out (void)
{
  const double hum = power_of_hum (0.02);
  double read[MST_DEHUM_N_READOUTS], left;

  for (int music = 0; music < 2; music++) {
    make_music (2, 0.05 * music);
    add_hum (2, 50.0, 0.02, 0.002);
    left = power_of_error (0, run (2, 6, MST_LISTEN_OUT, read));
    mst_check (left < (music ? 1e-2 : 1e-4) * hum, "%.1f dB are left",
        10.0 * log10 (left / hum));
    mst_check_near (read[MST_DEHUM_HUM], 50.0, 0.1);
    mst_check_near (read[MST_DEHUM_HUM_LEVEL], 10.0 * log10 (hum), 0.1);
    mst_check (read[MST_DEHUM_HUM_PARTIALS] >= 18.0, "%g partials",
        read[MST_DEHUM_HUM_PARTIALS]);
  }
}

/* With one second to hear ahead, and on 60 Hz: it is found a little later. */
static void
test_hum_is_taken_out_live (void)
{
  double left;
  int n;

  make_music (1, 0.05);
  add_hum (1, 59.97, 0.02, 0.0);
  n = run (1, 1, MST_LISTEN_OUT, NULL);
  left = power_of_error (8 * 48000, n - 8 * 48000);
  mst_check (left < 1e-2 * power_of_hum (0.02), "%.1f dB are left",
      10.0 * log10 (left / power_of_hum (0.02)));
}

/* A bass that plays G and B flat a little out of tune, at 49 to 51 Hz, with all
 * its harmonics, and rests in between. */
static void
test_bass_notes_stay (void)
{
  double phase = 0.0;
  int n;

  make_music (2, 0.03);
  for (int i = 0; i < N; i++) {
    double t = fmod (i / RATE, 0.8);
    int note = (int) (i / RATE / 0.8) % 4;
    phase += 2 * M_PI * (note == 3 ? 50.0 : 49.0 + note) / RATE;
    for (int k = 1; k <= 6 && t < 0.6; k++)
      for (int c = 0; c < 2; c++)
        audio[c * N + i] +=
            (float) (0.1 / k * fmin (1.0, 20.0 * (0.6 - t)) * sin (k * phase));
  }
  n = run (2, 6, MST_LISTEN_OUT, NULL);
  for (int c = 0; c < 2; c++)
    mst_check (memcmp (out + c * N, audio + c * N, n * sizeof (float)) == 0,
        "channel %d was changed", c);
}

static void
test_music_leaves_with_its_bits (void)
{
  int n;

  make_music (2, 0.1);
  n = run (2, 6, MST_LISTEN_OUT, NULL);
  for (int c = 0; c < 2; c++)
    mst_check (memcmp (out + c * N, audio + c * N, n * sizeof (float)) == 0,
        "channel %d was changed", c);
}

/* Oracle: the music without it. What is below -50 dBFS stays. */
static void
test_offsets_are_taken_out (void)
{
  double read[MST_DEHUM_N_READOUTS];
  int n;

  make_music (2, 0.05);
  for (int i = 0; i < N; i++) {
    audio[i] += 0.02f;
    audio[N + i] += 0.002f;
  }
  n = run (2, 6, MST_LISTEN_OUT, read);
  mst_check (power_of_error (0, n) < 1e-3 * 0.02 * 0.02, "%.1f dB are left",
      10.0 * log10 (power_of_error (0, n) / 0.02 / 0.02));
  mst_check (memcmp (out + N, audio + N, n * sizeof (float)) == 0,
      "the small one was changed");
  mst_check_near (read[MST_DEHUM_DC_LEVEL], 20.0 * log10 (0.02), 0.1);
}

/* Oracle: the subtraction itself. */
static void
test_removed_is_input_minus_output (void)
{
  static float repaired[N];
  int n;

  make_music (1, 0.05);
  add_hum (1, 50.0, 0.02, 0.0);
  n = run (1, 3, MST_LISTEN_OUT, NULL);
  memcpy (repaired, out, sizeof (repaired));
  run (1, 3, MST_LISTEN_REMOVED, NULL);
  for (int i = 0; i < n; i++)
    if (out[i] != audio[i] - repaired[i]) {
      mst_check (false, "frame %d", i);
      break;
    }
}

int
main (void)
{
  MST_RUN (test_partials_are_what_they_are);
  MST_RUN (test_hum_is_taken_out);
  MST_RUN (test_hum_is_taken_out_live);
  MST_RUN (test_bass_notes_stay);
  MST_RUN (test_music_leaves_with_its_bits);
  MST_RUN (test_offsets_are_taken_out);
  MST_RUN (test_removed_is_input_minus_output);
  return mst_done ();
}
