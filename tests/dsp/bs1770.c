/* gst-mastering
 * Copyright (C) 2026 the gst-mastering authors
 * SPDX-License-Identifier: LGPL-2.1-or-later
 */
/* The meter's loudness against the EBU's test signals (Tech 3341 table 1, Tech
 * 3342 table 1), a reference straight from BS.1770's text (tests/reference/
 * bs1770.h), libebur128, and closed formulas. */
#include "meter-player.h"
#include "reference/bs1770.h"

#include "dsp/common/measure/loudnessgate.h"

#include <ebur128.h>

/* --- EBU Tech 3341 (the numbers are its cases) */

typedef struct {
  double seconds, db;
} Piece;

static const double *
play_pieces (Player *p, const Piece *pieces)
{
  player_reset (p);
  for (; pieces->seconds > 0.0; pieces++)
    play (p, pieces->seconds, pieces->db);
  return read_out (p);
}

static void
test_tech3341_1_to_5_integrated (void)
{
  static const Piece cases[5][6] = { { { 20, -23 } }, { { 20, -33 } },
    { { 10, -36 }, { 60, -23 }, { 10, -36 } },
    { { 10, -72 }, { 10, -36 }, { 60, -23 }, { 10, -36 }, { 10, -72 } },
    { { 20, -26 }, { 20.1, -20 }, { 20, -26 } } };
  static const double wanted[] = { -23, -33, -23, -23, -23 };
  Player p = player_new (48000, 2);

  for (int i = 0; i < 5; i++) {
    const double *out = play_pieces (&p, cases[i]);
    mst_check_near (out[MST_METER_GLOBAL], wanted[i], 0.05);
    if (i > 1)
      continue;
    mst_check_near (out[MST_METER_MOMENTARY], wanted[i], 0.05);
    mst_check_near (out[MST_METER_SHORTTERM], wanted[i], 0.05);
    mst_check_near (out[MST_METER_RELATIVE_THRESHOLD], wanted[i] - 10, 0.05);
  }
  player_free (&p);
}

static void
test_tech3341_6_surround (void)
{
  static const double db[] = { -28, -28, -24, SILENT, -30, -30 };
  Player p = player_new (48000, 6);

  play_each (&p, 20, db);
  mst_check_near (read_out (&p)[MST_METER_GLOBAL], -23, 0.05);
  player_free (&p);
}

static void
test_tech3341_9_and_12_steady_windows (void)
{
  Player p = player_new (48000, 2);

  for (int i = 0; i < 5; i++) { /* 9: S is -23 from 3 s on */
    play (&p, 1.34, -20);
    if (i > 1)
      mst_check_near (read_out (&p)[MST_METER_SHORTTERM], -23, 0.05);
    play (&p, 1.66, -30);
    mst_check_near (read_out (&p)[MST_METER_SHORTTERM], -23, 0.05);
  }
  player_reset (&p);
  for (int i = 0; i < 25; i++) { /* 12: M is -23 from 1 s on */
    play (&p, 0.18, -20);
    if (i > 2)
      mst_check_near (read_out (&p)[MST_METER_MOMENTARY], -23, 0.05);
    play (&p, 0.22, -30);
    if (i > 1)
      mst_check_near (read_out (&p)[MST_METER_MOMENTARY], -23, 0.05);
  }
  player_free (&p);
}

static void
test_tech3341_10_and_13_maxima_wherever_they_begin (void)
{
  Player p = player_new (48000, 2);

  for (int i = 0; i < 20; i++) { /* twenty files each */
    player_reset (&p);
    play (&p, i * 0.15, SILENT);
    play (&p, 3, -23);
    play (&p, 1, SILENT);
    mst_check_near (read_out (&p)[MST_METER_MAX_SHORTTERM], -23, 0.05);
    player_reset (&p);
    play (&p, i * 0.02, SILENT);
    play (&p, 0.4, -23);
    play (&p, 1, SILENT);
    mst_check_near (read_out (&p)[MST_METER_MAX_MOMENTARY], -23, 0.05);
  }
  player_free (&p);
}

static void
test_tech3341_11_and_14_rising_maxima (void)
{
  Player p = player_new (48000, 2);

  for (int i = 0; i < 20; i++) { /* one file: 11 */
    play (&p, i * 0.15, SILENT);
    play (&p, 3, -38 + i);
    play (&p, 3 - i * 0.15, SILENT);
    mst_check_near (read_out (&p)[MST_METER_MAX_SHORTTERM], -38 + i, 0.05);
  }
  player_reset (&p);
  for (int i = 0; i < 20; i++) { /* and one file: 14 */
    play (&p, i * 0.02, SILENT);
    play (&p, 0.4, -38 + i);
    play (&p, 0.4 - i * 0.02, SILENT);
    mst_check_near (read_out (&p)[MST_METER_MAX_MOMENTARY], -38 + i, 0.05);
  }
  player_free (&p);
}

/* --- EBU Tech 3342 */

static void
test_tech3342_1_to_4_range (void)
{
  static const Piece cases[4][6] = { { { 20, -20 }, { 20, -30 } },
    { { 20, -20 }, { 20, -15 } }, { { 20, -40 }, { 20, -20 } },
    { { 20, -50 }, { 20, -35 }, { 20, -20 }, { 20, -35 }, { 20, -50 } } };
  static const double wanted[] = { 10, 5, 20, 15 };
  Player p = player_new (48000, 2);

  for (int i = 0; i < 4; i++)
    mst_check_near (play_pieces (&p, cases[i])[MST_METER_RANGE], wanted[i],
        0.1);
  player_free (&p);
}

/* --- programme: the reference and libebur128 */

#define PROGRAMME_SECONDS 16

static void
test_programme_reads_as_the_reference (void)
{
  static const double weights[] = { 1, 1, 1, 0, 1.41, 1.41 };
  int n = 48000 * 40 + 17;
  Player p = player_new (48000, 6);
  float **planes = programme_new (48000, 6, n);
  Bs1770 want = bs1770_measure ((const float *const *) planes, weights, 6, n);

  feed (&p, planes, n, 1000);
  const double *out = read_out (&p);
  mst_check_near (out[MST_METER_MOMENTARY], want.momentary, 1e-6);
  mst_check_near (out[MST_METER_SHORTTERM], want.shortterm, 1e-6);
  mst_check_near (out[MST_METER_MAX_MOMENTARY], want.max_momentary, 1e-6);
  mst_check_near (out[MST_METER_MAX_SHORTTERM], want.max_shortterm, 1e-6);
  mst_check_near (out[MST_METER_RELATIVE_THRESHOLD], want.threshold, 1e-6);
  /* A block may lie on the other side of a gate than its bin's mean does,
   * and percentiles are means of bins of 0.01 LU. */
  mst_check_near (out[MST_METER_GLOBAL], want.integrated, 0.002);
  mst_check_near (out[MST_METER_RANGE], want.range, 0.02);
  programme_free (planes, 6);
  player_free (&p);
}

/* By how much libebur128 1.2 reads less at `rate` than the standard's response
 * asks for: it keeps the high-pass's numerator at 1, -2, 1 whatever the rate,
 * so that the pass band's gain is the denominator's a0 and moves with it. */
static double
ebur128_shortfall (double rate)
{
  double k48 = tan (M_PI * 38.13547087602444 / 48000);
  double k = tan (M_PI * 38.13547087602444 / rate), q = 0.5003270373238773;

  return 20 * log10 ((1 + k48 / q + k48 * k48) / (1 + k / q + k * k));
}

static void
check_ebur128 (double rate, int channels)
{
  int n = (int) rate * PROGRAMME_SECONDS;
  float **planes = programme_new (rate, channels, n);
  float *together = calloc ((size_t) n * channels, sizeof (float));
  ebur128_state *other = ebur128_init ((unsigned) channels,
      (unsigned long) rate, EBUR128_MODE_I | EBUR128_MODE_LRA);
  double momentary, shortterm, global, gate, range;
  double less = ebur128_shortfall (rate);
  Player p = player_new (rate, channels);

  for (int i = 0; i < n * channels; i++)
    together[i] = planes[i % channels][i / channels];
  /* Its default layout of six has the surrounds before the LFE. */
  for (int c = 0; channels == 6 && c < 6; c++)
    ebur128_set_channel (other, (unsigned) c,
        (const int[]){ EBUR128_LEFT, EBUR128_RIGHT, EBUR128_CENTER,
            EBUR128_UNUSED, EBUR128_LEFT_SURROUND, EBUR128_RIGHT_SURROUND }[c]);
  ebur128_add_frames_float (other, together, (size_t) n);
  ebur128_loudness_momentary (other, &momentary);
  ebur128_loudness_shortterm (other, &shortterm);
  ebur128_loudness_global (other, &global);
  ebur128_relative_threshold (other, &gate);
  ebur128_loudness_range (other, &range);

  feed (&p, planes, n, BLOCK);
  const double *out = read_out (&p);
  mst_check_near (out[MST_METER_MOMENTARY], momentary + less, 0.002);
  mst_check_near (out[MST_METER_SHORTTERM], shortterm + less, 0.002);
  mst_check_near (out[MST_METER_GLOBAL], global + less, 0.005);
  mst_check_near (out[MST_METER_RELATIVE_THRESHOLD], gate + less, 0.005);
  /* It takes one short-term value a second: 14 of them here, some LU apart,
   * where we take ten. The reference above is the strict judge. */
  mst_check_near (out[MST_METER_RANGE], range, 1.5);

  ebur128_destroy (&other);
  programme_free (planes, channels);
  free (together);
  player_free (&p);
}

static void
test_programme_reads_as_libebur128 (void)
{
  static const double rates[] = { 44100, 48000, 96000 };
  static const int channels[] = { 1, 2, 6 };

  for (int r = 0; r < 3; r++)
    for (int c = 0; c < 3; c++)
      check_ebur128 (rates[r], channels[c]);
}

/* Oracle: libebur128's true peak, which is the same filter. */
static void
test_true_peak_4x_reads_as_libebur128 (void)
{
  static const double rates[] = { 44100, 48000, 96000, 192000 };

  for (int r = 0; r < 4; r++) {
    const int n = 20000;
    uint64_t seed = 3;
    double want = 0.0, one;
    Player p = player_new (rates[r], 2);
    float **planes = programme_new (rates[r], 2, n);
    ebur128_state *other =
        ebur128_init (2, (unsigned long) rates[r], EBUR128_MODE_TRUE_PEAK);

    for (int i = 0; i < n; i++) {
      float frame[2];
      for (int c = 0; c < 2; c++) /* full-band, and loud up to the last frame */
        frame[c] = planes[c][i] =
            (float) ((c ? 0.7 : 0.2 + i * 0.5 / n) * mst_noise (&seed));
      ebur128_add_frames_float (other, frame, 1);
    }
    for (int i = 0; i < 32; i++)
      ebur128_add_frames_float (other, (const float[]){ 0, 0 }, 1);
    for (unsigned c = 0; c < 2; c++) {
      ebur128_true_peak (other, c, &one);
      want = fmax (want, one);
    }
    feed (&p, planes, n, 777);
    stage->finish (p.meter);
    mst_check_near (read_out (&p)[MST_METER_TRUE_PEAK_4X], 20 * log10 (want),
        1e-4);
    ebur128_destroy (&other);
    programme_free (planes, 2);
    player_free (&p);
  }
}

/* --- rates and places */

static void
test_the_weighting_is_the_same_at_every_rate (void)
{
  /* 11026 Hz and 44101 Hz have no whole number of frames in any tick. */
  static const double rates[] = { 8000, 11025, 11026, 22050, 44100, 44101,
    48000, 88200, 192000 };
  static const double tones[] = { 30, 60, 1000, 2000, 3000, 9000 };

  for (size_t r = 0; r < MST_N_ELEMENTS (rates); r++)
    for (size_t t = 0; t < MST_N_ELEMENTS (tones); t++) {
      if (tones[t] > 0.3 * rates[r])
        continue;
      Player p = player_new (rates[r], 1);
      p.hz = tones[t];
      play (&p, 3.2, -20);
      /* A sine's power is half its peak's, times the tabled gain. The bilinear
       * transform bends the shelf at low rates (docs/stages/meter.md). */
      mst_check_near (read_out (&p)[MST_METER_SHORTTERM],
          bs1770_lufs (0.005 * bs1770_power_gain (tones[t])),
          rates[r] < 16000       ? 0.25
              : rates[r] < 40000 ? 0.05
                                 : 0.02);
      player_free (&p);
    }
}

static void
test_channels_weigh_by_their_place (void)
{
  Player p = player_new (48000, 6);
  double alone[6];

  for (int c = 0; c < 6; c++) {
    double db[] = { SILENT, SILENT, SILENT, SILENT, SILENT, SILENT };
    db[c] = -20;
    player_reset (&p);
    play_each (&p, 1, db);
    alone[c] = read_out (&p)[MST_METER_GLOBAL];
    mst_check_near (p.out[MST_METER_SAMPLE_PEAK], -20, 1e-3);
  }
  mst_check (alone[1] == alone[0] && alone[2] == alone[0], "front differs");
  mst_check (alone[3] == SILENT, "the LFE counts: %g", alone[3]);
  /* BS.1770-5, table 3. */
  mst_check_near (alone[4] - alone[0], 10 * log10 (1.41), 1e-9);
  mst_check_near (alone[5] - alone[0], 10 * log10 (1.41), 1e-9);
  player_free (&p);
}

/* Halving twice leaves a quarter of the blocks and the same loudness: the
 * oracle is the histogram before. Lone blocks move by no more than a bin each.
 */
static void
test_halving_keeps_the_statistics (void)
{
  static MstLoudnessGate gate;
  uint64_t seed = 3;
  double before, after, threshold, range;

  for (int i = 0; i < 6000; i++)
    mst_loudness_gate_add (&gate, pow (10, -2.5 + 1.2 * mst_noise (&seed)));
  before = mst_loudness_gate_integrated (&gate, &threshold);
  range = mst_loudness_gate_range (&gate);
  mst_loudness_gate_halve (&gate);
  mst_loudness_gate_halve (&gate);
  after = mst_loudness_gate_integrated (&gate, &threshold);
  mst_check_near (after, before, 0.02);
  mst_check_near (mst_loudness_gate_range (&gate), range, 0.05);
  mst_check_near ((double) gate.all.count, 1500, 1);
}

int
main (void)
{
  MST_RUN (test_tech3341_1_to_5_integrated);
  MST_RUN (test_tech3341_6_surround);
  MST_RUN (test_tech3341_9_and_12_steady_windows);
  MST_RUN (test_tech3341_10_and_13_maxima_wherever_they_begin);
  MST_RUN (test_tech3341_11_and_14_rising_maxima);
  MST_RUN (test_tech3342_1_to_4_range);
  MST_RUN (test_programme_reads_as_the_reference);
  MST_RUN (test_programme_reads_as_libebur128);
  MST_RUN (test_true_peak_4x_reads_as_libebur128);
  MST_RUN (test_the_weighting_is_the_same_at_every_rate);
  MST_RUN (test_channels_weigh_by_their_place);
  MST_RUN (test_halving_keeps_the_statistics);
  return mst_done ();
}
